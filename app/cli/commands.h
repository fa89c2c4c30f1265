#pragma once

#include <span>
#include <string>

namespace lab::cli {

/// The commands. Each parses its arguments (without program and command name), does its work and returns the
/// exit status. They throw UsageError for a bad argument, tconv::Error for what else fails, and CLI11's
/// exceptions.
int runCommand(std::span<const std::string> arguments);
int infoCommand(std::span<const std::string> arguments);
int exportCommand(std::span<const std::string> arguments);
int galleryCommand(std::span<const std::string> arguments);

}  // namespace lab::cli
