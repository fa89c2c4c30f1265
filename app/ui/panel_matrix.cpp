#include "i18n/translate.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace lab::ui {

void drawMatrixControls(Studio& studio) {
  label(studio, tr("Matrix"), 16, studio.theme().ink, view::Weight::bold);
  space(studio, 6);
  bool& beside = studio.workbench.view().options.show_convolution;
  if (button(studio, "matrix.convolution", beside ? tr("C beside Cᵀ: on") : tr("C beside Cᵀ: off"),
             tr("The matrix of the direct convolution, of which this one is the transpose"),
             {.width = 152, .height = 26, .active = beside, .outlined = true}))
    beside = !beside;
  rule(studio);
}

}  // namespace lab::ui
