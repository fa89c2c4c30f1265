#pragma once

#include <vector>

#include "export/export.h"

namespace lab::exporting {

/// A frame of an export: a moment of the animation, and which phase of which state it is.
struct Shot {
  double time = 0;
  Index state = 0;
  int phase = 0;
  double seconds = 0;  ///< how long it is shown in an animation
};

/// What stands together on a page.
using PageShots = std::vector<Shot>;

/// The pages of a request in order. In animations each has one shot. @throws tconv::Error
std::vector<PageShots> pagesOf(const Derived& derived, const Request& request);

/// The frames of a request in order; steps are left out only where an animation would be too long. @throws
/// tconv::Error for an illegal range, number of phases or timing.
std::vector<Shot> shotsOf(const Derived& derived, const Request& request);

}  // namespace lab::exporting
