#include <fmt/format.h>
#include <imgui.h>

#include "i18n/translate.h"
#include "ui/author.h"
#include "ui/input_queue.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/sheet.h"
#include "ui/widgets.h"

/// The lessons to choose from.
namespace lab::ui {
namespace {

/// "3 / 7" where a lesson was left, else how many steps it has.
std::string lengthOf(const LessonPanel& panel, const Lesson& lesson) {
  const auto left = panel.progress.find(lesson.id);
  if (left == panel.progress.end()) return trf("{} steps", lesson.steps.size());
  return fmt::format("{} / {}", left->second + 1, lesson.steps.size());
}

/// What can be done to write one; by a button or its key.
void drawWriting(Studio& studio) {
  LessonPanel& panel = studio.lesson;
  const auto asked = [&](const char* anchor, const char* text, char key, double width) {
    const bool clicked = button(studio, anchor, tr(text), trf("Key {}", std::string(1, key)),
                                {.width = width, .height = 30, .outlined = true});
    ImGui::SameLine(0, studio.px(8));
    return clicked || pressed(static_cast<Key>(key));
  };
  const bool copied = panel.chosen < panel.lessons.size();
  space(studio, 6);
  if (asked("lesson.new", trLater("New lesson (N)"), 'N', 136)) writeLesson(studio, {}, {});
  if (asked("lesson.copy", trLater("Edit a copy of the chosen one (E)"), 'E', 256) && copied) {
    Lesson lesson = translated(panel.lessons[panel.chosen]);
    lesson.id.clear();
    writeLesson(studio, lesson, {});
  }
  if (asked("lesson.edit", trLater("Edit a file (O)"), 'O', 136)) {
    panel.list_open = false;
    execute(studio, Command::edit_lesson);
  }
}

void handleKeys(Studio& studio) {
  LessonPanel& panel = studio.lesson;
  if (pressed(Key::down, true) && panel.chosen + 1 < panel.lessons.size()) ++panel.chosen;
  if (pressed(Key::up, true) && panel.chosen > 0) --panel.chosen;
  if (pressed(Key::enter) && panel.chosen < panel.lessons.size()) resumeLesson(studio, panel.chosen);
}

}  // namespace

void drawLessonList(Studio& studio, const view::Box& window) {
  LessonPanel& panel = studio.lesson;
  if (!panel.list_open || !beginSheet(studio, "lesson.list", window, 720, 640)) return;
  sheetHeading(studio, tr("Lessons"), panel.list_open);
  ImGui::BeginChild("lessons", {0, -studio.px(44)});
  for (std::size_t i = 0; i < panel.lessons.size(); ++i) {
    const Lesson& lesson = panel.lessons[i];
    if (choice(studio, fmt::format("lesson.{}", lesson.id),
               fmt::format("{}\n{}   ·   {}", tr(lesson.title), tr(lesson.summary), lengthOf(panel, lesson)),
               "", i == panel.chosen)) {
      panel.chosen = i;
      resumeLesson(studio, i);
    }
    if (i == panel.chosen && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY();
    space(studio, 4);
  }
  ImGui::EndChild();
  drawWriting(studio);
  if (!studio.focus.current()) handleKeys(studio);
  if (!panel.list_open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace lab::ui
