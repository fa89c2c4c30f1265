#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "model/derive.h"
#include "tconv/difference.h"
#include "tconv/frameworks.h"

namespace lab {

/// The framework calls that the document's layer can be compared by. The first of a framework without words
/// for padding is the call that gives the document's own numbers, where it has one.
enum class LensCall {
  pytorch,
  keras_valid,
  keras_same,
  onnx,
  onnx_output_shape,
  onnx_same_upper,
  onnx_same_lower,
  jax,
  jax_valid,
  jax_same,
  jax_valid_transpose,
  jax_same_transpose,
};

struct LensInfo {
  LensCall call;
  std::string_view id;      ///< in files, e.g. "onnx-same-upper"
  std::string_view title;   ///< "ONNX SAME_UPPER"
  std::string_view remark;  ///< what the call does, in a sentence
};

/// In the order of LensCall.
std::span<const LensInfo> lensCalls();
const LensInfo& info(LensCall call);

/// Two calls side by side.
struct LensChoice {
  LensCall a = LensCall::pytorch, b = LensCall::keras_same;
  bool operator==(const LensChoice&) const = default;
};

/// What one call makes of a document.
struct LensSide {
  tconv::FrameworkCall call;
  tconv::FrameworkLayer made;
  std::string code;  ///< the line that makes the call
  Tensor output;     ///< [1, C_out, L_h, L_w], blank cells included
  Tensor canvas;     ///< [1, C_out, ...]: the output together with what the call crops
  Rect window;       ///< where the output lies on the canvas
  bool own = false;  ///< it is the document's own layer, padding and all
};
using LensResult = std::variant<LensSide, tconv::Problem>;

/// The call in the framework's own terms, or why there is none. The layer must be valid for the input.
std::variant<tconv::FrameworkCall, tconv::Problem> callOf(LensCall call, const Layer& layer, Pair input);

/// The results of the calls for one document, each worked out when it is first asked for. Safe to use from
/// several threads.
class LensResults {
 public:
  /// The result of a call; `derived` must always be the same.
  const LensResult& of(LensCall call, const Derived& derived) const;
  /// a - b; null where one of the two has no result.
  const tconv::Difference* between(const LensChoice& choice, const Derived& derived) const;

 private:
  mutable std::recursive_mutex mutex_;
  mutable std::map<LensCall, LensResult> results_;
  mutable std::map<std::pair<LensCall, LensCall>, tconv::Difference> differences_;
};

/// Those of a document, kept in its memo.
const LensResults& lensResults(const Derived& derived);

/// How a framework says the document's layer: the line of code, or why it cannot.
struct Expression {
  tconv::Framework framework;
  bool possible = false;
  std::string text;
};
std::vector<Expression> expressions(const Derived& derived);

/// "crops 1 at the start and 2 at the end, appends 1", or "keeps the full canvas".
std::string cropText(const tconv::FrameworkLayer& made);

}  // namespace lab
