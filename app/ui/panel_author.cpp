#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "i18n/translate.h"
#include "ui/answer.h"
#include "ui/author.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/text_area.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// The lesson that is being written, on the right: its title, its steps with what can be done to them, the
/// step that is chosen, and what is missing before it can be given.
namespace lab::ui {
namespace {

constexpr double kRow = 26, kMostRows = 5, kGoal = 20, kFace = 88;

void drawHeading(Studio& studio, std::optional<Command>& asked) {
  const float x = ImGui::GetCursorPosX(), y = ImGui::GetCursorPosY();
  label(studio, tr("Writing a lesson"), 16, studio.theme().ink, view::Weight::bold);
  ImGui::SetCursorPos({ImGui::GetWindowContentRegionMax().x - studio.px(28), y - studio.px(4)});
  if (button(studio, "author.leave", icons::close,
             tr("Leave the writing; what was there before comes back  (F7)"), {.width = 28, .height = 28}))
    asked = Command::author;
  ImGui::SetCursorPos({x, y + studio.px(30)});
}

void drawTitle(Studio& studio) {
  LessonDraft draft = studio.author.editor->draft();
  const double width = ImGui::GetContentRegionAvail().x / studio.scale;
  textLine(studio, "author.title", draft.lesson.title, width, tr("Title"));
  textLine(studio, "author.summary", draft.lesson.summary, width,
           tr("Summary, one line for the list of lessons"));
  studio.author.editor->edit(std::move(draft));
}

const char* iconOf(const std::optional<Goal>& goal) {
  switch (kindOf(goal)) {
    case GoalKind::none:
      return "";
    case GoalKind::check:
      return icons::goal;
    default:
      return icons::question;
  }
}

/// Number, first words, faces, and the mark of a goal, in columns. Returns whether it was clicked.
bool drawStep(Studio& studio, std::size_t number, const LessonStep& step, bool chosen, bool faulty) {
  const view::Theme& theme = studio.theme();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const double width = ImGui::GetContentRegionAvail().x / studio.scale;
  const bool clicked = button(studio, fmt::format("author.step.{}", number), "", "",
                              {.width = width, .height = kRow, .active = chosen});
  const auto put = [&](double x, std::string_view text, tconv::Rgb color, double room) {
    ImGui::SetCursorScreenPos({at.x + studio.px(x), at.y + studio.px(5)});
    label(studio, view::shortened(text, 14, room), 14, color);
  };
  const std::string words = step.text.substr(0, step.text.find('\n'));
  const double face = width - kGoal - kFace, first = 30;
  put(8, fmt::format("{}", number + 1), theme.muted, first);
  put(first, words.empty() ? tr("no text yet") : words, words.empty() ? theme.muted : theme.ink,
      face - first - 8);
  put(face, tr(info(step.session.view.faces.front()).label), theme.muted, kFace - 8);
  put(width - kGoal, faulty ? icons::problem : iconOf(step.goal), faulty ? theme.problem : theme.accent,
      kGoal);
  ImGui::SetCursorScreenPos({at.x, at.y + studio.px(kRow + 2)});
  return clicked;
}

void drawSteps(Studio& studio, const std::vector<LessonFault>& faults) {
  LessonEditor& editor = *studio.author.editor;
  const std::vector<LessonStep>& steps = editor.lesson().steps;
  if (steps.empty()) {
    paragraph(studio, tr("Set things up on the board, then add a step: it shows what is shown now."), 14,
              studio.theme().muted);
    return;
  }
  const double rows = std::min<double>(kMostRows, static_cast<double>(steps.size()));
  std::optional<std::size_t> clicked;
  ImGui::BeginChild("author.steps", {0, studio.px(rows * (kRow + 2))});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool faulty = std::ranges::find(faults, std::optional(i), &LessonFault::step) != faults.end();
    const bool chosen = i == editor.draft().chosen;
    if (drawStep(studio, i, steps[i], chosen, faulty)) clicked = i;
    if (chosen && std::exchange(studio.author.step_asked, false)) ImGui::SetScrollHereY();
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
  if (clicked) editor.choose(*clicked);
}

struct Tool {
  Command command;
  const char* icon;
  bool enabled;
};

void drawTools(Studio& studio, std::optional<Command>& asked) {
  const LessonEditor& editor = *studio.author.editor;
  const LessonDraft& draft = editor.draft();
  const bool any = draft.step() != nullptr;
  const Tool tools[] = {
      {Command::author_add, icons::add, true},
      {Command::author_update, icons::record, any && !editor.shown()},
      {Command::author_copy, icons::copy, any},
      {Command::author_up, icons::up, any && draft.chosen > 0},
      {Command::author_down, icons::move_down, any && draft.chosen + 1 < draft.lesson.steps.size()},
      {Command::author_remove, icons::trash, any},
      {Command::author_undo, icons::undo, editor.canUndo()},
      {Command::author_redo, icons::redo, editor.canRedo()},
  };
  space(studio, 2);
  for (const Tool& tool : tools) {
    const CommandInfo& about = info(tool.command);
    if (button(studio, fmt::format("author.{}", about.label), tool.icon, hint(about),
               {.width = 34, .height = 30, .enabled = tool.enabled, .type_size = 16}))
      asked = tool.command;
    ImGui::SameLine(0, studio.px(3));
  }
  ImGui::NewLine();
}

void drawFaults(Studio& studio, const std::vector<LessonFault>& faults) {
  const view::Theme& theme = studio.theme();
  rule(studio);
  if (faults.empty()) return verdict(studio, icons::good, tr("The lesson can be given."), theme.good);
  label(studio, tr("Missing before it can be given"), 14, theme.ink, view::Weight::bold);
  space(studio, 2);
  for (const LessonFault& fault : faults)
    paragraph(studio, fault.step ? trf("Step {}, {}", *fault.step + 1, tr(fault.problem)) : tr(fault.problem),
              14, theme.problem);
}

void drawFooter(Studio& studio, const view::Box& box, std::optional<Command>& asked) {
  placeInFooter(studio, box, 0);
  if (button(studio, "author.save", tr("Save"), tr("Save the lesson  (Ctrl+S)"),
             {.width = 88, .outlined = true}))
    asked = Command::save;
  placeInFooter(studio, box, 96);
  if (button(studio, "author.save_as", tr("Save as"),
             tr("Save the lesson under another name  (Ctrl+Shift+S)"), {.width = 88, .outlined = true}))
    asked = Command::save_as;
  placeInFooter(studio, box, footerWidth(studio, box) - 96);
  const bool any = studio.author.editor->draft().step() != nullptr;
  if (button(studio, "author.preview", tr("Preview"), tr("Gives the lesson from this step on  (F9)"),
             {.width = 96, .enabled = any, .primary = any}))
    asked = Command::author_preview;
}

}  // namespace

void drawAuthor(Studio& studio, const view::Box& box) {
  std::optional<Command> asked;
  const std::vector<LessonFault> faults = faultsOf(studio.author.editor->lesson());
  const view::Box body{box.x, box.y, box.w, box.h - kFooter * studio.scale};
  if (beginPanel(studio, "author", body, studio.theme().panel, true)) {
    drawHeading(studio, asked);
    drawTitle(studio);
    space(studio, 6);
    drawSteps(studio, faults);
    drawTools(studio, asked);
    if (studio.author.editor->draft().step()) drawAuthorStep(studio);
    drawFaults(studio, faults);
    studio.anchors.set("author", box);
  }
  endPanel();
  if (beginPanel(studio, "author.footer", {box.x, body.bottom(), box.w, box.h - body.h},
                 studio.theme().panel))
    drawFooter(studio, box, asked);
  endPanel();
  if (asked) execute(studio, *asked);
}

}  // namespace lab::ui
