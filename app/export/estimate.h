#pragma once

#include "export/export.h"

namespace lab::exporting {

/// What an export would come to.
struct Estimate {
  Index frames = 0;
  double seconds = 0;  ///< of an animation
  double bytes = 0;    ///< of all files, from one frame: right to about a factor of two
};
/// @throws tconv::Error where it would be refused for its settings.
Estimate estimate(const Derived& derived, const Request& request);

}  // namespace lab::exporting
