#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <variant>

#include "model/document.h"
#include "model/memo.h"
#include "tconv/trace.h"

namespace lab {

/// The input of a document. Documents that differ in other settings share one.
struct Input {
  Values<tconv::ValuePreset> source;
  std::shared_ptr<const Tensor> x;  ///< never null
  float limit = 1;                  ///< colour scales reach from -limit to +limit
  std::shared_ptr<const Memo> memo =
      std::make_shared<const Memo>();  ///< what follows from x alone; never null
};

/// Everything that follows from a document: thrown away and made anew when the document changes.
struct Derived {
  Document document;
  std::shared_ptr<const Input> input;         ///< never null
  std::shared_ptr<const tconv::Trace> trace;  ///< never null
  std::vector<float> bias;
  float kernel_limit = 1;
  std::shared_ptr<const Memo> memo;  ///< what single faces work out of the document; never null

  const tconv::Layer& layer() const { return trace->layer(); }
  const tconv::Axes& axes() const { return trace->axes(); }
  /// Of patch and output; the maximum over all states, so that no frame rescales.
  float outputLimit() const;
};

/// The first rule that a document breaks. Also refuses what would not fit in memory. Quick for any document.
std::optional<tconv::Problem> problemOf(const Document& document);
/// About how many cells are written and products made to derive a document, which must be legal.
double workOf(const Document& document);

/// The tensors and the trace, or problemOf(document), before anything is allocated. `known` is used where it
/// is the document's input.
/// @throws tconv::Cancelled where `stop` asked for it; what trace and memo have not made by then they refuse
/// to make
std::variant<Derived, tconv::Problem> derive(const Document& document, std::stop_token stop = {},
                                             const std::shared_ptr<const Input>& known = {});

/// How many threads work on one document.
int processors();

/// The largest finite |value|; 0 where there is none.
float largestMagnitude(std::span<const float> values);
/// How far a colour scale reaches for values up to that magnitude.
inline float limitFor(float magnitude) { return magnitude > 0 ? magnitude : 1; }
inline float Derived::outputLimit() const { return limitFor(trace->largestMagnitude()); }

}  // namespace lab
