#include "i18n/translate.h"
#include "view/scatter.h"

namespace lab::view::scatter {

void drawOutputs(const Stage& stage) {
  const Block& block = stage.layout.outputs;
  stage.canvas().tag({});
  stage.paint.heading(block.heading, tr("Output y"), outputRemark(stage.trace), stage.frame.area.right());
  for (Index channel = 0; channel < stage.layer().out_channels; ++channel) {
    drawOutputInStep(stage, block.planes[static_cast<std::size_t>(channel)], channel);
    if (stage.layer().out_channels > 1)
      captionPlane(stage, block, static_cast<std::size_t>(channel), trf("channel {}", channel), channel);
  }
}

}  // namespace lab::view::scatter
