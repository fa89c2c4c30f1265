#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "model/formula.h"
#include "model/running.h"
#include "view/marks.h"
#include "view/number_format.h"
#include "view/overlap.h"
#include "view/planes.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace overlap {

Stage::Stage(Canvas& canvas, const Frame& f)
    : frame(f), facts(overlapFacts(*f.derived)), paint(canvas, f), layout(layoutOverlap(*this)) {}

std::size_t Stage::spectra() const {
  const bool alike = facts.rows == facts.columns && axes().h.stride == axes().w.stride;
  return oneDimensional() || alike ? 1 : 2;
}

namespace {

/// One law in as many of its words as fit.
void drawLaw(const Stage& stage, const OverlapLaw& law, Point at, double right) {
  const std::string border = law.border.empty() ? "" : ", " + law.border;
  const std::string whole = fmt::format("{}{}, {}: {}{}", law.name, law.gcd, law.ratio, law.taps, border);
  const std::string ratio = fmt::format("{}{}: {}{}", law.name, law.ratio, law.taps, border);
  const std::string taps = law.name + law.taps + border, least = law.name + law.taps;
  const double size = 14 * stage.scale();
  stage.paint.text(at, GridPainter::fitting({whole, ratio, taps, least}, size, right - at.x), size,
                   stage.theme().muted);
}

void drawVerdict(const Stage& stage) {
  const Layout& layout = stage.layout;
  stage.paint.canvas().tag({});
  stage.paint.text(layout.title, overlapTitle(stage.axes()), 20 * stage.scale(), stage.theme().ink,
                   Align::start, Weight::bold);
  const std::vector<OverlapLaw> laws = overlapLaws(stage.axes());
  for (std::size_t i = 0; i < laws.size(); ++i) drawLaw(stage, laws[i], layout.laws[i], layout.laws_right);
}

/// The heat map as a part of the whole canvas, so that what belongs to canvas cells finds its place.
GridPlace canvasAround(const Stage& stage) {
  const GridPlace& heat = stage.layout.heat;
  const Pair canvas = stage.frame.trace().canvasSize();
  const Rect window = stage.frame.trace().window();
  GridPlace place = heat;
  place.rows = canvas.h;
  place.columns = canvas.w;
  place.box = heat.span({-window.top, -window.left, canvas.h - window.top, canvas.w - window.left});
  return place;
}

/// The cells of the step: each step adds one tap to every cell of its patch.
void drawActive(const Stage& stage, const GridPlace& canvas) {
  const Moment moment = momentOf(stage.frame);
  const tconv::Trace& trace = stage.frame.trace();
  const tconv::Rgb color = stage.theme().highlight;
  if (const auto cell = cellOf(trace, moment))
    return stage.paint.frame(
        canvas.cellBox(static_cast<double>(cell->row), static_cast<double>(cell->column)), color, 3);
  if (!moment.active) return;
  const Rect kept = trace.step(*moment.active).kept;
  if (!kept.empty()) stage.paint.frame(canvas.span(kept), color, 3);
}

void drawHeat(const Stage& stage) {
  const Layout& layout = stage.layout;
  const GridPlace& heat = layout.heat;
  const Rect window = stage.frame.trace().window();
  const double s = stage.scale();
  stage.paint.canvas().tag({});
  const std::string_view name =
      GridPainter::fitting({tr("Taps on each output cell"), tr("Taps per cell"), tr("Taps")}, 16 * s,
                           layout.heat_right - layout.heat_heading.x, Weight::bold);
  const Index inputs = stage.layer().in_channels / stage.layer().groups;
  const std::string size = sizeText(stage.layer(), {heat.rows, heat.columns});
  stage.paint.heading(layout.heat_heading, name,
                      inputs > 1 ? trf("{}, for each of {} input channels", size, inputs) : size,
                      layout.heat_right);
  drawBlocks(stage.paint, stage.frame, heat, stage.facts.most,
             {RefKind::canvas, 0, 0, window.top, window.left},
             [&](const Rect& cells, Index step) { return tapBlocks(stage.facts, cells, step); });
  stage.paint.canvas().tag({});
  stage.paint.frame(heat.box, stage.theme().ink, heat.cell < 12 * s ? 1 : 2);
  stage.paint.numbers(heat, {0, 0, heat.rows, heat.columns}, stage.oneDimensional());
  const GridPlace canvas = canvasAround(stage);
  stage.paint.canvas().pushClip(heat.box.inset(-2 * s));
  drawActive(stage, canvas);
  Marks(stage.frame).draw(stage.paint, canvas, {RefKind::canvas, 0});
  stage.paint.canvas().popClip();
}

/// "channel 0: 1 to 2", the smallest and the largest value of the first output channel.
std::string constantRemark(const Stage& stage) {
  const float least = stage.facts.constant_least, most = stage.facts.constant_most;
  const std::string range = least == most ? trf("{} everywhere", shortNumber(least))
                                          : trf("{} to {}", shortNumber(least), shortNumber(most));
  return stage.layer().out_channels > 1 ? trf("channel 0: {}", range) : range;
}

/// What the first output channel becomes when every input element is 1.
void drawConstant(const Stage& stage) {
  const Layout& layout = stage.layout;
  const GridPlace& place = layout.constant;
  const Point at = layout.constant_heading;
  if (place.rows == 0) return;
  const std::string_view name =
      GridPainter::fitting({tr("What an input of ones gives"), tr("An input of ones gives"), tr("From ones")},
                           16 * stage.scale(), layout.constant_right - at.x, Weight::bold);
  stage.paint.canvas().tag({});
  stage.paint.heading(at, name, constantRemark(stage), layout.constant_right);
  drawValues(stage.paint, stage.frame, place, planeOf(stage.facts.constant, 0, 0), stage.facts.constant_limit,
             {RefKind::tile, 0, kConstantTile}, Lifetime::document);
  stage.paint.canvas().tag({});
  stage.paint.frame(place.box, stage.theme().ink, 1);
}

}  // namespace

