#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/channels.h"
#include "view/number_format.h"
#include "view/planes.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace channels {
namespace {

// In points at scale 1.
constexpr double kNote = 32;  ///< the line of text below
constexpr double kRoomForNote = 320;
constexpr double kGap = 24;  ///< between the bank and the sum

bool hasNote(const Frame& frame) { return frame.area.h >= kRoomForNote * frame.scale; }

/// What is left above the line of text.
Box contentArea(const Frame& frame) {
  Box area = frame.area;
  if (hasNote(frame)) area.h -= kNote * frame.scale;
  return area;
}

/// Whether the sum stands below the bank and not right of it: in tall areas, and in 1-D, where all is flat.
bool sumBelow(const Frame& frame) { return frame.area.h > frame.area.w || frame.trace().canvasSize().h == 1; }

/// The part of the area that the bank takes at most.
Box bankArea(const Frame& frame) {
  Box area = contentArea(frame);
  (sumBelow(frame) ? area.h : area.w) *= sumBelow(frame) ? 0.5 : 0.6;
  return area;
}

/// What the bank leaves of the area.
Box sumArea(const Frame& frame, const BankLayout& bank) {
  const Box area = contentArea(frame);
  if (sumBelow(frame)) return {area.x, bank.area.bottom(), area.w, area.bottom() - bank.area.bottom()};
  const double s = frame.scale, heading = bank.kernel_heading.x + (bank.area.w < 320 * s ? 80 : 150) * s;
  const double left = std::min(std::max(bank.right(), heading), bank.area.right()) + kGap * s;
  return {left, area.y, area.right() - left, area.h};
}

/// Where the sum stands while nothing is zoomed.
TileLayout fittedSum(const Frame& frame, const Box& area, Index parts) {
  Frame fitted = frame;
  fitted.zoom = 1;
  fitted.pan = {};
  return layoutTiles(fitted, area, parts, {});
}

/// Whether there is room for tiles, the sum and the headings of both.
bool holds(const Box& area, const TileLayout& sum, double s) {
  const double heading = 16 * s, widest = textWidth(tr("Sum"), heading, Weight::bold);
  return sum.first.cell >= s && sum.sum.box.bottom() <= area.bottom() &&
         std::max(sum.heading.x, sum.sum_heading.x) + widest <= area.right() &&
         (!sum.sum_below || sum.sum_heading.y - heading >= sum.first.box.bottom());
}

/// The input channel that is added, among those of its group.
Focus focusOf(const Stage& stage, Index ins) {
  if (!stage.step) return {};
  const Index now = stage.step->channel % ins;
  const Index before = stage.step->index == 0 ? 0 : stage.trace.step(stage.step->index - 1).channel % ins;
  const bool arrives = stage.moment.tap.value_or(0) == 0;
  return {before, now, arrives ? stage.act.light : 1};
}

}  // namespace

Scene::Scene(Canvas& canvas, const Frame& f)
    : Stage(canvas, f),
      bank(layoutBank(f, bankArea(f))),
      channel(channelOfInterest(*this)),
      first_in(firstInOf(layer(), channel)),
      sum_area(sumArea(f, bank)) {
  if (hasNote(f)) {
    const double height = kNote * f.scale;
    note = {f.area.x, f.area.bottom() - height, f.area.w, height};
  }
  const TileLayout fitted = fittedSum(f, sum_area, ins());
  if (holds(sum_area, fitted, f.scale)) {
    sum = layoutTiles(f, sum_area, ins(), focusOf(*this, ins()));
    if (!sumBelow(f)) bank = raised(bank, bank.input_heading.y - fitted.heading.y);
  } else {
    bank = layoutBank(f, contentArea(f));
  }
  bank = zoomed(bank, f);
}

std::optional<float> Scene::biasOf(Index out_channel) const {
  const std::vector<float>& bias = frame.derived->bias;
  if (bias.empty()) return {};
  return bias[static_cast<std::size_t>(out_channel)];
}

