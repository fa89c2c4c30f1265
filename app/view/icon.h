#pragma once

#include "view/canvas.h"

namespace lab::view {

/// The program's icon in 64 x 64 points: cells of a 4 x 4 output of which a 2 x 2 patch is just being added.
void drawIcon(Canvas& canvas);
constexpr double kIconSize = 64;

}  // namespace lab::view
