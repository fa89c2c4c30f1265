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

/// While it lives, Ctrl+C and a request to end are noticed instead of ending the program at once, so that it
/// can stop in order; a second one ends it.
class StopRequests {
 public:
  StopRequests();
  ~StopRequests();
  StopRequests(const StopRequests&) = delete;
  StopRequests& operator=(const StopRequests&) = delete;
  static bool asked();
};

/// A line on standard error that shows how far something is, where that is a terminal; else nothing.
class ProgressLine {
 public:
  explicit ProgressLine(std::string what);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void show(long done, long total);

 private:
  std::string what_;
  bool terminal_;
  int shown_ = -1;  ///< percent
};

/// Parses the arguments of one command. Prints help or version where asked and returns false: then all is
/// done.
/// @throws UsageError in place of CLI11's own exceptions
bool parse(CLI::App& app, std::span<const std::string> arguments);

/// An app with --help and --version. The name is shown in its help: "tconv-lab run".
void describe(CLI::App& app, const std::string& name);

}  // namespace lab::cli
