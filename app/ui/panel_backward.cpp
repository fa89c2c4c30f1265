#include <fmt/format.h>
#include <imgui.h>

#include "i18n/translate.h"
#include "model/gradients.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace lab::ui {

void drawBackwardControls(Studio& studio) {
  label(studio, tr("Backward"), 16, studio.theme().ink, view::Weight::bold);
  space(studio, 6);
  tconv::Loss& loss = studio.workbench.view().options.loss;
  const tconv::Loss chosen = loss;
  for (const LossInfo& info : losses()) {
    if (info.loss != losses().front().loss) ImGui::SameLine(0, studio.px(6));
    if (button(studio, fmt::format("loss.{}", info.id), info.label,
               trf("Differentiate {}, so {}", info.label, info.gradient),
               {.width = 100, .height = 26, .active = info.loss == chosen, .outlined = true}))
      loss = info.loss;
  }
  space(studio, 4);
  label(studio, trf("so {}", lab::info(chosen).gradient), 12, studio.theme().faint);
  rule(studio);
}

}  // namespace lab::ui
