#include <fmt/format.h>

#include <array>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/compare.h"
#include "view/number_format.h"
#include "view/planes.h"

/// Four ways of enlarging the same input with the same number of weights.
namespace lab::view::compare {
namespace {

void drawWay(const GridPainter& paint, const Frame& frame, const PictureColumn& column, const Enlarged& way,
             Index picture) {
  if (const auto* problem = std::get_if<tconv::Problem>(&way.output)) {
    drawPictureWords(paint, column, tr(way.name), {}, tr("not for this layer"));
    return drawReason(paint, column, tr(*problem));
  }
  const auto& output = std::get<Tensor>(way.output);
  const Layer& layer = frame.derived->layer();
  drawPictureWords(paint, column, tr(way.name), sizeText(layer, output.shape().spatial()),
                   trf("{} weights, scale ±{}", way.weights, shortNumber(way.limit)));
  Frame plain = frame;
  plain.symbols = false;
  paint.canvas().pushClip(column.room);
  for (std::size_t c = 0; c < column.planes.size(); ++c) {
    const GridPlace& place = column.planes[c];
    const auto channel = static_cast<Index>(c);
    drawValues(paint, plain, place, planeOf(output, 0, channel), way.limit,
               {RefKind::tile, channel, picture});
    paint.numbers(place, {0, 0, place.rows, place.columns}, layer.dims == 1);
  }
  paint.canvas().popClip();
}

std::string sentenceOf(const Layer& layer) {
  const Index factor = layer.stride.w * (layer.dims == 1 ? 1 : layer.stride.h);
  std::string scale =
      layer.bias ? tr("Each on its own colour scale, without bias") : tr("Each on its own colour scale");
  if (factor == 1) return scale;
  return trf("{}: resized first, the sums are about {} times as large", scale, factor);
}

}  // namespace

void drawUpsampling(Canvas& canvas, const Frame& frame) {
  const GridPainter paint(canvas, frame);
  const Upsampled& ways = upsampled(*frame.derived);
  std::array<Pair, 4> sizes{Pair{1}, Pair{1}, Pair{1}, Pair{1}};
  for (std::size_t i = 0; i < ways.size(); ++i)
    if (const auto* output = std::get_if<Tensor>(&ways[i].output)) sizes[i] = output->shape().spatial();
  const auto columns = layoutPictures(frame, pictureRoom(frame), sizes, frame.derived->layer().out_channels);
  drawSentence(paint, frame, sentenceOf(frame.derived->layer()));
  for (std::size_t i = 0; i < ways.size(); ++i)
    drawWay(paint, frame, columns[i], ways[i], static_cast<Index>(i));
}

}  // namespace lab::view::compare
