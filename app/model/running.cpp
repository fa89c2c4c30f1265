#include "model/running.h"

#include <algorithm>

#include "model/related.h"

namespace lab {
namespace {

tconv::GatherOrder orderOf(const tconv::Trace& trace) { return {trace.layer(), trace.x().shape().spatial()}; }

/// The first pair of input element and kernel tap, in the order of steps, that meets a canvas coordinate.
struct FirstMeeting {
  Index input = -1, tap = 0;  ///< -1 where there is none
};

FirstMeeting firstMeeting(const tconv::Axis& axis, Index coordinate) {
  // The last tap that meets comes from the first element; taps that meet are at most a stride apart.
  const Index last = std::min(axis.kernel - 1, coordinate / axis.dilation);
  for (Index u = last; u >= 0 && u > last - axis.stride; --u)
    if (const Index i = axis.source(coordinate, u); i >= 0) return {i, u};
  return {};
}

/// Of coordinates [first, end).
std::vector<FirstMeeting> firstMeetings(const tconv::Axis& axis, Index first, Index end) {
  std::vector<FirstMeeting> meetings;
  for (Index o = first; o < end; ++o) meetings.push_back(firstMeeting(axis, o));
  return meetings;
}

}  // namespace

RunningOutput::RunningOutput(const tconv::Trace& trace, const Moment& moment)
    : trace_(trace),
      order_(orderOf(trace)),
      cells_done_(moment.cells_done),
      by_cell_(moment.by_cell),
      at_(moment.by_cell ? tconv::Position{trace.steps()} : moment.done) {}

/// Going cell by cell, the cell has not been made; what padding crops never is.
bool RunningOutput::waits(Index channel, Index row, Index column) const {
  const Index place = order_.indexOf({channel, row, column});
  return by_cell_ && (place >= cells_done_ || place == order_.count());
}

bool RunningOutput::blank(Index channel, Index row, Index column) const {
  if (by_cell_) return waits(channel, row, column);
  // When all is done, what nothing reached is 0.
  return at_.step < trace_.steps() && trace_.value(at_, channel, row, column) == 0 &&
         trace_.termsAdded(at_, channel, row, column) == 0;
}

float RunningOutput::value(Index channel, Index row, Index column) const {
  return waits(channel, row, column) ? 0 : trace_.value(at_, channel, row, column);
}

void RunningOutput::rows(Index channel, Index top, Index bottom, std::span<float> out) const {
  trace_.rows(at_, channel, top, bottom, out);
  clearWaiting(channel, top, out);
}

/// Going cell by cell: rows from `top` on hold 0 where cells have not been made.
void RunningOutput::clearWaiting(Index channel, Index top, std::span<float> rows) const {
  if (!by_cell_) return;
  const auto width = static_cast<std::size_t>(trace_.canvasSize().w),
             left = static_cast<std::size_t>(trace_.window().left);
  for (Index row = top; !rows.empty(); ++row, rows = rows.subspan(width)) {
    const std::span<float> cells = rows.first(width);
    std::ranges::fill(cells.first(left), 0.0F);
    std::ranges::fill(cells.subspan(left + static_cast<std::size_t>(madeInRow(channel, row))), 0.0F);
  }
}

/// Going cell by cell: how many cells of a row of the window, from its left edge on, have been made.
Index RunningOutput::madeInRow(Index channel, Index row) const {
  const tconv::Rect window = trace_.window();
  if (row < window.top || row >= window.bottom) return 0;
  const Index channels = trace_.layer().out_channels, first = order_.indexOf({channel, row, window.left});
  return std::clamp<Index>((cells_done_ - first + channels - 1) / channels, 0, window.width());
}

RunningOutput RunningOutput::atEnd() const {
  RunningOutput end = *this;
  end.cells_done_ = order_.count();
  end.at_ = {trace_.steps()};
  return end;
}

RunningOutput RunningOutput::atStart() const {
  RunningOutput start = *this;
  start.cells_done_ = 0;
  start.at_ = {by_cell_ ? trace_.steps() : 0};
  return start;
}

Index RunningOutput::finishedRows() const {
  if (by_cell_) return cells_done_ < order_.count() ? order_.cell(cells_done_).row : trace_.canvasSize().h;
  return at_.step >= trace_.steps() ? trace_.canvasSize().h : trace_.step(at_.step).patch.top;
}

Index RunningOutput::untouchedRow() const {
  if (by_cell_) return cells_done_ > 0 ? order_.cell(cells_done_ - 1).row + 1 : 0;
  return at_.step >= trace_.steps() ? trace_.canvasSize().h : trace_.step(at_.step).patch.bottom;
}

tconv::Tensor RunningOutput::output() const {
  tconv::Tensor out = trace_.output(at_);
  if (!by_cell_) return out;
  for (Index j = cells_done_; j < order_.count(); ++j) {
    const tconv::OutputCell cell = order_.cell(j);
    out(0, cell.channel, cell.row - trace_.window().top, cell.column - trace_.window().left) = 0;
  }
  return out;
}

std::vector<std::uint8_t> RunningOutput::blanks(Index channel, Index top, Index bottom) const {
  const tconv::Rect window = trace_.window();
  std::vector<std::uint8_t> blanks;
  if (!by_cell_) {
    // Cells of the window start from the same value, the bias.
    const bool shows_bias = trace_.value({}, channel, window.top, window.left) != 0;
    if (at_.step < trace_.steps() && !shows_bias) return unreached(channel, top, bottom);
    blanks.assign(static_cast<std::size_t>((bottom - top) * window.width()), 0);
    return blanks;
  }
  for (Index row = top; row < bottom; ++row)
    for (Index column = window.left; column < window.right; ++column)
      blanks.push_back(waits(channel, row, column) ? 1 : 0);
  return blanks;
}

/// Going step by step: the cells of the window whose first term has not been added.
std::vector<std::uint8_t> RunningOutput::unreached(Index channel, Index top, Index bottom) const {
  const tconv::Axes& axes = trace_.axes();
  const tconv::Rect window = trace_.window();
  const std::vector<FirstMeeting> rows = firstMeetings(axes.h, top, bottom),
                                  columns = firstMeetings(axes.w, window.left, window.right);
  const tconv::Layer& layer = trace_.layer();
  const Index out = channel % (layer.out_channels / layer.groups), in = firstInOf(layer, channel);
  std::vector<std::uint8_t> blanks;
  blanks.reserve(rows.size() * columns.size());
  for (const FirstMeeting& row : rows)
    for (const FirstMeeting& column : columns) {
      const bool ever = row.input >= 0 && column.input >= 0;
      const Index tap = (out * axes.h.kernel + row.tap) * axes.w.kernel + column.tap;
      const bool reached = ever && tconv::Position{trace_.stepOf(in, row.input, column.input), tap} < at_;
      blanks.push_back(reached ? 0 : 1);
    }
  return blanks;
}

Index RunningOutput::termsAdded(Index channel, Index row, Index column) const {
  return waits(channel, row, column) ? 0 : trace_.termsAdded(at_, channel, row, column);
}

void RunningOutput::contributionRows(Index in_channel, Index out_channel, Index top, Index bottom,
                                     std::span<float> out) const {
  trace_.contributionRows(at_, in_channel, out_channel, top, bottom, out);
  clearWaiting(out_channel, top, out);
}

bool RunningOutput::blankFrom(Index in_channel, Index out_channel, Index row, Index column) const {
  const auto terms = tconv::termsOf(trace_.layer(), trace_.x().shape().spatial(), out_channel, row, column);
  const auto added = terms.begin() + termsAdded(out_channel, row, column);
  return std::none_of(terms.begin(), added, [=](const tconv::Term& t) { return t.channel == in_channel; });
}

std::optional<tconv::OutputCell> cellOf(const tconv::Trace& trace, const Moment& moment) {
  if (!moment.cell) return {};
  return orderOf(trace).cell(*moment.cell);
}

}  // namespace lab