void drawSettings(const Stage& stage) {
  const Box& room = stage.layout.settings;
  if (room.h <= 0) return;
  const double s = stage.scale(), size = 14 * s;
  stage.paint.canvas().tag({});
  const std::string_view name = GridPainter::fitting(
      {tr("The nearest even settings"), tr("Even settings"), tr("Even")}, 16 * s, room.w, Weight::bold);
  stage.paint.text({room.x, room.y + 14 * s}, name, 16 * s, stage.theme().ink, Align::start, Weight::bold);
  double y = room.y + 38 * s;
  if (stage.facts.even.empty())
    stage.paint.text(
        {room.x, y},
        GridPainter::fitting({tr("It is even, also at the border."), tr("This one.")}, size, room.w), size,
        stage.theme().muted);
  for (const tconv::EvenSetting& setting : stage.facts.even) {
    if (y > room.bottom() + 0.5 * s) return;
    const std::string whole = changesText(stage.layer(), setting, true);
    const std::string brief = changesText(stage.layer(), setting, false);
    const std::string_view text = GridPainter::fitting({whole, brief}, size, room.w);
    stage.paint.text({room.x, y}, text, size, stage.theme().ink);
    const std::string_view verdict =
        GridPainter::fitting({setting.even_to_border ? tr("also at the border") : tr("inside"),
                              setting.even_to_border ? tr("all") : tr("inside")},
                             12 * s, room.w - textWidth(text, size) - 12 * s);
    stage.paint.text({room.right(), y}, verdict, 12 * s,
                     setting.even_to_border ? stage.theme().good : stage.theme().muted, Align::end);
    y += 20 * s;
  }
}

}  // namespace overlap

void drawOverlap(Canvas& canvas, const Frame& frame) {
  const overlap::Stage stage(canvas, frame);
  overlap::drawVerdict(stage);
  overlap::drawHeat(stage);
  overlap::drawProfiles(stage);
  overlap::drawConstant(stage);
  overlap::drawSpectra(stage);
  overlap::drawSettings(stage);
}

}  // namespace lab::view
