#include "ui/author.h"

#include <imgui.h>

#include <utility>

#include "i18n/translate.h"
#include "model/quoted.h"
#include "ui/keys.h"
#include "ui/lessons.h"
#include "ui/quiz.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

void begin(Studio& studio, const Lesson& lesson, const std::filesystem::path& path, std::size_t step) {
  executeLesson(studio, Command::leave_lesson);
  leaveQuiz(studio);
  stopWriting(studio);
  studio.closeSheets();
  studio.author.path = path;
  studio.author.editor.emplace(lesson, studio.workbench, step);
}

/// A new lesson, or the one that is given: that of a file itself, of a shipped one a copy in the window's
/// language.
void beginFromWhatIsGiven(Studio& studio) {
  const LessonPanel& panel = studio.lesson;
  if (!panel.run) return writeLesson(studio, {}, {});
  Lesson lesson = panel.path.empty() ? translated(panel.run->lesson()) : panel.run->lesson();
  lesson.id.clear();
  writeLesson(studio, lesson, panel.path, panel.run->at());
}

/// Without the goals that cannot be given yet.
void preview(Studio& studio) {
  if (studio.lesson.run) return executeLesson(studio, Command::leave_lesson);
  const LessonEditor& editor = *studio.author.editor;
  Lesson lesson = editor.lesson();
  if (lesson.steps.empty()) return studio.say(tr("A lesson without steps cannot be given"), true);
  for (const LessonFault& fault : faultsOf(lesson))
    if (fault.step) lesson.steps[*fault.step].goal.reset();
  startLesson(studio, lesson, editor.draft().chosen);
  studio.say(tr("A preview: F9 comes back to the writing"));
}

/// The smallest of what is below the pointer, but for what belongs to the writing itself.
std::string pointedAt(const Studio& studio) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  std::string name;
  double least = 0;
  for (const auto& [anchor, box] : studio.anchors.all()) {
    if (anchor.starts_with("author") || !box.contains({mouse.x, mouse.y})) continue;
    if (name.empty() || box.w * box.h < least) name = anchor, least = box.w * box.h;
  }
  return name;
}

/// What acts on the steps, while no preview is given.
void executeSteps(Studio& studio, Command command) {
  LessonEditor& editor = *studio.author.editor;
  const LessonDraft& draft = editor.draft();
  switch (command) {
    case Command::lesson_next:
      return editor.choose(draft.chosen + 1);
    case Command::lesson_back:
      return editor.choose(draft.chosen - (draft.chosen > 0 ? 1 : 0));
    case Command::author_add:
      return editor.record();
    case Command::author_update:
      return editor.recordAnew();
    case Command::author_copy:
      return editor.change(duplicated(draft));
    case Command::author_remove:
      editor.change(withoutStep(draft));
      return editor.choose(draft.chosen);
    case Command::author_up:
      return editor.change(moved(draft, -1));
    case Command::author_down:
      return editor.change(moved(draft, 1));
    case Command::author_undo:
      return editor.undo();
    case Command::author_redo:
      return editor.redo();
    case Command::author_point:
      studio.author.point_asked = true;
      return;
    case Command::author_fact:
      studio.author.facts_asked = true;
      return;
    case Command::lesson_answer:
      studio.author.text_asked = true;
      return;
    default:
      return;
  }
}

/// Ctrl with a number chooses what the step asks for.
bool handleGoalKeys(LessonEditor& editor) {
  LessonDraft draft = editor.draft();
  for (int i = 0; i < 4; ++i) {
    if (draft.step() == nullptr || !pressed(static_cast<Key>('1' + i))) continue;
    draft.step()->goal = ofKind(draft.step()->goal, static_cast<GoalKind>(i));
    editor.change(std::move(draft));
    return true;
  }
  return false;
}

}  // namespace

void writeLesson(Studio& studio, const Lesson& lesson, const std::filesystem::path& path, std::size_t step) {
  afterWriting(studio, [&studio, lesson, path, step] { begin(studio, lesson, path, step); });
}

void afterWriting(Studio& studio, std::function<void()> then) {
  if (!studio.author.unsaved()) return then();
  const auto save = [&studio, then] {
    if (studio.host.save_lesson) studio.host.save_lesson(then);
  };
  ask(studio,
      {trf("Save the changes to {}?", displayed(lessonName(studio), 40)),
       tr("What is not saved is gone afterwards."),
       {{"save", tr("Save"), save}, {"drop", tr("Do not save"), then}, {"cancel", tr("Cancel"), {}}}});
}

void stopWriting(Studio& studio) {
  if (!studio.author.editor) return;
  executeLesson(studio, Command::leave_lesson);
  leaveQuiz(studio);
  studio.author.editor->leave();
  studio.author = {};
}

void executeAuthor(Studio& studio, Command command) {
  if (command == Command::author) {
    closeMenus();
    if (!studio.author.editor) return beginFromWhatIsGiven(studio);
    return afterWriting(studio, [&studio] { stopWriting(studio); });
  }
  if (!studio.author.editor) return;
  if (command == Command::author_preview) return preview(studio);
  if (studio.lesson.run || studio.quiz.run) return;
  const std::size_t before = studio.author.editor->draft().chosen;
  executeSteps(studio, command);
  studio.author.step_asked |= studio.author.editor->draft().chosen != before;
}

/// What it points at already is taken away.
void pointIfAsked(Studio& studio) {
  if (!std::exchange(studio.author.point_asked, false) || !studio.author.editor) return;
  LessonDraft draft = studio.author.editor->draft();
  if (draft.step() == nullptr) return;
  const std::string now = pointedAt(studio);
  draft.step()->highlight = draft.step()->highlight == now ? "" : now;
  studio.author.editor->change(std::move(draft));
}

bool handleAuthorKeys(Studio& studio) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!studio.author.editor || studio.lesson.run || studio.quiz.run || io.KeyAlt) return false;
  if (io.KeyCtrl && !io.KeyShift && handleGoalKeys(*studio.author.editor)) return true;
  for (const CommandInfo& command : commands()) {
    if (command.group != "Writing") continue;
    const Shortcut s = shortcut(command.keys);
    if (s.ctrl != io.KeyCtrl || s.shift != io.KeyShift || !pressed(s.key)) continue;
    execute(studio, command.command);
    return true;
  }
  return false;
}

std::string lessonName(const Studio& studio) {
  if (!studio.author.path.empty()) return studio.author.path.filename().string();
  const std::string& title = studio.author.editor->lesson().title;
  return title.empty() ? tr("untitled lesson") : title;
}

}  // namespace lab::ui
