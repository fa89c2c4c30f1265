#include "model/output_photo.h"

#include <algorithm>
#include <compare>

#include "model/blank_cells.h"
#include "model/output_rows.h"

namespace lab {
namespace {

using tconv::Interpolation;
using tconv::Resizer;

/// At least so many rows are summed at a time, so that rows of the input are enlarged about once.
constexpr Index kBand = 16;
/// Of outputs with more cells, those that are seen one by one are worked out in each frame and not kept.
constexpr Index kMostKept = Index{1} << 20;

Rect wholeOf(const Derived& derived) { return {0, 0, derived.axes().h.output(), derived.axes().w.output()}; }

/// What rows of the output hold that do not change with the playhead.
enum class Rows { finished, biased, zero };

struct RowsKey {
  Rows rows;
  Interpolation how;
  Index step = 0;  ///< none for what does not depend on it
  auto operator<=>(const RowsKey&) const = default;
};
using KeptPhotos = KeptBy<RowsKey, OutputPhoto>;
using KeptFacts = KeptBy<RowsKey, RowFacts>;
using KeptResizers = KeptBy<Interpolation, Resizer>;

/// In one pass over the rows of the output, which are not kept.
void makeFinished(const Derived& derived, Index step, OutputMaker& maker) {
  const Rect window = derived.trace->window();
  const Index height = (kBand + step - 1) / step * step;
  derived.trace->eachBand(window.top, height, [&](Index top, const Tensor& rows) {
    const Index first = top - window.top, end = std::min(top + rows.shape().h, window.bottom) - window.top;
    if (first < 0 || end <= first) return;
    maker.make(first / step, (end + step - 1) / step, [&](Index channel, Index row) {
      const Index line = channel * rows.shape().h + row - first;
      return rows.values().subspan(static_cast<std::size_t>(line * rows.shape().w + window.left),
                                   static_cast<std::size_t>(window.width()));
    });
  });
}

/// What the cells of a channel's window start from.
float startOf(const Derived& derived, Rows rows, Index channel) {
  const auto bias = derived.trace->bias();
  return bias.empty() || rows == Rows::zero ? 0 : bias[static_cast<std::size_t>(channel)];
}

void makeStart(const Derived& derived, Rows rows, OutputMaker& maker, Index blocks) {
  std::vector<float> cells(static_cast<std::size_t>(wholeOf(derived).right));
  maker.make(0, blocks, [&](Index channel, Index) {
    std::ranges::fill(cells, startOf(derived, rows, channel));
    return std::span<const float>(cells);
  });
}

OutputRows makeRows(const Derived& derived, const RowsKey& key) {
  const Rect whole = wholeOf(derived);
  OutputMaker maker(derived, whole, key.step, key.how);
  if (key.rows == Rows::finished)
    makeFinished(derived, key.step, maker);
  else
    makeStart(derived, key.rows, maker, (whole.bottom + key.step - 1) / key.step);
  return maker.finish();
}

const RowFacts& keep(const Derived& derived, const RowsKey& key, RowFacts facts) {
  return derived.memo->get<KeptFacts>([] { return KeptFacts(); }).get({key.rows, key.how}, [&] {
    return std::move(facts);
  });
}

const OutputPhoto& keptPhoto(const Derived& derived, const RowsKey& key) {
  return derived.memo->get<KeptPhotos>([] { return KeptPhotos(); }).get(key, [&] {
    OutputRows made = makeRows(derived, key);
    keep(derived, key, std::move(made.facts)).tell(made.seen, wholeOf(derived).right);
    return std::move(made.seen);
  });
}

const RowFacts& keptFacts(const Derived& derived, Rows rows, Interpolation how) {
  return derived.memo->get<KeptFacts>([] { return KeptFacts(); }).get({rows, how}, [&] {
    return makeRows(derived, {rows, how, kBand}).facts;
  });
}

/// The rows of blocks of the output at a moment: finished ones above `first`, from `end` on such that hold
/// what they start from.
struct Zones {
  Zones(const Derived& derived, const RunningOutput& running, Index block) : step(block) {
    const Rect window = derived.trace->window();
    height = window.height();
    const auto within = [&](Index row) { return std::clamp<Index>(row - window.top, 0, height); };
    const Index done = within(running.finishedRows());
    first = done == height ? blocks() : done / step;
    end = std::max(first, (within(running.untouchedRow()) + step - 1) / step);
  }
  Index blocks() const { return (height + step - 1) / step; }
  /// Row of cells that a row of blocks begins with.
  Index top(Index block) const { return std::min(block * step, height); }

