#pragma once

#include "model/history.h"
#include "model/lesson_draft.h"
#include "model/workbench.h"

namespace lab {

/// A lesson that is being written on a workbench: its steps are recorded from there and shown there. It can
/// be undone, whatever becomes of the document, and brings back what was there before when it is left.
class LessonEditor {
 public:
  /// Shows a step, the last one where there are fewer; of a lesson without steps nothing.
  LessonEditor(Lesson lesson, Workbench& bench, std::size_t step = 0);

  const LessonDraft& draft() const { return history_.current(); }
  const Lesson& lesson() const { return draft().lesson; }

  /// Shows an edited draft; the gesture goes on until commit().
  void edit(LessonDraft edited) { history_.preview(std::move(edited)); }
  /// Ends a gesture: one undo entry, however many edits it had.
  void commit() { history_.commit(); }
  /// An edit that is a gesture of its own.
  void change(LessonDraft edited);
  void undo();
  void redo();
  bool canUndo() const { return history_.canUndo(); }
  bool canRedo() const { return history_.canRedo(); }

  /// Chooses a step and shows it on the workbench. Not undoable.
  void choose(std::size_t step);
  /// Adds a step that shows what the workbench shows.
  void record();
  /// The chosen step shows what the workbench shows from now on.
  void recordAnew();
  /// Whether the workbench shows the chosen step as it was recorded.
  bool shown() const;

  /// Whether the lesson differs from the one last opened or marked as saved.
  bool modified() const { return !saved_ || !(lesson() == *saved_); }
  void markSaved() { saved_ = lesson(); }
  void markUnsaved() { saved_.reset(); }

  /// What the workbench showed before: the user's own work, which leave() brings back.
  const Session& before() const { return before_; }
  void setBefore(Session before) { before_ = std::move(before); }
  void leave() { bench_->bringBack(before_); }

 private:
  void showUnlike(const LessonDraft& before);

  Workbench* bench_;
  Session before_;
  HistoryOf<LessonDraft> history_;
  std::optional<Lesson> saved_;  ///< nothing where no file holds what was written
};

}  // namespace lab
