#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "view/overlap.h"
#include "view/planes.h"
#include "view/type_metrics.h"

/// The overlap along one axis: bars on a line, over the cells and over the frequencies.
namespace lab::view::overlap {
namespace {

/// A run of neighbouring cells that share a bar because single ones would be too thin to see.
struct Run {
  Index first = 0, last = 0;  ///< [first, last)
  Index least = 0, most = 0;  ///< taps within
};

/// As many cells to a bar as make it at least 2 points wide; only those between two cells.
std::vector<Run> runsOf(const std::vector<Index>& counts, double cell, double scale, Index from, Index to) {
  const auto together = static_cast<Index>(std::ceil(2 * scale / cell));
  std::vector<Run> runs;
  for (Index first = from; first < to; first += together) {
    const Index last = std::min(to, first + together);
    const auto [least, most] = std::minmax_element(counts.begin() + first, counts.begin() + last);
    runs.push_back({first, last, *least, *most});
  }
  return runs;
}

/// One profile. `box(first, last, height)` gives the bar of the cells [first, last) whose height is a share
/// of the room.
template <class BarBox>
void drawBars(const Stage& stage, const std::vector<Index>& counts, double cell, Index from, Index to,
              BarBox box) {
  const GridPainter& paint = stage.paint;
  const auto most = static_cast<double>(std::max<Index>(1, *std::max_element(counts.begin(), counts.end())));
  for (const Run& run : runsOf(counts, cell, stage.scale(), from, to)) {
    const auto fill = [&](Index taps) {
      return paint.color(static_cast<float>(taps), static_cast<float>(most));
    };
    const Stroke edge{Color(stage.theme().faint, 0.7), stage.scale()};
    const Paint upper{Color(fill(run.most), run.least < run.most ? 0.45 : 1.0),
                      cell >= 5 * stage.scale() ? std::optional(edge) : std::nullopt};
    paint.canvas().rect(box(run, static_cast<double>(run.most) / most), upper);
    if (run.least > 0 && run.least < run.most)
      paint.canvas().rect(box(run, static_cast<double>(run.least) / most), {Color(fill(run.least)), {}});
  }
}

/// Counts have room above bars this wide.
bool labelled(const Stage& stage, double cell) { return cell >= 14 * stage.scale(); }

void drawColumns(const Stage& stage) {
  const GridPlace& heat = stage.layout.heat;
  const double s = stage.scale(), gap = heat.cell >= 5 * s ? std::min(4 * s, heat.cell * 0.15) : 0;
  const Box& room = stage.layout.columns;
  const Rect seen = visibleCells(heat, stage.frame.area);
  const double high = room.h - (labelled(stage, heat.cell) ? 14 * s : 0);
  const auto bar = [&](const Run& run, double height) {
    const double x = room.x + static_cast<double>(run.first) * heat.cell;
    const double w = static_cast<double>(run.last - run.first) * heat.cell;
    return Box{x + gap, room.bottom() - height * high, w - 2 * gap, height * high};
  };
  drawBars(stage, stage.facts.columns, heat.cell, seen.left, seen.right, bar);
  stage.paint.canvas().rect({room.x, room.bottom(), room.w, s}, {Color(stage.theme().faint), {}});
  if (!labelled(stage, heat.cell)) return;
  const auto most = *std::max_element(stage.facts.columns.begin(), stage.facts.columns.end());
  for (Index i = seen.left; i < seen.right; ++i) {
    const Index taps = stage.facts.columns[static_cast<std::size_t>(i)];
    const Box b = bar({i, i + 1}, static_cast<double>(taps) / static_cast<double>(std::max<Index>(1, most)));
    stage.paint.text({b.center().x, b.y - 4 * s}, std::to_string(taps), 12 * s, stage.theme().muted,
                     Align::middle);
  }
}

void drawRows(const Stage& stage) {
  const GridPlace& heat = stage.layout.heat;
  const double s = stage.scale(), gap = heat.cell >= 5 * s ? std::min(4 * s, heat.cell * 0.15) : 0;
  const Box& room = stage.layout.rows;
  const Rect seen = visibleCells(heat, stage.frame.area);
  const double wide = room.w - (labelled(stage, heat.cell) ? 14 * s : 0);
  const auto bar = [&](const Run& run, double height) {
    const double y = room.y + static_cast<double>(run.first) * heat.cell;
    const double h = static_cast<double>(run.last - run.first) * heat.cell;
    return Box{room.right() - height * wide, y + gap, height * wide, h - 2 * gap};
  };
  drawBars(stage, stage.facts.rows, heat.cell, seen.top, seen.bottom, bar);
  stage.paint.canvas().rect({room.right(), room.y, s, room.h}, {Color(stage.theme().faint), {}});
  if (!labelled(stage, heat.cell)) return;
  const auto most = *std::max_element(stage.facts.rows.begin(), stage.facts.rows.end());
  for (Index i = seen.top; i < seen.bottom; ++i) {
    const Index taps = stage.facts.rows[static_cast<std::size_t>(i)];
    const Box b = bar({i, i + 1}, static_cast<double>(taps) / static_cast<double>(std::max<Index>(1, most)));
    stage.paint.text({b.x - 4 * s, b.center().y + 12 * s * kCapHeight / 2}, std::to_string(taps), 12 * s,
                     stage.theme().muted, Align::end);
  }
}

/// The bars of a spectrum without its mean, from frequency 0 at the left to 1/2 at the right.
struct SpectrumChart {
  const Stage& stage;
  const tconv::Spectrum& waves;
  const tconv::Axis& axis;
  Box room;

