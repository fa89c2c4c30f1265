#pragma once

#include <vector>

#include "export/export.h"

namespace lab::exporting {

/// A frame of an export: a moment of the animation, and which phase of which state it is.
struct Shot {
  double time = 0;
  Index state = 0;
  int phase = 0;
};

/// The frames of a request in order. @throws tconv::Error for an illegal range or number of phases.
std::vector<Shot> shotsOf(const Derived& derived, const Request& request);

}  // namespace lab::exporting
