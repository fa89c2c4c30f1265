#pragma once

#include <span>
#include <string_view>

#include "tconv/trace.h"

namespace lab {

using tconv::Index;

/// The tensors that a shape on a board can stand for an element of.
enum class RefKind {
  none,
  input,      ///< x[channel, row, column]
  weight,     ///< w[channel, out, row, column]: channel is the input channel, out counts within the group
  patch,      ///< the scaled kernel of the active step; indices as for weight
  canvas,     ///< full canvas of output channel `channel`, canvas coordinates; output cell = canvas - padding
              ///< begin
  term,       ///< the product x[channel, row, column] * w[channel, out, u, v]
  stretched,  ///< the stretched and padded input of input channel `channel`; its zeros included
  tile,       ///< a cell of a face's own picture number `out`, which no other face shows
};

/// Their names in files, in their order.
std::span<const std::string_view> refKinds();

/// What a shape stands for: what hovering, pinning, tooltips and tests speak about.
struct Ref {
  RefKind kind = RefKind::none;
  Index channel = 0;
  Index out = 0;
  Index row = 0;
  Index column = 0;
  Index u = 0, v = 0;  ///< of a term: the kernel tap

  explicit operator bool() const { return kind != RefKind::none; }
  bool operator==(const Ref&) const = default;
};

/// Whether a reference points at an element that a trace has; a pin may outlive the grid it was set on.
bool exists(const tconv::Trace& trace, const Ref& ref);

/// Whether its value is one that is given: an input element or a weight.
inline bool isEditable(const Ref& ref) {
  return ref.kind == RefKind::input || ref.kind == RefKind::weight;
}

}  // namespace lab
