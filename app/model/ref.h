#pragma once

#include "tconv/types.h"

namespace lab {

using tconv::Index;

/// The tensors that a shape on a board can stand for an element of.
enum class RefKind {
  none,
  input,   ///< x[channel, row, column]
  weight,  ///< w[channel, out, row, column]: channel is the input channel, out counts within the group
  patch,   ///< the scaled kernel of the active step; indices as for weight
  canvas,  ///< full canvas of output channel `channel`, canvas coordinates; output cell = canvas - padding
           ///< begin
};

/// What a shape stands for: what hovering, pinning, tooltips and tests speak about.
struct Ref {
  RefKind kind = RefKind::none;
  Index channel = 0;
  Index out = 0;
  Index row = 0;
  Index column = 0;

  explicit operator bool() const { return kind != RefKind::none; }
  bool operator==(const Ref&) const = default;
};

}  // namespace lab
