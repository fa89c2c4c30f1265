#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tconv/tconv.h"

/// Other libraries that compute the transposed convolution and its gradients, to be timed beside ours on the
/// same operands.
namespace peers {

enum class Pass { forward, input_gradient, weight_gradient };

struct Work {
  tconv::Layer layer;
  Pass pass = Pass::forward;
  tconv::Tensor x, weight, dy;  ///< dy for the gradients
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
  bool gradients = false;  ///< whether it is asked for those too
};

// Those whose libraries were there when this was built.
void addDnnl(std::vector<Peer>& peers);
void addTorch(std::vector<Peer>& peers);
void addOpenCv(std::vector<Peer>& peers);
void addGemm(std::vector<Peer>& peers);

/// Billions of multiplications and additions in a second that one processor reaches here.
double measuredPeak();
/// Reads tensors of those shapes and writes one, by whole vectors, and computes nothing: what no library that
/// reads its operands and writes its result once is faster than. One thread; there is no result.
Ready memoryStreams(const std::vector<tconv::Shape>& read, tconv::Shape written);

}  // namespace peers
