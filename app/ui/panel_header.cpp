#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <iterator>
#include <span>

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
constexpr double kTool = 36;         ///< of one of them with the gap behind it
constexpr double kTitle = 388;       ///< where the title begins, in points
constexpr std::size_t kOpen = 2;     ///< the tool beside which the recent files stand

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

struct Tool {
  Command command;
  const char* icon;
  bool enabled = true;
  bool active = false;
};

std::string anchorOf(const Tool& tool) { return fmt::format("tool.{}", info(tool.command).label); }

void drawTool(Studio& studio, const Tool& tool) {
  const CommandInfo& about = info(tool.command);
  if (button(studio, anchorOf(tool), tool.icon, hint(about),
             {.enabled = tool.enabled, .active = tool.active, .type_size = 16}))
    execute(studio, tool.command);
  ImGui::SameLine(0, studio.px(4));
}

void drawRecentBeside(Studio& studio) {
  drawRecent(studio);
  ImGui::SameLine(0, studio.px(4));
}

/// How many of the tools have room beside the left part of the header; the others go to a menu.
std::size_t fitting(const Studio& studio, const view::Box& box, std::size_t all) {
  const double room = box.w / studio.scale - kTitle - 16;
  if (room >= kToolsWidth) return all;
  const double others = kToolsWidth - kTool * static_cast<double>(all) + kTool;
  return static_cast<std::size_t>(std::max(0.0, (room - others) / kTool));
}

void drawMore(Studio& studio, std::span<const Tool> tools) {
  if (button(studio, "more", icons::more, tr("More"), {.type_size = 16})) ImGui::OpenPopup("more.menu");
  if (beginMenu(studio, "more.menu")) {
    for (const Tool& tool : tools)
      if (menuItem(studio, anchorOf(tool), tr(info(tool.command).label), tool.active, info(tool.command).keys,
                   tool.enabled))
        execute(studio, tool.command);
    endMenu();
  }
  ImGui::SameLine(0, studio.px(4));
}

void drawTools(Studio& studio, const view::Box& box) {
  const ViewState& view = studio.workbench.view();
  const bool asking = studio.quiz.asking();
  const Tool tools[] = {
      {Command::undo, icons::undo, !asking && studio.workbench.canUndo()},
      {Command::redo, icons::redo, !asking && studio.workbench.canRedo()},
      {Command::open, icons::open},
      {Command::save, icons::save},
      {Command::toggle_parameters, icons::parameters, true, studio.parametersShown()},
      {Command::toggle_arithmetic, icons::arithmetic, true, studio.arithmeticShown()},
      {Command::toggle_theme, view.theme == ThemeChoice::light ? icons::moon : icons::sun},
      {Command::toggle_fullscreen, icons::expand},
      {Command::toggle_help, icons::help},
  };
  const std::size_t shown = fitting(studio, box, std::size(tools));
  const std::size_t folded = std::size(tools) - shown;
  const double width = kToolsWidth - kTool * static_cast<double>(folded) + (folded > 0 ? kTool : 0);
  ImGui::SetCursorScreenPos(
      {static_cast<float>(box.right()) - studio.px(width + 16), static_cast<float>(box.y) + studio.px(8)});
  for (const Tool& tool : std::span(tools).first(shown)) {
    drawTool(studio, tool);
    if (tool.command == Command::open) drawRecentBeside(studio);
  }
  if (folded > 0) {
    if (shown <= kOpen) drawRecentBeside(studio);
    drawMore(studio, std::span(tools).subspan(shown));
  }
  drawReading(studio);
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
