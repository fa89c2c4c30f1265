#include "model/running.h"

#include <algorithm>

namespace lab {
namespace {

tconv::GatherOrder orderOf(const tconv::Trace& trace) { return {trace.layer(), trace.x().shape().spatial()}; }

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
  if (!by_cell_) return;
  const Index width = trace_.canvasSize().w;
  for (Index row = top; row < bottom; ++row)
    for (Index column = 0; column < width; ++column)
      if (waits(channel, row, column)) out[static_cast<std::size_t>((row - top) * width + column)] = 0;
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

Index RunningOutput::termsAdded(Index channel, Index row, Index column) const {
  return waits(channel, row, column) ? 0 : trace_.termsAdded(at_, channel, row, column);
}

tconv::Tensor RunningOutput::contribution(Index in_channel, Index out_channel) const {
  tconv::Tensor plane = trace_.contribution(at_, in_channel, out_channel);
  if (!by_cell_) return plane;
  for (Index row = 0; row < plane.shape().h; ++row)
    for (Index column = 0; column < plane.shape().w; ++column)
      if (waits(out_channel, row, column)) plane(0, 0, row, column) = 0;
  return plane;
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
