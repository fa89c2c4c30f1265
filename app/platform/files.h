#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/export.h"
#include "io/recovery.h"
#include "platform/export_job.h"
#include "platform/file_dialog.h"
#include "ui/studio.h"

namespace lab::platform {

/// The file that something open belongs to, as this program read or wrote it last.
class OwnFile {
 public:
  OwnFile() = default;  ///< what is open has none
  explicit OwnFile(std::filesystem::path path);
  const std::filesystem::path& path() const { return path_; }
  /// Whether another program has written it since.
  bool changed() const;

 private:
  std::filesystem::path path_;
  std::filesystem::file_time_type time_;
};

/// Opening, saving and exporting for the window: asks for a name through the system's dialog or the built-in
/// list, then does it. Whatever goes wrong becomes a notice; the running document stays as it was.
class Files {
 public:
  explicit Files(ui::Studio& studio) : studio_(studio) {}

  /// open, save, save_as, the export's commands and what goes to the clipboard as a picture.
  void run(ui::Command command);
  /// A name was picked in the built-in list.
  void chosen(const std::filesystem::path& path);
  /// Once a frame: whether the system's dialog has an answer, and how far a running export is.
  void poll();
  static std::vector<ui::ExportFormat> exportFormats();
  /// Worked out anew only where the choice or what is shown has changed.
  ui::ExportEstimate estimate(const ExportChoice& choice);
  bool asking() const { return dialog_.open(); }
  /// Asks first where that would replace work that no file holds.
  void open(const std::filesystem::path& path);
  /// Shows what was kept of a program that is gone: unsaved, and belonging to the same file.
  void restore(const io::Unsaved& unsaved);
  const std::filesystem::path& sessionPath() const { return session_file_.path(); }
  /// Of the session that is open already, as its file holds it now.
  void setSessionPath(std::filesystem::path path);
  /// The work and the file that it belongs to, whether saved or not.
  io::Unsaved own() const;
  /// Work without a file is there again at the next start: only what belongs to a file can be lost.
  bool losesByClosing() const { return !sessionPath().empty() && studio_.unsaved(); }
  /// Saves the lesson that is written; asks for a name where it has none.
  void saveLesson(std::function<void()> then);
  bool unsaved() const { return studio_.unsaved() || studio_.author.unsaved(); }
  /// Asks whether to save first, and goes on unless that fails or the answer is to cancel.
  void askToSave(std::function<void()> then);

 private:
  void ask(ui::Command purpose);
  void openNow(const std::filesystem::path& path);
  void showForLesson(const Session& session, const std::filesystem::path& path);
  void openLesson(const std::filesystem::path& path);
  void editLesson(const std::filesystem::path& path);
  void saveLesson(const std::filesystem::path& path);
  void writeLesson(const std::filesystem::path& path);
  /// Whether it could be saved. Asks first where another program has changed the file since.
  bool save(const std::filesystem::path& path);
  bool write(const std::filesystem::path& path);
  /// Another program has changed the file: replace it, or save elsewhere by the command `save_as`?
  void askToReplace(std::string_view name, ui::Command save_as, std::function<void()> replace);
  const std::vector<QuizScore>& scores() const;  ///< of the quiz that is given, or was last
  void saveScores(const std::filesystem::path& path);
  void startExport(const std::filesystem::path& path);
  void snapshot();
  void copyFrame();
  void copyCode();
  void copyCommand();
  exporting::Request frameRequest() const;
  std::string framePicture() const;
  /// Whether it could be done; where not, a notice says why.
  template <class Action>
  bool guarded(Action action) {
    try {
      action();
      return true;
    } catch (const std::exception& error) {
      studio_.say(tr(error), true);
      return false;
    }
  }
  void remember(const std::filesystem::path& path);
  /// Now, or when the document that is pending is shown.
  void onceShown(std::function<void()> action);

  ui::Studio& studio_;
  FileDialog dialog_;
  ui::Command purpose_ = ui::Command::open;
  ExportJob job_;
  std::optional<std::pair<Session, ExportChoice>> estimated_for_;
  ui::ExportEstimate estimate_;
  std::function<void()> once_shown_;
  std::function<void()> after_lesson_;  ///< it is saved
  OwnFile session_file_;
  OwnFile lesson_file_;           ///< of the lesson that is written or given
  std::filesystem::path opened_;  ///< what was opened last
  std::size_t times_again_ = 0;  ///< how often it was opened again after that: a model shows its next node
};

}  // namespace lab::platform
