#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tconv/types.h"

namespace lab::ui {

using tconv::Index;

/// What is chosen in the export sheet; indices are places in the lists that the sheet offers.
struct ExportChoice {
  std::string format = "gif";  ///< id of a format
  int frames = 0;              ///< exportFrames()
  int size = 0;                ///< exportSizes()
  int theme = 0;               ///< as the window, light, dark, print
  int speed = 2;               ///< exportSpeeds(): seconds per step of animations
  bool title = true, legend = true, numbers = true, formula = false;
  bool operator==(const ExportChoice&) const = default;
};

/// One kind of file that the sheet offers.
struct ExportFormat {
  std::string id, label;
  bool animated = false;
  bool framed = true;   ///< has frames at all: code and arrays have none
  std::string missing;  ///< why it cannot be written here; empty where it can
};

/// Which frames an export has.
enum class ExportFrames { all, this_state, poster, strip, sheet };
struct ExportNamed {
  std::string_view label, value;  ///< value: what it means to the export
};
const std::vector<ExportNamed>& exportFrames();
const std::vector<ExportNamed>& exportSizes();
const std::vector<ExportNamed>& exportSpeeds();

/// What the export would come to.
struct ExportEstimate {
  Index frames = 0;
  double seconds = 0;   ///< of an animation
  double bytes = 0;     ///< about
  std::string problem;  ///< why it cannot be done; empty where it can
};

/// How far a running export is.
struct ExportStatus {
  bool running = false;
  Index done = 0, total = 0;
  double seconds_left = 0;
};

struct ExportSheet {
  bool open = false;
  ExportChoice choice;
  ExportStatus status;
};

}  // namespace lab::ui
