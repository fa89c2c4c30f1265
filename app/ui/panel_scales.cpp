#include <fmt/format.h>
#include <imgui.h>

#include "i18n/translate.h"
#include "model/number.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/board.h"
#include "view/number_format.h"

/// The colour scales below the board: a click on one opens its menu.
namespace lab::ui {
namespace {

/// "scale.input"; the same for every board.
std::string anchorOf(const view::ScaleBar& scale) {
  return scale.choice == &ScaleChoice::input    ? "scale.input"
         : scale.choice == &ScaleChoice::kernel ? "scale.kernel"
                                                : "scale.output";
}

/// A limit that is typed.
void reach(Studio& studio, const view::ScaleBar& scale) {
  ImGui::Dummy({studio.px(8), studio.px(28)});
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  label(studio, tr("Reaches ±"), 14, studio.theme().ink);
  ImGui::SameLine();
  const auto text = valueField(studio, anchorOf(scale) + ".value", view::fullNumber(scale.limit), 96,
                               tr("Click to type how far the colours reach"));
  if (!text) return;
  const auto limit = parseNumber(*text);
  if (limit && std::isfinite(*limit) && *limit > 0)
    studio.workbench.view().scales.*scale.choice = limit;
  else
    studio.say(trf("{} scale = \"{}\": must be a number above 0", scale.name, *text), true);
}

void menu(Studio& studio, const view::ScaleBar& scale) {
  ScaleChoice& scales = studio.workbench.view().scales;
  std::optional<float>& own = scales.*scale.choice;
  const std::string anchor = anchorOf(scale);
  if (menuItem(studio, anchor + ".automatic", tr("Automatic"), !own, tr("as far as the values"))) own.reset();
  if (menuItem(studio, anchor + ".lock", tr("Locked"), own.has_value(),
               trf("at ±{}", view::shortNumber(scale.limit, 6))))
    own = scale.limit;
  reach(studio, scale);
  space(studio, 4);
  if (menuItem(studio, anchor + ".shared", tr("One scale for all three"), scales.shared,
               scales.shared ? tr("on") : tr("off")))
    scales.shared = !scales.shared;
}

}  // namespace

void drawScaleMenus(Studio& studio, const std::vector<view::ScaleBar>& scales) {
  for (const view::ScaleBar& scale : scales) {
    if (!scale.choice) continue;
    const std::string anchor = anchorOf(scale), name = anchor + ".menu";
    ImGui::SetCursorScreenPos({static_cast<float>(scale.box.x), static_cast<float>(scale.box.y)});
    const bool clicked = ImGui::InvisibleButton(
        anchor.c_str(), {static_cast<float>(scale.box.w), static_cast<float>(scale.box.h)});
    if (stop(studio, anchor).press || clicked) ImGui::OpenPopup(name.c_str());
    if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    studio.anchors.set(anchor, scale.box);
    tooltip(studio, tr("How far the colours reach; click to lock it"));
    if (!beginMenu(studio, name)) continue;
    menu(studio, scale);
    endMenu();
  }
}

}  // namespace lab::ui
