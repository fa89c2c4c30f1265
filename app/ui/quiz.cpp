#include "ui/quiz.h"

#include "ui/lessons.h"
#include "ui/widgets.h"

namespace lab::ui {

void executeQuiz(Studio& studio, Command command) {
  QuizPanel& panel = studio.quiz;
  switch (command) {
    case Command::quiz:
      closeMenus();
      if (panel.run) return leaveQuiz(studio);
      executeLesson(studio, Command::leave_lesson);
      panel.run.emplace(panel.progress, studio.workbench);
      return panel.answer.clear();
    case Command::quiz_next:
      if (panel.run) panel.run->next();
      return panel.answer.clear();
    case Command::leave_quiz:
      return leaveQuiz(studio);
    default:
      return;
  }
}

void leaveQuiz(Studio& studio) {
  QuizPanel& panel = studio.quiz;
  if (!panel.run) return;
  panel.progress = panel.run->leave();
  panel.run.reset();
}

}  // namespace lab::ui
