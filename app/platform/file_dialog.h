#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lab::platform {

/// What a file dialog asks for.
struct FileQuestion {
  bool save = false;  ///< a name to write to, else a file to read
  std::string title;
  std::vector<std::string> patterns;  ///< "*.npy", ...; empty: all files
  std::filesystem::path start;        ///< folder or file to begin with; may be empty
};

/// The system's file dialog (zenity or kdialog) in a process of its own: the window goes on while it is open.
/// Ask, then poll once a frame; closing this object closes the dialog.
class FileDialog {
 public:
  FileDialog() = default;
  ~FileDialog();
  FileDialog(const FileDialog&) = delete;
  FileDialog& operator=(const FileDialog&) = delete;

  /// Whether one of the two programs is installed; where not, the window shows a list of its own.
  static bool available();

  /// Opens the dialog; one that is open is closed. @throws tconv::Error when none can be started.
  void ask(const FileQuestion& question);
  bool open() const { return process_ > 0; }
  /// The chosen file, once; nothing while the dialog is open, or when it was cancelled (open() tells them
  /// apart).
  std::optional<std::filesystem::path> poll();

 private:
  void cancel();
  int process_ = -1;
  int output_ = -1;  ///< what the dialog prints: the chosen path
  std::string answer_;
};

/// The command line of a question, program first. @throws std::invalid_argument for another program than
/// "zenity" and "kdialog".
std::vector<std::string> dialogCommand(const std::string& program, const FileQuestion& question);

}  // namespace lab::platform
