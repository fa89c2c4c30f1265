#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/overlap_facts.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

constexpr double kWidth = 208;  ///< of the panel's content, in points

/// One even setting. Its tooltip says everything that the button has no room for.
void settingButton(Studio& studio, const tconv::EvenSetting& setting, std::size_t index) {
  Workbench& bench = studio.workbench;
  const Layer& layer = bench.derived().layer();
  const std::string tip = trf(
      "Set {}: {}", changesText(layer, setting, true),
      setting.even_to_border ? tr("even, also at the border") : tr("even inside, fewer taps at the border"));
  if (!button(studio, fmt::format("even.{}", index), changesText(layer, setting, false), tip,
              {.width = kWidth, .height = 26, .active = true}))
    return;
  Document edited = bench.document();
  edited.layer = setting.layer;
  bench.change(std::move(edited));
}

}  // namespace

void drawOverlapControls(Studio& studio) {
  label(studio, tr("Overlap"), 16, studio.theme().ink, view::Weight::bold);
  space(studio, 6);
  // The settings are those of the last legal document: applied to another one they would undo its edits.
  if (studio.workbench.problem()) {
    paragraph(studio, tr("Waiting for a legal setting."), 12, studio.theme().muted);
    return rule(studio);
  }
  const std::vector<tconv::EvenSetting> even = overlapFacts(studio.workbench.derived()).even;
  paragraph(studio, even.empty() ? tr("It is even, also at the border.") : tr("The nearest even settings:"),
            12, studio.theme().muted);
  space(studio, 4);
  for (std::size_t i = 0; i < even.size(); ++i) {
    settingButton(studio, even[i], i);
    space(studio, 4);
  }
  rule(studio);
}

}  // namespace lab::ui
