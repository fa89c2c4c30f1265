#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/export_choice.h"
#include "tconv/types.h"

namespace lab::ui {

using tconv::Index;

/// One kind of file that the sheet offers.
struct ExportFormat {
  std::string id, label;
  bool animated = false;
  bool framed = true;   ///< has frames at all: code and arrays have none
  std::string missing;  ///< why it cannot be written here; empty where it can
};

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
  std::vector<ExportChoice> presets;  ///< kept by the user, ExportChoice::most_presets at most
  ExportStatus status;
};

}  // namespace lab::ui
