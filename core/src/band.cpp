#include "band.h"

#include <algorithm>
#include <numeric>

namespace tconv {
namespace {

/// Of a band: what the second cache holds beside weights and results.
constexpr Index kBandValues = Index{1} << 17;

/// What a thread must have to do to be worth waking, about 50 microseconds, and what writing a result is
/// like.
constexpr double kProductsOfThread = 1 << 21, kProductsOfResult = 4;

}  // namespace

ColumnTaps::ColumnTaps(const Pass& pass, Index read_ahead) {
  const Axis& width = pass.axes.w;
  const Index phases = pass.transposed() ? width.stride : 1, grids = width.stride / phases;
  Index most = 0, least = 0;
  std::vector<Index> grid_of;
  for (Index q = 0; q < phases; ++q) {
    counts.push_back(0);
    for (Index v = 0; v < width.kernel; ++v) {
      const Index distance = v * width.dilation - q - width.pad_begin,
                  steps = floorDiv(distance, width.stride), rest = distance - steps * width.stride;
      if (pass.transposed() && rest != 0) continue;
      // A tap that reaches nothing would only make the band wider.
      if (landingInputs(width, v).empty()) continue;
      const Index shift = pass.transposed() ? steps : -steps;
      shifts.push_back(static_cast<std::int32_t>(shift));
      columns.push_back(static_cast<std::int32_t>(v));
      grid_of.push_back(pass.transposed() ? 0 : rest);
      ++counts.back();
      least = std::min(least, shift);
      most = std::max(most, shift);
    }
  }
  const Index needed =
      std::max(ceilDiv(pass.sources(width), grids), ceilDiv(pass.results(width), phases) - least);
  row = {grids, most, needed + read_ahead};
  for (std::size_t t = 0; t < shifts.size(); ++t)
    shifts[t] -= static_cast<std::int32_t>(grid_of[t] * row.grid());
}

RowRuns::RowRuns(const Pass& pass) {
  const Axis& h = pass.axes.h;
  const Index common = std::gcd(h.dilation, h.stride), rows = pass.results(h);
  row_step_ = pass.transposed() ? -h.dilation / common : h.dilation;
  tap_step_ = pass.transposed() ? h.stride / common : 1;
  for (Index row = 0; row < rows; ++row) {
    Index u = 0, source = -1;
    while (u < h.kernel && (source = pass.source(h, row, u)) < 0) ++u;
    RowRun run{static_cast<std::int32_t>(source), static_cast<std::int32_t>(u), 0};
    for (; u < h.kernel && pass.source(h, row, u) >= 0; u += tap_step_) ++run.count;
    runs_.push_back(run);
  }
  sharing_.assign(static_cast<std::size_t>(rows), 1);
  for (Index row = rows - 2; row >= 0; --row) {
    const RowRun &one = runs_[row], &next = runs_[row + 1];
    if (next.row == one.row && next.count == one.count && next.u == one.u + (one.count > 0 ? 1 : 0))
      sharing_[row] += sharing_[row + 1];
  }
}

Index bandValues(const Pass& pass, BandRow row, Index result_rows) {
  return pass.ins * pass.mostSources(pass.axes.h, result_rows) * row.size();
}

Band::Band(const Pass& pass, BandRow row, Index result_rows)
    : pass_(pass),
      row_(row),
      plane_(bandValues(pass, row, result_rows) / pass.ins),
      values_(static_cast<std::size_t>(pass.ins * plane_), 0.0F) {}

void Band::load(const Tensor& x, Index n, Index first_channel, Index begin, Index end) {
  rows_ = pass_.sourcesOf(pass_.axes.h, begin, end);
  const Index width = pass_.sources(pass_.axes.w);
  for (Index c = 0; c < pass_.ins; ++c)
    for (Index row = rows_.begin; row < rows_.end; ++row) {
      const float* from = x.plane(n, first_channel + c).data() + row * width;
      float* to = values_.data() + c * plane_ + (row - rows_.begin) * pitch() + row_.left;
      if (row_.grids == 1)
        std::copy_n(from, width, to);
      else
        sortIntoGrids(from, width, row_.grids, to, row_.grid());
    }
}

const std::vector<RowTap>& Band::tapsOf(Index result_row) {
  taps_.clear();
  for (Index u = 0; u < pass_.axes.h.kernel; ++u)
    if (const Index i = pass_.source(pass_.axes.h, result_row, u); i >= 0)
      taps_.push_back({static_cast<std::int32_t>(i - rows_.begin), static_cast<std::int32_t>(u)});
  return taps_;
}

int worthwhileThreads(const Pass& pass, Index images, int threads) {
  const Axis &h = pass.axes.h, &w = pass.axes.w;
  const auto area = [](Index height, Index width) {
    return static_cast<double>(height) * static_cast<double>(width);
  };
  const double channels = static_cast<double>(images * pass.groups) * static_cast<double>(pass.outs),
               products = channels * static_cast<double>(pass.ins) * area(h.kernel, w.kernel) *
                          area(h.input, w.input),
               results = channels * area(pass.results(h), pass.results(w));
  return static_cast<int>(std::clamp((products + kProductsOfResult * results) / kProductsOfThread, 1.0,
                                     static_cast<double>(threads)));
}

std::vector<BandPlace> bandPlaces(const Pass& pass, BandRow row, Index images, int threads) {
  const Axis& axis = pass.axes.h;
  const Index height = pass.results(axis), fit = std::max<Index>(1, kBandValues / (pass.ins * row.size()));
  // A result row of the direct way is given sources that neighbours read again: few rows would not pay.
  const Index least = pass.transposed() ? axis.stride : ceilDiv(axis.extent(), axis.stride);
  Index rows =
      std::max(least, pass.transposed() ? fit * axis.stride : (fit - axis.extent()) / axis.stride + 1);
  // Enough places for all threads, each long enough for its band to be worth loading.
  if (threads > 1) rows = std::clamp(ceilDiv(height * images * pass.groups, Index{4} * threads), least, rows);
  std::vector<BandPlace> places;
  for (Index n = 0; n < images; ++n)
    for (Index group = 0; group < pass.groups; ++group)
      for (Index begin = 0; begin < height; begin += rows)
        places.push_back({n, group, {begin, std::min(begin + rows, height)}});
  return places;
}

}  // namespace tconv
