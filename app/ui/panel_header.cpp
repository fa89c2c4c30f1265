#include <fmt/format.h>
#include <imgui.h>

#include "i18n/translate.h"
#include "model/examples.h"
#include "model/formula.h"
#include "ui/author.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

namespace lab::ui {
namespace {

constexpr double kToolsWidth = 492;  ///< of the icons and the export's button, in points
constexpr double kTitle = 388;       ///< where the title begins, in points

std::string summary(const Document& document) {
  const Layer& layer = document.layer;
  const bool alike = layer.stride.h == layer.stride.w || layer.dims == 1;
  return trf("{} input, {} kernel, stride {}", sizeText(layer, document.input_size),
             sizeText(layer, layer.kernel_size),
             alike ? fmt::format("{}", layer.stride.w) : sizeText(layer, layer.stride));
}

void drawExamples(Studio& studio) {
  if (button(studio, "examples", fmt::format("{}  {}", tr("Examples"), icons::down),
             tr("Settings to start from"), {.width = 112}))
    ImGui::OpenPopup("examples.menu");
  if (!beginMenu(studio, "examples.menu")) return;
  for (const Example& example : examples()) {
    if (menuItem(studio, fmt::format("example.{}", example.id), tr(example.label), false, tr(example.remark)))
      startFrom(studio, example.make());
  }
  endMenu();
}

/// All languages, by the names that they have in themselves.
void drawLanguages(Studio& studio) {
  if (button(studio, "language", icons::language, hint(info(Command::next_language)), {.type_size = 16}))
    ImGui::OpenPopup("language.menu");
  if (!beginMenu(studio, "language.menu")) return;
  for (const i18n::Language language : i18n::languages())
    if (menuItem(studio, fmt::format("language.{}", i18n::idOf(language)), i18n::nameOf(language),
                 language == studio.workbench.view().language))
      speak(studio, language);
  endMenu();
}

struct Tool {
  Command command;
  const char* icon;
  bool enabled = true;
  bool active = false;
};

void drawTools(Studio& studio, const view::Box& box) {
  const ViewState& view = studio.workbench.view();
  const bool asking = studio.quiz.asking();
  const Tool tools[] = {
      {Command::undo, icons::undo, !asking && studio.workbench.canUndo()},
      {Command::redo, icons::redo, !asking && studio.workbench.canRedo()},
      {Command::open, icons::open},
      {Command::save, icons::save},
      {Command::toggle_parameters, icons::parameters, true, studio.panels().show_parameters},
      {Command::toggle_arithmetic, icons::arithmetic, true, studio.arithmeticShown()},
      {Command::toggle_theme, view.theme == ThemeChoice::light ? icons::moon : icons::sun},
      {Command::toggle_fullscreen, icons::expand},
      {Command::toggle_help, icons::help},
  };
  const double width = kToolsWidth;
  ImGui::SetCursorScreenPos(
      {static_cast<float>(box.right()) - studio.px(width + 16), static_cast<float>(box.y) + studio.px(8)});
  for (const Tool& tool : tools) {
    const CommandInfo& about = info(tool.command);
    if (button(studio, fmt::format("tool.{}", about.label), tool.icon, hint(about),
               {.enabled = tool.enabled, .active = tool.active, .type_size = 16}))
      execute(studio, tool.command);
    ImGui::SameLine(0, studio.px(4));
    if (tool.command != Command::open) continue;
    drawRecent(studio);
    ImGui::SameLine(0, studio.px(4));
  }
  drawLanguages(studio);
  ImGui::SameLine(0, studio.px(12));
  if (button(studio, "export", tr("Export"), tr("Pictures, animations and code  (Ctrl+E)"),
             {.width = 76, .active = true}))
    execute(studio, Command::export_sheet);
}

}  // namespace

void drawHeader(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "header", box, studio.theme().panel)) {
    const float y = static_cast<float>(box.y);
    const bool writing = studio.author.editor.has_value();
    const std::string title = writing ? lessonName(studio) : std::string(studio.shownTitle());
    const bool unsaved = writing ? studio.author.unsaved() : studio.unsaved();
    const std::string name = fmt::format("{}{}", title, unsaved ? " *" : "");
    ImGui::SetCursorScreenPos({static_cast<float>(box.x) + studio.px(20), y + studio.px(14)});
    label(studio, "tconv-lab", 16, studio.theme().ink, view::Weight::bold);
    ImGui::SetCursorScreenPos({static_cast<float>(box.x) + studio.px(104), y + studio.px(8)});
    if (!studio.quiz.asking()) drawExamples(studio);
    ImGui::SetCursorScreenPos({static_cast<float>(box.x) + studio.px(220), y + studio.px(8)});
    if (button(studio, "lessons", tr("Lessons"), tr("A lecture in steps  (F5)"),
               {.width = 80, .active = studio.lesson.run.has_value()}))
      execute(studio, Command::lessons);
    ImGui::SetCursorScreenPos({static_cast<float>(box.x) + studio.px(304), y + studio.px(8)});
    if (button(studio, "quiz", tr("Quiz"), tr("Predict, then see  (F6)"),
               {.width = 64, .active = studio.quiz.run.has_value()}))
      execute(studio, Command::quiz);
    if (box.w > studio.px(1000) && !studio.quiz.asking()) {
      ImGui::SetCursorScreenPos({static_cast<float>(box.x) + studio.px(kTitle), y + studio.px(16)});
      const std::string text = fmt::format("{}   ·   {}", name, summary(studio.workbench.document()));
      label(studio, view::shortened(text, 14, box.w / studio.scale - kTitle - kToolsWidth - 32), 14,
            studio.theme().muted);
    }
    drawTools(studio, box);
  }
  endPanel();
}

}  // namespace lab::ui
