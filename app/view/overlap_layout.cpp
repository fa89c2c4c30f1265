#include <algorithm>
#include <cmath>

#include "view/overlap.h"
#include "view/type_metrics.h"

namespace lab::view::overlap {
namespace {

// All lengths in points at scale 1.
constexpr double kMargin = 24, kNarrowMargin = 12;
constexpr double kNarrow = 520;  ///< below this width margins shrink, and what is high is stacked
constexpr double kTitle = 24;    ///< from the top to the baseline of the verdict
constexpr double kLaw = 22;      ///< from one line to the next
constexpr double kHeading = 24;  ///< above a part
constexpr double kNumbers = 22;  ///< beside the cells
constexpr double kGap = 24;      ///< between parts
constexpr double kLargestCell = 64;
constexpr double kConstantHeading = 28, kLargestConstant = 40, kLeastConstant = 72, kMostConstant = 200;
constexpr double kLeastSpectrum = 104, kMostSpectrum = 152, kListLine = 20;

/// The area as zoom enlarges it and pan shifts it.
Box stageBox(const Frame& frame) {
  const Box& a = frame.area;
  const Point c = a.center();
  return {c.x + (a.x - c.x) * frame.zoom + frame.pan.x * a.w,
          c.y + (a.y - c.y) * frame.zoom + frame.pan.y * a.h, a.w * frame.zoom, a.h * frame.zoom};
}

/// Room for the longest row number.
double numbersWidth(const Stage& stage) {
  const double s = stage.scale();
  return std::max(kNumbers * s, textWidth(std::to_string(stage.axes().h.output() - 1), 12 * s) + 10 * s);
}

/// The heat map with its bars and numbers, in the upper left of a room.
void placeHeat(Layout& layout, const Stage& stage, const Box& room) {
  const double s = stage.scale(), zoom = stage.frame.zoom;
  const bool flat = stage.oneDimensional();
  const double above = flat ? std::clamp(room.h * 0.45, 24 * s, 160 * s * zoom)
                            : std::clamp(room.h * 0.2, 24 * s, 72 * s * zoom);
  const double beside = flat ? 0 : std::clamp(room.w * 0.2, 24 * s, 72 * s * zoom);
  const double numbers = flat ? 0 : numbersWidth(stage);
  const double left = beside + numbers, top = kHeading * s + above + kNumbers * s;
  const Box cells{room.x + left, room.y + top, room.w - left, room.h - top};
  layout.heat = fitGrid(cells, stage.axes().h.output(), stage.axes().w.output(), kLargestCell * s * zoom);
  const Box& heat = layout.heat.box;
  layout.heat_heading = {room.x, room.y + 14 * s};
  layout.heat_right = room.right();
  layout.columns = {heat.x, heat.y - kNumbers * s - above, heat.w, above};
  layout.rows = {heat.x - numbers - beside, heat.y, beside, heat.h};
}

/// The height that the list of settings would like to have.
double wantedList(const Stage& stage) {
  const auto lines = static_cast<double>(std::max<std::size_t>(1, stage.facts.even.size()));
  return (kHeading + kListLine * lines) * stage.scale();
}

/// Its grid decides how much of the room it takes.
double placeConstant(Layout& layout, const Stage& stage, const Box& room) {
  const double s = stage.scale(), heading = kConstantHeading * s;
  const Shape shape = stage.facts.constant.shape();
  layout.constant_heading = {room.x, room.y + 14 * s};
  layout.constant_right = room.right();
  layout.constant = fitGrid({room.x, room.y + heading, room.w, room.h - heading}, shape.h, shape.w,
                            kLargestConstant * s * stage.frame.zoom);
  return layout.constant.box.bottom();
}

/// Constant input, spectra and settings on top of each other, as far as there is room: the first ones first.
void placeColumn(Layout& layout, const Stage& stage, const Box& room) {
  const double s = stage.scale(), gap = kGap * s;
  const double constant = std::clamp(room.h * 0.34, kLeastConstant * s, kMostConstant * s * stage.frame.zoom);
  double free = room.h - constant;
  if (free < 0) return;
  const auto fitting = static_cast<std::size_t>(std::floor(free / (kLeastSpectrum * s + gap)));
  const std::size_t spectra = std::min(stage.spectra(), fitting);
  free -= static_cast<double>(spectra) * (kLeastSpectrum * s + gap);
  const double lines = std::floor((free - gap - kHeading * s) / (kListLine * s));
  const double list = lines < 1 ? 0 : std::min(wantedList(stage), (kHeading + lines * kListLine) * s);
  free -= list > 0 ? list + gap : 0;
  double y = placeConstant(layout, stage, {room.x, room.y, room.w, constant + free / 2});
  const double left = room.bottom() - y - (list > 0 ? list + gap : 0);
  for (std::size_t i = 0; i < spectra; ++i) {
    const double height = std::min(kMostSpectrum * s, left / static_cast<double>(spectra) - gap);
    layout.spectra.push_back({room.x, y + gap, room.w, height});
    y = layout.spectra.back().bottom();
  }
  if (list > 0) layout.settings = {room.x, y + gap, room.w, list};
}

/// Below the heat map: constant input and spectra side by side, the settings under them.
void placeBelow(Layout& layout, const Stage& stage, const Box& room) {
  const double s = stage.scale(), half = std::floor((room.w - kGap * s) / 2);
  const double upper =
      std::min(room.h, std::max((kMostSpectrum + 24) * s, room.h - wantedList(stage) - kGap * s));
  placeConstant(layout, stage, {room.x, room.y, half, upper});
  layout.spectra.push_back({room.x + half + kGap * s, room.y, half, std::min(upper, kMostSpectrum * s)});
  const Box below{room.x, room.y + upper + kGap * s, room.w, room.h - upper - kGap * s};
  if (below.h >= (kHeading + kListLine) * s) layout.settings = below;
}

}  // namespace

Layout layoutOverlap(const Stage& stage) {
  const double s = stage.scale();
  const Box area = stageBox(stage.frame);
  const bool narrow = area.w < kNarrow * s;
  const double margin = (narrow ? kNarrowMargin : kMargin) * s;
  Layout layout;
  layout.title = {area.x + margin, area.y + kTitle * s};
  layout.laws_right = area.right() - margin;
  const std::size_t laws = overlapLaws(stage.axes()).size();
  for (std::size_t i = 0; i < laws; ++i)
    layout.laws.push_back({layout.title.x, layout.title.y + static_cast<double>(i + 1) * kLaw * s});
  const double top = layout.laws.back().y + 20 * s;
  const Box room{area.x + margin, top, area.w - 2 * margin, area.bottom() - margin / 2 - top};
  if (narrow && room.h > room.w) {
    const double upper = std::floor(room.h * 0.5);
    placeHeat(layout, stage, {room.x, room.y, room.w, upper});
    const double used = layout.heat.box.bottom() + kGap * s;
    placeBelow(layout, stage, {room.x, used, room.w, room.bottom() - used});
    return layout;
  }
  const double left = std::floor((room.w - kGap * s) * (narrow ? 0.6 : 0.58));
  placeHeat(layout, stage, {room.x, room.y, left, room.h});
  const double right = room.x + left + kGap * s;
  placeColumn(layout, stage, {right, room.y, room.right() - right, room.h});
  return layout;
}

}  // namespace lab::view::overlap
