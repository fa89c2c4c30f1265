#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tconv/tconv.h"

/// Other libraries that compute the transposed convolution, to be timed beside ours on the same operands.
namespace peers {

struct Work {
  tconv::Layer layer;
  tconv::Tensor x, weight;
  tconv::Shape output() const { return tconv::outputShape(layer, x.shape()); }
};

/// A library that is ready to compute one shape: weights are prepared, nothing is allocated in run() that the
/// library does not allocate itself. x and y are NCHW.
struct Ready {
  std::function<void()> run;
  std::function<std::vector<float>()> result;  ///< of the last run
};

struct Peer {
  std::string name;
  /// Empty where the library cannot do the shape.
  std::function<Ready(const Work& work, int threads)> prepare;
};

// Those whose libraries were there when this was built.
void addDnnl(std::vector<Peer>& peers);
void addTorch(std::vector<Peer>& peers);
void addOpenCv(std::vector<Peer>& peers);
void addGemm(std::vector<Peer>& peers);

/// Billions of multiplications and additions in a second, and bytes in a second, that one processor reaches
/// here.
double measuredPeak();
double measuredBandwidth();

}  // namespace peers
