#pragma once

#include <filesystem>
#include <string>

#include "io/settings.h"
#include "model/view_state.h"

namespace lab::platform {

struct Opened {
  Session session;
  std::filesystem::path path;  ///< empty for what no file holds
  std::string notice;
  bool is_lesson = false;  ///< the path's, which is given once there is a window
};

/// What the program starts with; only a file that was asked for may fail. @throws tconv::Error
Opened firstSession(const std::filesystem::path& file, const io::Settings& settings);

}  // namespace lab::platform
