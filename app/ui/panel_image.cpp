#include <fmt/format.h>
#include <imgui.h>

#include <array>

#include "i18n/translate.h"
#include "model/photo.h"
#include "ui/command.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

constexpr double kWidth = 208;  ///< of the panel's content, in points

/// Buttons in a row that share the width.
class ButtonRow {
 public:
  ButtonRow(Studio& studio, int count) : studio_(studio), width_((kWidth - 6 * (count - 1)) / count) {}

  bool operator()(std::string_view anchor, std::string_view text, std::string_view tip, bool active) {
    if (drawn_++ > 0) ImGui::SameLine(0, studio_.px(6));
    return button(studio_, anchor, text, tip,
                  {.width = width_, .height = 26, .active = active, .outlined = true});
  }

 private:
  Studio& studio_;
  double width_;
  int drawn_ = 0;
};

void kernels(Studio& studio) {
  struct Choice {
    tconv::KernelPreset preset;
    const char *name, *tip;
  };
  constexpr std::array<Choice, 6> kChoices = {{
      {tconv::KernelPreset::bilinear, trLater("bilinear"), trLater("Blends neighbours linearly")},
      {tconv::KernelPreset::nearest, trLater("nearest"), trLater("Repeats each pixel")},
      {tconv::KernelPreset::gaussian, trLater("Gaussian"), trLater("A soft spot around each pixel")},
      {tconv::KernelPreset::sharpen, trLater("sharpen"),
       trLater("More of the pixel, less of its neighbours")},
      {tconv::KernelPreset::random_integers, trLater("random"),
       trLater("Whole numbers at random; press again for others")},
      {tconv::KernelPreset::ones, trLater("ones"), trLater("Every weight is 1")},
  }};
  const auto& kernel = studio.workbench.document().kernel;
  for (std::size_t from = 0; from < kChoices.size(); from += 2) {
    ButtonRow row(studio, 2);
    for (const Choice& choice : std::span(kChoices).subspan(from, 2)) {
      const bool chosen = !kernel.custom && kernel.preset == choice.preset;
      if (!row(fmt::format("image.kernel.{}", tconv::nameOf(choice.preset)), tr(choice.name), tr(choice.tip),
               chosen))
        continue;
      Document edited = studio.workbench.document();
      edited.kernel = {choice.preset, kernel.seed + 1, nullptr};
      studio.workbench.change(std::move(edited));
    }
    space(studio, 6);
  }
}

void factors(Studio& studio) {
  label(studio, tr("Enlarge"), 14, studio.theme().muted);
  space(studio, 4);
  ButtonRow row(studio, 3);
  for (const Index factor : {2, 3, 4}) {
    const Document enlarged = enlarging(studio.workbench.document(), factor);
    const bool is_so = enlarged.layer == studio.workbench.document().layer;
    if (row(fmt::format("image.times{}", factor), fmt::format("× {}", factor),
            trf("Bilinear kernel of {} taps at stride {}, each channel for itself",
                enlarged.layer.kernel_size.h, factor),
            is_so))
      studio.workbench.change(enlarged);
  }
  space(studio, 8);
}

void comparedWith(Studio& studio) {
  label(studio, tr("Compared with resizing"), 14, studio.theme().muted);
  space(studio, 4);
  tconv::Interpolation& how = studio.workbench.view().options.enlarged_by;
  ButtonRow row(studio, 2);
  if (row("image.bilinear", tr("bilinear"), tr("The difference from the input resized between pixels"),
          how == tconv::Interpolation::bilinear))
    how = tconv::Interpolation::bilinear;
  if (row("image.nearest", tr("nearest"), tr("The difference from the input with its pixels repeated"),
          how == tconv::Interpolation::nearest))
    how = tconv::Interpolation::nearest;
  space(studio, 6);
}

/// Only where every channel has its own kernels.
void oneKernel(Studio& studio) {
  if (!isDepthwise(studio.workbench.document().layer)) return;
  bool& one = studio.workbench.view().options.one_kernel;
  if (button(studio, "image.one_kernel",
             one ? tr("One kernel for all channels") : tr("A kernel for each channel"),
             tr("Whether painting a weight sets it for all channels"),
             {.width = kWidth, .height = 26, .active = one, .outlined = true}))
    one = !one;
  space(studio, 6);
}

}  // namespace

void drawImageControls(Studio& studio) {
  label(studio, tr("Image"), 16, studio.theme().ink, view::Weight::bold);
  space(studio, 6);
  if (button(studio, "image.open", tr("Open a picture…"), tr("PNG or JPEG, grey or in colour  (Ctrl+O)"),
             {.width = kWidth, .height = 26, .primary = true}))
    execute(studio, Command::open);
  space(studio, 8);
  factors(studio);
  label(studio, tr("Kernel"), 14, studio.theme().muted);
  space(studio, 4);
  kernels(studio);
  comparedWith(studio);
  oneKernel(studio);
  rule(studio);
}

}  // namespace lab::ui
