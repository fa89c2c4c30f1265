#pragma once

#include <vector>

#include "platform/window.h"

namespace lab::platform {

/// The program's icon in the sizes that desktops ask for: a patch of four cells on a grid, drawn by the
/// program.
std::vector<IconImage> programIcon();

}  // namespace lab::platform
