#include <fmt/format.h>
#include <imgui.h>

#include "i18n/translate.h"
#include "model/lens.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

constexpr double kWidth = 208, kMenu = 176;

/// "A   PyTorch" with a menu of all calls.
void drawChoice(Studio& studio, const char* side, LensCall& chosen) {
  const std::string anchor = fmt::format("lens.{}", side), menu = anchor + ".menu";
  ImGui::AlignTextToFramePadding();
  label(studio, side[0] == 'a' ? "A" : "B", 14, studio.theme().muted, view::Weight::bold);
  ImGui::SameLine();
  ImGui::SetCursorPosX(studio.px(20 + kWidth - kMenu));
  if (button(studio, anchor, fmt::format("{}  {}", tr(info(chosen).title), icons::down),
             tr(info(chosen).remark), {.width = kMenu, .height = 26, .active = true}))
    ImGui::OpenPopup(menu.c_str());
  space(studio, 4);
  if (!beginMenu(studio, menu)) return;
  for (const LensInfo& call : lensCalls())
    if (menuItem(studio, fmt::format("{}.{}", anchor, call.id), tr(call.title), call.call == chosen))
      chosen = call.call;
  endMenu();
}

}  // namespace

void drawLensControls(Studio& studio) {
  LensChoice& lens = studio.workbench.view().options.lens;
  label(studio, tr("Frameworks"), 16, studio.theme().ink, view::Weight::bold);
  space(studio, 6);
  drawChoice(studio, "a", lens.a);
  drawChoice(studio, "b", lens.b);
  rule(studio);
}

}  // namespace lab::ui