  Index step, height = 0, first = 0, end = 0;
};

/// A part of the output window at a moment, all of it worked out anew.
OutputRows makeRunning(const Derived& derived, const RunningOutput& running, const Rect& part, Index step,
                       Interpolation how) {
  const Rect window = derived.trace->window();
  OutputMaker maker(derived, part, step, how);
  std::vector<float> cells(static_cast<std::size_t>(derived.trace->canvasSize().w));
  maker.make(0, (part.height() + step - 1) / step, [&](Index channel, Index row) {
    const Index line = window.top + part.top + row;
    running.rows(channel, line, line + 1, cells);
    return std::span<const float>(cells).subspan(static_cast<std::size_t>(window.left + part.left),
                                                 static_cast<std::size_t>(part.width()));
  });
  return maker.finish();
}

/// Adds rows of blocks below those that there are.
void append(OutputPhoto& photo, const OutputPhoto& from, const Rect& blocks) {
  if (blocks.empty()) return;
  const Photo part = partOf(from.photo, blocks);
  for (const std::size_t i : part.nan) photo.photo.nan.push_back(photo.photo.colors.size() + i);
  photo.photo.colors.insert(photo.photo.colors.end(), part.colors.begin(), part.colors.end());
  const ReducedPlane& farthest = from.difference.farthest;
  for (Index row = blocks.top; row < blocks.bottom; ++row) {
    const auto first = farthest.values.begin() + row * farthest.columns;
    std::vector<float>& values = photo.difference.farthest.values;
    values.insert(values.end(), first + blocks.left, first + blocks.right);
  }
}

/// What a moment shows of a part of the output, put together of what is kept and of what the moment changes.
struct Assembly {
  const Derived& derived;
  const RunningOutput& running;
  Interpolation how;
  Zones zones;
  OutputRows band =
      makeRunning(derived, running, {zones.top(zones.first), 0, zones.top(zones.end), wholeOf(derived).right},
                  zones.step, how);
  Rows start = running.byCell() ? Rows::zero : Rows::biased;

  OutputPhoto blocks(const Rect& part) const;
  RowFacts facts() const;
};

/// `part` counts blocks.
OutputPhoto Assembly::blocks(const Rect& part) const {
  OutputPhoto photo;
  photo.photo.step = zones.step;
  photo.photo.rows = photo.difference.farthest.rows = part.height();
  photo.photo.columns = photo.difference.farthest.columns = part.width();
  const Rect finished{part.top, part.left, std::min(part.bottom, zones.first), part.right},
      changing{std::max(part.top, zones.first) - zones.first, part.left,
               std::min(part.bottom, zones.end) - zones.first, part.right},
      waiting{std::max(part.top, zones.end), part.left, part.bottom, part.right};
  if (!finished.empty()) append(photo, keptPhoto(derived, {Rows::finished, how, zones.step}), finished);
  append(photo, band.seen, changing);
  if (!waiting.empty()) append(photo, keptPhoto(derived, {start, how, zones.step}), waiting);
  return photo;
}

RowFacts Assembly::facts() const {
  const Index first = zones.top(zones.first), end = zones.top(zones.end);
  RowFacts facts;
  if (first > 0) facts.append(keptFacts(derived, Rows::finished, how), 0, first);
  facts.append(band.facts, 0, end - first);
  if (end < zones.height) facts.append(keptFacts(derived, start, how), end, zones.height);
  return facts;
}

}  // namespace

const OutputPhoto& outputPhoto(const Derived& derived, Index step, Interpolation how) {
  return keptPhoto(derived, {Rows::finished, how, step});
}

OutputPhoto outputPhoto(const Derived& derived, const RunningOutput& running, const Rect& cells, Index step,
                        Interpolation how) {
  const Assembly parts{derived, running, how, Zones(derived, running, step)};
  const Rect whole = wholeOf(derived);
  const bool anew = step == 1 && whole.bottom > kMostKept / whole.right;
  OutputPhoto photo =
      anew ? makeRunning(derived, running, cells, step, how).seen : parts.blocks(blocksOver(cells, step));
  parts.facts().tell(photo, whole.right);
  photo.photo.values = seenChannels(derived.layer().out_channels) * whole.bottom * whole.right;
  photo.blank = blankCells(derived, running, cells, step);
  return photo;
}

PhotoDifference outputDifference(const Derived& derived, Interpolation how) {
  OutputPhoto photo;
  keptFacts(derived, Rows::finished, how).tell(photo, wholeOf(derived).right);
  return photo.difference;
}

float outputDifference(const Derived& derived, const RunningOutput& running, Index row, Index column,
                       Interpolation how) {
  const Resizer& enlarged = derived.memo->get<KeptResizers>([] { return KeptResizers(); }).get(how, [&] {
    return Resizer(*derived.input->x, {derived.axes().h.output(), derived.axes().w.output()}, how);
  });
  const Rect window = derived.trace->window();
  float farthest = 0;
  for (Index c = 0; c < comparedChannels(derived.layer()); ++c) {
    const float y = running.value(c, window.top + row, window.left + column),
                x = enlarged.at(0, c, row, column);
    float difference = 0;
    tconv::differRow({&y, 1}, {&x, 1}, {&difference, 1});
    if (c == 0) farthest = difference;
    tconv::keepFarthest({&difference, 1}, {&farthest, 1});
  }
  return farthest;
}

bool inTheMiddle(const tconv::Trace& trace, const Moment& moment) {
  if (moment.by_cell) return moment.cell && !(moment.settled && moment.cells_done == timelineOf(trace).cells);
  return moment.active && !(moment.settled && moment.done.step >= trace.steps());
}

}  // namespace lab
