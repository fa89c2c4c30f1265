#pragma once

#include <filesystem>
#include <optional>

#include "i18n/translate.h"

namespace lab::platform {

/// Opens the window and runs it until it is closed: on `file` (a session, array or picture), else on what was
/// open when the program was left, else on the newcomer's example. It speaks `language`, else the one that
/// was chosen last, else that of the environment. Window size, theme, language and last session are
/// remembered in the platform's own folders, also where SIGTERM, SIGINT or SIGHUP ends it. Returns the exit
/// status.
/// @throws tconv::Error without a display, and where `file` cannot be opened: before the window appears.
int runProgram(const std::filesystem::path& file, std::optional<i18n::Language> language);

}  // namespace lab::platform