  double x(double frequency) const { return room.x + frequency * 2 * room.w; }
  void bars() const;
  void frequencies() const;
};

/// Entries [first, last) that share a bar, and whether the artefact is among them.
struct Peak {
  double height = 0;
  bool artefact = false;
};

void SpectrumChart::bars() const {
  const double s = stage.scale();
  const auto entries = static_cast<Index>(waves.magnitude.size());
  double most = 0;
  for (Index m = 1; m < entries; ++m) most = std::max(most, waves.magnitude[static_cast<std::size_t>(m)]);
  const double pitch = 2 * room.w / static_cast<double>(std::max<Index>(1, waves.length));
  const auto together = static_cast<Index>(std::ceil(3 * s / pitch));
  for (Index first = 1; first < entries; first += together) {
    Peak peak;
    const Index last = std::min(entries, first + together);
    for (Index m = first; m < last; ++m) {
      peak.height = std::max(peak.height, waves.magnitude[static_cast<std::size_t>(m)]);
      peak.artefact = peak.artefact || waves.atMultipleOf(m, axis.stride);
    }
    const double width = std::clamp(pitch * static_cast<double>(together) * 0.6, 2 * s, 12 * s);
    // The rounding of a transform is no wave.
    const double height = most > 1e-9 ? peak.height / most * room.h : 0;
    const double middle = x(waves.frequency(first) + waves.frequency(last - 1)) / 2 + room.x / 2;
    stage.paint.canvas().rect({middle - width / 2, room.bottom() - height, width, height},
                              {Color(peak.artefact ? stage.theme().accent : stage.theme().faint), {}});
  }
  stage.paint.canvas().rect({room.x, room.bottom(), room.w, s}, {Color(stage.theme().faint), {}});
}

void SpectrumChart::frequencies() const {
  const double s = stage.scale(), size = 12 * s, y = room.bottom() + 15 * s;
  stage.paint.text({room.x, y}, "0", size, stage.theme().faint, Align::middle);
  double free = room.x + 16 * s;
  const double end = room.right() - textWidth("1/2", size) / 2 - 8 * s;
  for (Index j = 1; 2 * j < axis.stride; ++j) {
    const std::string text = fmt::format("{}/{}", j, axis.stride);
    const double at = x(static_cast<double>(j) / static_cast<double>(axis.stride));
    const double half = textWidth(text, size) / 2;
    if (at - half < free || at + half > end) continue;
    stage.paint.text({at, y}, text, size, stage.theme().accent, Align::middle);
    free = at + half + 8 * s;
  }
  stage.paint.text({room.right(), y}, "1/2", size,
                   axis.stride % 2 == 0 ? stage.theme().accent : stage.theme().faint, Align::middle);
}

void drawSpectrum(const Stage& stage, const Box& box, const tconv::Spectrum& waves, const tconv::Axis& axis,
                  const std::string& name) {
  const double s = stage.scale();
  const std::string_view heading = GridPainter::fitting({name, tr("Spectrum")}, 16 * s, box.w, Weight::bold);
  if (heading.empty()) return;
  stage.paint.heading({box.x, box.y + 14 * s}, heading, tr("cycles per cell"), box.right());
  const SpectrumChart chart{
      stage, waves, axis, {box.x + 4 * s, box.y + 28 * s, box.w - 16 * s, box.h - (28 + 40) * s}};
  chart.bars();
  chart.frequencies();
  const std::string caption = spectrumCaption(axis);
  const std::string_view shown =
      GridPainter::fitting({caption, std::string_view(caption).substr(0, caption.find(':'))}, 12 * s, box.w);
  stage.paint.text({box.x, box.bottom() - 4 * s}, shown, 12 * s, stage.theme().muted);
}

}  // namespace

void drawProfiles(const Stage& stage) {
  stage.paint.canvas().tag({});
  drawColumns(stage);
  if (!stage.oneDimensional()) drawRows(stage);
}

void drawSpectra(const Stage& stage) {
  stage.paint.canvas().tag({});
  const auto& boxes = stage.layout.spectra;
  if (boxes.empty()) return;
  const bool both = stage.spectra() == 2;
  drawSpectrum(stage, boxes[0], stage.facts.width, stage.axes().w,
               both ? tr("Spectrum of the width") : tr("Spectrum of the profile"));
  if (boxes.size() > 1)
    drawSpectrum(stage, boxes[1], stage.facts.height, stage.axes().h, tr("Spectrum of the height"));
}

}  // namespace lab::view::overlap
