#include "ui/lessons.h"

#include "i18n/translate.h"
#include "ui/quiz.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

/// What belonged to the step before.
void beginStep(LessonPanel& panel) {
  panel.answer.clear();
  panel.hint_shown = false;
  panel.answer_asked = false;
  const LessonRun& run = *panel.run;
  if (!run.lesson().id.empty()) panel.progress[run.lesson().id] = run.at();
}

/// At its end a lesson begins anew next time.
void finish(Studio& studio) {
  const LessonRun& run = *studio.lesson.run;
  if (run.goals() > 0) studio.say(trf("{} of {} goals reached", run.metGoals(), run.goals()));
  studio.lesson.progress.erase(run.lesson().id);
  studio.lesson.run->leave();
  studio.lesson.run.reset();
}

}  // namespace

void startLesson(Studio& studio, const Lesson& lesson, std::size_t step) {
  LessonPanel& panel = studio.lesson;
  leaveQuiz(studio);
  if (panel.run) panel.run->leave();
  panel.run.emplace(lesson, studio.workbench, step);
  panel.path.clear();
  panel.list_open = false;
  beginStep(panel);
}

void resumeLesson(Studio& studio, std::size_t place) {
  const Lesson& lesson = studio.lesson.lessons.at(place);
  const auto left = studio.lesson.progress.find(lesson.id);
  startLesson(studio, lesson, left == studio.lesson.progress.end() ? 0 : left->second);
}

void executeLesson(Studio& studio, Command command) {
  LessonPanel& panel = studio.lesson;
  if (command == Command::lessons) {
    closeMenus();
    panel.list_open = !panel.list_open;
  }
  if (!panel.run) return;
  switch (command) {
    case Command::lesson_next:
      if (panel.run->isLast()) return finish(studio);
      panel.run->next();
      return beginStep(panel);
    case Command::lesson_back:
      panel.run->back();
      return beginStep(panel);
    case Command::lesson_again:
      panel.run->again();
      return beginStep(panel);
    case Command::lesson_answer:
      panel.answer_asked = true;
      return;
    case Command::leave_lesson:
      panel.run->leave();
      panel.run.reset();
      return;
    default:
      return;
  }
}

void answerLesson(Studio& studio, const std::vector<double>& answer) { studio.lesson.run->answer(answer); }

void followLesson(Studio& studio) {
  if (studio.lesson.run) studio.lesson.run->look();
}

}  // namespace lab::ui
