#pragma once

#include <filesystem>

namespace lab::platform {

/// Opens the window and runs it until it is closed: on `file` (a session, array or picture), else on what was
/// open when the program was left, else on the newcomer's example. Window size, theme and last session are
/// remembered in the platform's own folders, also where SIGTERM, SIGINT or SIGHUP ends it. Returns the exit
/// status.
/// @throws tconv::Error without a display, and where `file` cannot be opened: before the window appears.
int runProgram(const std::filesystem::path& file);

}  // namespace lab::platform