namespace {

/// What an input channel has given by now; of the step in the making, with its products as soon as they are
/// scaled.
RunningOutput shownOutput(const Scene& scene, bool active) {
  Moment moment = scene.moment;
  if (active && scene.act.scale >= 0.5) moment.done = scene.after();
  return {scene.trace, moment};
}

struct Part {
  const Scene& scene;
  Index in;  ///< the input channel
  GridPlace place;
  bool active;
};

void drawPartCells(const Part& part, const RunningOutput& shown) {
  const Scene& scene = part.scene;
  const Rect window = scene.trace.window(), seen = visibleCells(part.place, scene.frame.area);
  const ReducedPlane plane = contributionBlocks(*scene.frame.derived, shown, part.in, scene.channel, seen, 1);
  const auto for_each_cell = [&](auto visit) {
    for (Index row = seen.top; row < seen.bottom; ++row)
      for (Index column = seen.left; column < seen.right; ++column) visit(row, column);
  };
  std::vector<std::string> labels;
  for_each_cell([&](Index row, Index column) {
    const bool blank = shown.blankFrom(part.in, scene.channel, row, column);
    labels.push_back(blank ? "" : shortNumber(plane.at(row - seen.top, column - seen.left), 4));
  });
  const double size = commonLabelSize(scene.paint, labels, part.place.cell);
  auto label = labels.begin();
  for_each_cell([&](Index row, Index column) {
    const bool kept = window.contains(row, column), blank = label->empty();
    const tconv::Rgb full =
        scene.paint.color(plane.at(row - seen.top, column - seen.left), scene.limits.output);
    const tconv::Rgb fill = kept    ? full
                            : blank ? scene.theme().background
                                    : mix(scene.theme().background, full, 0.35);
    scene.canvas().tag({RefKind::canvas, scene.channel, 0, row, column});
    drawSmallCell(scene.paint, part.place.cellBox(static_cast<double>(row), static_cast<double>(column)),
                  fill, kept ? textOn(fill, scene.theme()) : scene.theme().faint, *label++, size);
  });
}

void drawPartPlane(const Part& part) {
  const Scene& scene = part.scene;
  const RunningOutput shown = shownOutput(scene, part.active);
  if (!drawnAsPicture(scene.paint, scene.frame, part.place)) return drawPartCells(part, shown);
  drawPicture(scene.paint, scene.frame, part.place, scene.limits.output, {RefKind::canvas, scene.channel},
              [&](const Rect& cells, Index step) {
                return contributionBlocks(*scene.frame.derived, shown, part.in, scene.channel, cells, step);
              });
  fadeCropped(scene.paint, part.place, scene.trace.window());
}

void drawPart(const Part& part, const Marks& marks) {
  const Scene& scene = part.scene;
  const double s = scene.frame.scale;
  const Box& box = part.place.box;
  drawPartPlane(part);
  scene.canvas().tag({});
  scene.paint.frame(part.place.span(scene.trace.window()), scene.theme().muted, 1);
  if (part.active) {
    scene.paint.frame(box.inset(-3 * s), scene.theme().highlight, 3);
    if (scene.act.scale > 0)
      scene.paint.frame(atLeast(part.place.span(scene.step->patch), kSmallestMark * s),
                        scene.theme().highlight, 2);
  }
  if (scene.cell && scene.cell->channel == scene.channel)
    scene.paint.frame(atLeast(part.place.cellBox(static_cast<double>(scene.cell->row),
                                                 static_cast<double>(scene.cell->column)),
                              kSmallestMark * s),
                      scene.theme().highlight, 3);
  marks.draw(scene.paint, part.place, {RefKind::canvas, scene.channel});
  const Point at =
      scene.sum->stacked ? Point{box.x - 124 * s, box.center().y + 4 * s} : Point{box.x, box.y - 9 * s};
  const double room = scene.sum->stacked ? 88 * s : scene.sum->beside - 6 * s;
  for (const std::string& text :
       {trf("from channel {}", part.in), trf("from {}", part.in), std::to_string(part.in)})
    if (textWidth(text, 12 * s, Weight::bold) <= room)
      return scene.paint.text(at, text, 12 * s, part.active ? scene.theme().ink : scene.theme().muted,
                              Align::start, part.active ? Weight::bold : Weight::regular);
}

/// A sign left of a tile.
void drawPlus(const Scene& scene, Index i, const Box& tile) {
  const double s = scene.frame.scale;
  const double room = scene.sum->stacked           ? 52 * s
                      : i % scene.sum->across == 0 ? 28 * s
                                                   : scene.sum->beside - tile.w;
  scene.paint.text({tile.x - room / 2, tile.center().y + 6 * s}, "+", 16 * s, scene.theme().muted,
                   Align::middle);
}

void drawParts(const Scene& scene, const Marks& marks) {
  scene.canvas().pushClip(scene.sum->view);
  const Rect seen = scene.sum->visible();
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      const Index i = row * scene.sum->across + column;
      if (i >= scene.sum->count) break;
      const Index in = scene.first_in + i;
      const Part part{scene, in, scene.sum->tile(i), scene.step && scene.step->channel == in};
      drawPart(part, marks);
      if (i > 0) drawPlus(scene, i, part.place.box);
    }
  scene.canvas().popClip();
}

