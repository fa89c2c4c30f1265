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

/// Everything that follows from a document: thrown away and made anew when the document changes.
struct Derived {
  Document document;
  std::shared_ptr<const tconv::Trace> trace;  ///< never null
  std::vector<float> bias;
  float input_limit = 1;  ///< colour scales reach from -limit to +limit
  float kernel_limit = 1;
  float output_limit = 1;  ///< patch and output; the maximum over all states, so that no frame rescales
  std::shared_ptr<const Memo> memo;  ///< what single faces work out of the document; never null

  const tconv::Layer& layer() const { return trace->layer(); }
  const tconv::Axes& axes() const { return trace->axes(); }
};

/// The first rule that a document breaks. Also refuses what would not fit in memory. Quick for any document.
std::optional<tconv::Problem> problemOf(const Document& document);
/// About how many cells are written and products made to derive a document, which must be legal.
double workOf(const Document& document);

/// The tensors and the trace, or problemOf(document), before anything is allocated.
/// @throws tconv::Cancelled soon after `stop` asks for it; what the memo has not made by then it refuses to
/// make
std::variant<Derived, tconv::Problem> derive(const Document& document, std::stop_token stop = {});

/// How many threads work on one document.
int processors();

/// The largest finite |value|; 0 where there is none.
float largestMagnitude(std::span<const float> values);
/// How far a colour scale reaches for values up to that magnitude.
inline float limitFor(float magnitude) { return magnitude > 0 ? magnitude : 1; }

}  // namespace lab
