#pragma once

#include <string>

namespace lab {

/// Which frames an export from the window has; animations have all.
enum class ExportFrames { all, this_state, poster, strip, sheet };

/// What is chosen in the export sheet. Numbers are places in the lists that the sheet offers.
struct ExportChoice {
  std::string format = "gif";  ///< id of a format
  int frames = 0;              ///< ExportFrames
  int size = 0;                ///< 16:9, full HD, 4:3, square, column, page
  int theme = 0;               ///< as the window, light, dark, print
  int language = 0;            ///< English, Chinese
  int speed = 2;               ///< of animations, from 4 s to 0.2 s a step
  bool title = true, legend = true, numbers = true, formula = false;

  static constexpr int most_frames = 4, most_size = 5, most_theme = 3, most_language = 1, most_speed = 4;
  /// As many are kept as presets.
  static constexpr std::size_t most_presets = 20;
  bool operator==(const ExportChoice&) const = default;
};

}  // namespace lab