void drawPartsHeading(const Scene& scene) {
  const TileLayout& sum = *scene.sum;
  const double s = scene.frame.scale, size = (sum.small ? 14 : 16) * s;
  const std::string name = tr("Sum over input channels");
  const std::string remark = trf("to channel {}", scene.channel);
  const double right = sum.sum_below ? scene.sum_area.right() - 8 * s : sum.sum_heading.x - 12 * s;
  scene.canvas().tag({});
  const std::string shown =
      sum.heading.x + textWidth(name, size, Weight::bold) <= right ? name : std::string(tr("Sum"));
  scene.paint.text(sum.heading, shown, size, scene.theme().ink, Align::start, Weight::bold);
  const double beside = sum.heading.x + textWidth(shown, size, Weight::bold) + 10 * s;
  if (scene.layer().out_channels > 1 && beside + textWidth(remark, 14 * s) <= right)
    scene.paint.text({beside, sum.heading.y}, remark, 14 * s, scene.theme().muted);
}

void drawSumHeading(const Scene& scene) {
  const TileLayout& sum = *scene.sum;
  const double s = scene.frame.scale, size = (sum.small ? 14 : 16) * s,
               right = scene.sum_area.right() - 8 * s;
  const bool several = scene.layer().out_channels > 1;
  const std::string full = several ? trf("y, channel {}", scene.channel) : tr("Output y"),
                    brief = several ? fmt::format("y[{}]", scene.channel) : "y";
  const std::string_view name =
      GridPainter::fitting({full, brief, "y"}, size, right - sum.sum_heading.x, Weight::bold);
  scene.canvas().tag({});
  scene.paint.text(sum.sum_heading, name, size, scene.theme().ink, Align::start, Weight::bold);
  const double beside = sum.sum_heading.x + textWidth(name, size, Weight::bold) + 12 * s;
  const double room = right - beside;
  if (scene.biasOf(scene.channel)) {
    const double width = std::min(room, 76 * s);
    drawBias(scene, {beside + width / 2, sum.sum_heading.y - 6 * s}, width, scene.channel);
  }
  scene.canvas().tag({});
  scene.paint.text(sum.equals, "=", 16 * s, scene.theme().muted, Align::middle);
}

std::vector<std::string> notes(const Scene& scene) {
  const Layer& layer = scene.layer();
  if (layer.in_channels == 1 && layer.out_channels == 1)
    return {
        tr("With more channels every pair of input and output has a kernel: sliders Input channels, Output "
           "channels, Groups."),
        tr("More channels, more kernels: sliders Input channels, Output channels, Groups."),
        tr("More: sliders Input channels, Output channels, Groups.")};
  const std::string layout = layer.dims == 1 ? "(C_in, C_out / G, k)" : "(C_in, C_out / G, k, k)";
  const std::string sums = layer.groups == 1
                               ? tr("each output channel sums over all input channels")
                               : tr("each output channel sums over the input channels of its group");
  return {layer.bias ? trf("Weights are laid out as {}; {}, and its bias is added once.", layout, sums)
                     : trf("Weights are laid out as {}; {}.", layout, sums),
          trf("Weights: {}; {}.", layout, sums), trf("Weights: {}", layout)};
}

void drawNote(const Scene& scene) {
  if (scene.note.h <= 0) return;
  const double s = scene.frame.scale;
  scene.canvas().tag({});
  for (const std::string& text : notes(scene))
    if (textWidth(text, 12 * s) <= scene.note.w - 48 * s)
      return scene.paint.text({scene.note.x + 24 * s, scene.note.bottom() - 12 * s}, text, 12 * s,
                              scene.theme().faint);
}

void drawSum(const Scene& scene, const Marks& marks) {
  drawPartsHeading(scene);
  drawSumHeading(scene);
  drawParts(scene, marks);
  scene.canvas().pushClip(scene.sum->sum_view);
  drawOutputInStep(scene, scene.sum->sum, scene.channel);
  marks.draw(scene.paint, scene.sum->sum, {RefKind::canvas, scene.channel});
  scene.canvas().popClip();
}

}  // namespace

void draw(const Scene& scene) {
  const Marks marks(scene.frame);
  // What scrolls keeps its place, and what is zoomed must not run into it.
  scene.canvas().pushClip(scene.sum && scene.sum->scrolls ? scene.bank.area : contentArea(scene.frame));
  drawBank(scene, marks);
  scene.canvas().popClip();
  scene.canvas().pushClip(contentArea(scene.frame));
  if (scene.sum) drawSum(scene, marks);
  scene.canvas().popClip();
  drawNote(scene);
}

}  // namespace channels

void drawChannels(Canvas& canvas, const Frame& frame) { channels::draw(channels::Scene(canvas, frame)); }

}  // namespace lab::view
