#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/marks.h"
#include "view/number_format.h"
#include "view/planes.h"
#include "view/round_trip.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace roundtrip {

Stage::Stage(Canvas& canvas, const Frame& f)
    : frame(f), facts(roundTripFacts(*f.derived)), paint(canvas, f), layout(layoutRoundTrip(*this)) {}

std::size_t Stage::fans() const {
  const Pair size = facts.x.shape().spatial();
  const bool alike = facts.sizes[0] == facts.sizes[1] && size.h == size.w;
  return oneDimensional() || alike ? 1 : 2;
}

namespace {

void drawVerdict(const Stage& stage) {
  const double s = stage.scale(), room = stage.layout.right - stage.layout.title.x;
  const std::string whole = verdictText(stage.facts, false), brief = verdictText(stage.facts, true);
  stage.paint.canvas().tag({});
  stage.paint.text(stage.layout.title, GridPainter::fitting({whole, brief}, 16 * s, room, Weight::bold),
                   16 * s, stage.theme().ink, Align::start, Weight::bold);
  if (!stage.channelsDiffer()) return;
  const Index count = stage.layer().out_channels;
  const std::string all =
      count == 1 ? tr("The convolution walks the layer backwards: x has its one output channel.")
                 : trf("The convolution walks the layer backwards: x has its {} output channels.", count);
  const std::string few =
      count == 1 ? tr("x has the one output channel") : trf("x has the {} output channels", count);
  stage.paint.text(stage.layout.remark, GridPainter::fitting({all, few}, 12 * s, room), 12 * s,
                   stage.theme().muted);
}

/// Where the kernel does not fit there is no result to go back from.
void drawMisfit(const Stage& stage) {
  const double s = stage.scale(), room = stage.layout.right - stage.layout.title.x;
  stage.paint.canvas().tag({});
  const std::string_view title =
      GridPainter::fitting({tr("The convolution has no result to come back from"), tr("No round trip")},
                           16 * s, room, Weight::bold);
  stage.paint.text(stage.layout.title, title, 16 * s, stage.theme().ink, Align::start, Weight::bold);
  const std::string reason = misfitText(*stage.facts.misfit);
  stage.paint.text(
      stage.layout.remark,
      GridPainter::fitting({reason, tr("The kernel does not fit into the input.")}, 14 * s, room), 14 * s,
      stage.theme().muted);
}

std::string_view nameOf(TripGrid grid) {
  switch (grid) {
    case TripGrid::x:
      return tr("Input x");
    case TripGrid::conv:
      return "conv(x)";
    case TripGrid::back:
      return tr("Came back");
    default:
      return tr("x − came back");
  }
}

/// What the cells of a grid's first channel stand for.
Ref tagOf(TripGrid grid) {
  if (grid == TripGrid::x) return {RefKind::input};
  return {RefKind::tile, 0, kTile + static_cast<Index>(grid)};
}

float limitOf(const Stage& stage, TripGrid grid) {
  if (grid == TripGrid::x) return stage.frame.limits().input;
  return grid == TripGrid::conv ? stage.facts.conv_limit : stage.facts.back_limit;
}

void drawGrid(const Stage& stage, TripGrid grid) {
  const GridPlace& place = stage.place(grid);
  if (place.rows == 0) return;
  const double s = stage.scale(), right = stage.layout.heading_right[static_cast<std::size_t>(grid)];
  const Tensor& values = stage.facts.grid(grid);
  const Index channels = values.shape().c;
  stage.paint.canvas().tag({});
  const double left = place.box.x;
  const std::string_view name = GridPainter::fitting(
      {nameOf(grid), nameOf(grid).substr(0, nameOf(grid).find(' '))}, 16 * s, right - left, Weight::bold);
  const bool several = std::max(stage.layer().in_channels, stage.layer().out_channels) > 1;
  stage.paint.heading({left, place.box.y - place.bars - 26 * s}, name,
                      several ? trf("channel 0 of {}", channels) : "", right);
  drawValues(stage.paint, stage.frame, place, planeOf(values, 0, 0), limitOf(stage, grid), tagOf(grid),
             Lifetime::document);
  stage.paint.canvas().tag({});
  stage.paint.frame(place.box, stage.theme().ink, 1);
  stage.paint.numbers(place, {0, 0, place.rows, place.columns}, stage.oneDimensional());
  if (grid == TripGrid::difference) return;
  const std::string size = sizeText(stage.layer(), values.shape().spatial());
  stage.paint.text({place.box.center().x, place.box.bottom() + 18 * s}, size, 14 * s, stage.theme().muted,
                   Align::middle);
}

/// An arrow from one grid to the next, with words above and below it.
void drawArrow(const Stage& stage, TripGrid from, TripGrid to, std::initializer_list<std::string_view> above,
               std::initializer_list<std::string_view> below) {
  const double s = stage.scale(), gap = 8 * s, head = 6 * s;
  const Box &a = stage.place(from).box, &b = stage.place(to).box;
  const double left = a.right() + gap, right = b.x - 20 * s - gap / 2;
  const double y = a.h > b.h ? a.center().y : b.center().y;
  if (right - left < 2 * head) return;
  const Stroke stroke{Color(stage.theme().muted), 1.75 * s};
  stage.paint.canvas().path(Path().moveTo({left, y}).lineTo({right, y}), {{}, stroke});
  stage.paint.canvas().path(
      Path().moveTo({right - head, y - head}).lineTo({right, y}).lineTo({right - head, y + head}),
      {{}, stroke});
  const double size = 12 * s, room = right - left, middle = (left + right) / 2;
  stage.paint.text({middle, y - 10 * s}, GridPainter::fitting(above, size, room), size, stage.theme().muted,
                   Align::middle);
  stage.paint.text({middle, y + 18 * s}, GridPainter::fitting(below, size, room), size, stage.theme().muted,
                   Align::middle);
}

void drawArrows(const Stage& stage) {
  stage.paint.canvas().tag({});
  const Layer& layer = stage.layer();
  const std::string parameters = hyperparametersText(layer);
  const std::string padding = pairText(layer, stage.facts.trip.layer.output_padding);
  const std::string op = "op = " + padding;
  drawArrow(stage, TripGrid::x, TripGrid::conv, {tr("conv")}, {parameters});
  drawArrow(stage, TripGrid::conv, TripGrid::back, {tr("transposed conv"), tr("transp.")}, {op, padding});
}

/// Where an element that is hovered or pinned stands on the way; none that is not of this face.
std::optional<TripGrid> gridOf(const Stage& stage, const Ref& ref) {
  if (ref.kind == RefKind::input && ref.channel < stage.facts.x.shape().c) return TripGrid::x;
  const Index number = ref.out - kTile;
  if (ref.kind != RefKind::tile || number < 1 || number > 3) return {};
  return kGrids[static_cast<std::size_t>(number)];
}

void drawMarks(const Stage& stage) {
  stage.paint.canvas().tag({});
  for (const auto& [ref, width] : {std::pair{stage.frame.pinned, 3.0}, {stage.frame.hover, 2.0}}) {
    const auto from = gridOf(stage, ref);
    if (!from || stage.frame.problem) continue;
    const Shape shape = stage.facts.grid(*from).shape();
    if (ref.row >= shape.h || ref.column >= shape.w) continue;  // pinned on a larger grid
    for (const TripGrid to : kGrids) {
      const GridPlace& place = stage.place(to);
      const Lattice cells = relatedOnTrip(stage.facts, *from, ref, to);
      if (place.rows == 0 || cells.empty() || cells.channels.front() != 0) continue;
      for (const Index row : cells.rows)
        for (const Index column : cells.columns)
          Marks::outline(stage.paint, place.cellBox(static_cast<double>(row), static_cast<double>(column)),
                         width);
    }
  }
}

/// Both sides of the adjoint's identity, and whether they agree.
void drawAdjoint(const Stage& stage) {
  const Box& box = stage.layout.adjoint;
  if (box.h <= 0) return;
  const tconv::AdjointCheck& check = stage.facts.adjoint;
  const double s = stage.scale(), size = 14 * s;
  const auto number = [](double value) { return shortNumber(static_cast<float>(value), 8); };
  const std::string sides =
      fmt::format("⟨Cx, y⟩ = {}    ⟨x, Cᵀy⟩ = {}", number(check.convolved), number(check.transposed));
  const std::string side = fmt::format("⟨Cx, y⟩ = {}", number(check.convolved));
  const std::string difference = trf("difference {}", number(check.difference()));
  // Of what is not finite nothing can be said: that is no failure.
  const bool finite = std::isfinite(check.difference()) && std::isfinite(check.bound);
  const std::string verdict = finite ? trf("{} {} bound {}", difference, check.holds() ? "≤" : ">",
                                           shortNumber(static_cast<float>(check.bound), 6))
                                     : tr("The values cannot be compared.");
  const std::string_view name =
      GridPainter::fitting({tr("Adjoint, with a random y"), tr("Adjoint")}, 16 * s, box.w, Weight::bold);
  stage.paint.canvas().tag({});
  stage.paint.text({box.x, box.y + 14 * s}, name, 16 * s, stage.theme().ink, Align::start, Weight::bold);
  stage.paint.text({box.x, box.y + 36 * s}, GridPainter::fitting({sides, side}, size, box.w), size,
                   stage.theme().ink);
  stage.paint.text({box.x, box.y + 56 * s}, GridPainter::fitting({verdict, difference}, size, box.w), size,
                   !finite         ? stage.theme().muted
                   : check.holds() ? stage.theme().good
                                   : stage.theme().problem);
}

}  // namespace
}  // namespace roundtrip

void drawRoundTrip(Canvas& canvas, const Frame& frame) {
  const roundtrip::Stage stage(canvas, frame);
  if (stage.facts.misfit) return roundtrip::drawMisfit(stage);
  roundtrip::drawVerdict(stage);
  for (const TripGrid grid : roundtrip::kGrids) roundtrip::drawGrid(stage, grid);
  roundtrip::drawArrows(stage);
  roundtrip::drawFans(stage);
  roundtrip::drawAdjoint(stage);
  roundtrip::drawMarks(stage);
}

}  // namespace lab::view
