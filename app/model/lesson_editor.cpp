#include "model/lesson_editor.h"

#include <utility>

namespace lab {

LessonEditor::LessonEditor(Lesson lesson, Workbench& bench, std::size_t step)
    : bench_(&bench),
      before_(bench.session()),
      history_(choosing({std::move(lesson), 0}, step)),
      saved_(this->lesson()) {
  choose(draft().chosen);
}

void LessonEditor::change(LessonDraft edited) {
  commit();
  edit(std::move(edited));
  commit();
}

void LessonEditor::undo() {
  const LessonDraft undone = draft();
  history_.undo();
  showUnlike(undone);
}

void LessonEditor::redo() {
  const LessonDraft before = draft();
  history_.redo();
  showUnlike(before);
}

/// What is being set up on the workbench stays there while only words change.
void LessonEditor::showUnlike(const LessonDraft& before) {
  const LessonStep *was = before.step(), *is = draft().step();
  if (is != nullptr && (was == nullptr || was->session != is->session)) bench_->demonstrate(is->session);
}

void LessonEditor::choose(std::size_t step) {
  commit();
  history_.amend(choosing(draft(), step));
  if (const LessonStep* chosen = draft().step()) bench_->demonstrate(chosen->session);
}

void LessonEditor::record() {
  LessonStep step;
  step.session = bench_->demonstration();
  change(withStep(draft(), std::move(step)));
}

void LessonEditor::recordAnew() { change(withSession(draft(), bench_->demonstration())); }

bool LessonEditor::shown() const {
  return draft().step() != nullptr && draft().step()->session == bench_->demonstration();
}

}  // namespace lab
