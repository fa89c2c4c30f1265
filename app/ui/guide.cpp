#include "ui/guide.h"

#include <imgui.h>
#include <imgui_internal.h>

#include "i18n/translate.h"
#include "ui/input_queue.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

/// '?' has another key on each keyboard: what is typed counts.
bool typed(ImWchar character) {
  const ImVector<ImWchar>& queue = ImGui::GetIO().InputQueueCharacters;
  return queue.contains(character);
}

/// Where the keyboard's focus is, as far as it is seen.
std::optional<view::Point> focusedPoint() {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (g.NavDisableHighlight || g.NavId == 0 || g.NavWindow == nullptr) return {};
  const ImVec2 p = g.NavWindow->NavRectRel[g.NavLayer].GetCenter(), window = g.NavWindow->Pos;
  return view::Point{window.x + p.x, window.y + p.y};
}

}  // namespace

void explain(Studio& studio, const Explanation& explanation) {
  studio.explaining = {.shown = &explanation, .reach = true};
}

void explainFurther(Studio& studio, std::ptrdiff_t by) {
  const auto all = explanations();
  const std::ptrdiff_t count = std::ssize(all), at = studio.explaining.shown - all.data();
  explain(studio, all[static_cast<std::size_t>((at + by + count) % count)]);
}

namespace {

/// The control that an anchor belongs to: its label and its mark stand for it.
std::string_view controlOf(std::string_view anchor) {
  for (const std::string_view of : {"label.", "explain."})
    if (anchor.starts_with(of)) return anchor.substr(of.size());
  return anchor;
}

}  // namespace

const Explanation* explanationAtHand(const Studio& studio) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const view::Point at = focusedPoint().value_or(view::Point{mouse.x, mouse.y});
  const Explanation* found = nullptr;
  double least = 0;
  for (const auto& [anchor, box] : studio.anchors.all()) {
    const Explanation* here = box.contains(at) ? explanationOf(controlOf(anchor)) : nullptr;
    if (here == nullptr || (found != nullptr && box.w * box.h >= least)) continue;
    found = here;
    least = box.w * box.h;
  }
  return found;
}

void startFrom(Studio& studio, Document document) {
  studio.workbench.change(std::move(document));
  studio.workbench.seek(0);
  studio.workbench.view().pinned = {};
}

void executeGuide(Studio& studio, Command command) {
  switch (command) {
    case Command::palette:
      closeMenus();
      studio.palette = {!studio.palette.open, {}, 0};
      return;
    case Command::explain:
      studio.explaining.asked = true;
      return;
    case Command::opening_page:
      return toggleOpening(studio);
    default:
      return;
  }
}

std::string obstacle(const Studio& studio, Command command) {
  const RefKind pinned = studio.workbench.view().pinned.kind;
  const std::string_view group = info(command).group;
  if (group == "Writing" && !studio.author.editor) return tr("no lesson is being written");
  if (!possible(studio, command))
    return studio.quiz.asking() ? tr("a question is asked") : tr("in presenter mode only");
  switch (command) {
    case Command::undo:
      return studio.workbench.canUndo() ? "" : tr("nothing to undo");
    case Command::redo:
      return studio.workbench.canRedo() ? "" : tr("nothing to redo");
    case Command::edit_value:
      return pinned == RefKind::input || pinned == RefKind::weight ? ""
                                                                   : tr("no input or kernel cell is pinned");
    case Command::lesson_next:
    case Command::lesson_back:
    case Command::lesson_again:
    case Command::lesson_answer:
      return studio.lesson.run ? "" : tr("no lesson is given");
    case Command::opening_page:
      return studio.setAside() != nullptr ? tr("a lesson or the quiz is given") : "";
    default:
      return {};
  }
}

bool handleGuideKeys(Studio& studio) {
  if (studio.sheetOpen() || menuOpen() || studio.quiz.asking()) return false;
  if (handleOpeningKeys(studio)) return true;
  if (typed('?')) return studio.explaining.asked = true;
  if (studio.explaining.shown == nullptr || studio.lesson.run) return false;
  const bool on = pressed(Key::page_down, true), back = pressed(Key::page_up, true);
  if (on || back) explainFurther(studio, on ? 1 : -1);
  return on || back;
}

}  // namespace lab::ui
