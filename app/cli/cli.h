#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "i18n/translate.h"

namespace lab::cli {

/// What the window is started with.
struct WindowOptions {
  std::filesystem::path file;              ///< a session, array or picture to open; empty for none
  std::optional<i18n::Language> language;  ///< that was asked for
};

/// Opens the window and returns the exit status of the program. May throw tconv::Error, which is shown in one
/// line.
using OpenWindow = std::function<int(const WindowOptions&)>;

/// The whole program: `tconv-lab [FILE]` calls open_window, `run`, `info` and `export` need no display. Help
/// and messages are in the language of --language, which may stand before or behind the command, else in that
/// of the environment. Returns 0 when everything asked for was done, 2 for a bad argument or parameter, 1 for
/// a file or anything else that failed; then exactly one line on standard error names the offending thing,
/// and no partial file is left.
int run(int argc, const char* const* argv, const OpenWindow& open_window);

}  // namespace lab::cli
