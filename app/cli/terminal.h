#pragma once

#include <span>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

namespace lab::cli {

/// Makes file descriptors 0 to 2 safe to use: one that was closed would otherwise be given to the next file
/// that is opened. Writing to a closed pipe or beyond the allowed file size becomes an error instead of a
/// signal.
void prepareStreams();

/// Writes to standard output and checks that it got there. @throws tconv::Error
void print(std::string_view text);
/// Writes one line to standard error, whatever the text holds: control characters become escapes.
void printError(std::string_view line);

/// Parses the arguments of one command. Prints help or version where asked and returns false: then all is
/// done.
/// @throws UsageError in place of CLI11's own exceptions
bool parse(CLI::App& app, std::span<const std::string> arguments);

/// An app with --help and --version. The name is shown in its help: "tconv-lab run".
void describe(CLI::App& app, const std::string& name);

}  // namespace lab::cli
