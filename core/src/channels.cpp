#include "channels.h"

#include <algorithm>
#include <numeric>

namespace tconv::channels {
namespace {

/// Weights are copied when they are ordered: 16 MB, so that no shape needs much more memory than its
/// operands.
constexpr double kMostWeights = 1 << 22;
/// Sums that the second cache holds beside a band.
constexpr Index kSums = 1 << 16;
/// A vector of the widest kind.
constexpr Index kUnit = 16;

}  // namespace

Index outsAtOnce(const Pass& pass) {
  const double weights = static_cast<double>(pass.groups) * static_cast<double>(pass.ins) *
                         static_cast<double>(pass.axes.h.kernel) * static_cast<double>(pass.axes.w.kernel);
  return static_cast<Index>(std::min(kMostWeights / weights, 1e9)) / kUnit * kUnit;
}

Plan::Plan(const Pass& pass, const Tensor& weight, Span outs) : pass_(pass), taps_(pass, 0) {
  findReached();
  packWeights(weight, outs);
}

void Plan::findReached() {
  const Index phases = stride(pass_.axes.w), width = pass_.results(pass_.axes.w);
  std::size_t t = 0;
  for (Index q = 0; q < phases; ++q)
    for (std::int32_t left = taps_.counts[q]; left > 0; --left, ++t) {
      Span columns{width, 0};
      for (Index m = 0; m * phases + q < width; ++m)
        if (pass_.source(pass_.axes.w, m * phases + q, taps_.columns[t]) >= 0)
          columns = {std::min(columns.begin, m), m + 1};
      reached_.push_back(columns);
    }
}

void Plan::packWeights(const Tensor& weight, Span range) {
  const Index width = lanes(), height = pass_.axes.h.kernel;
  weights_.resize(static_cast<std::size_t>(pass_.groups * ceilDiv(range.size(), width) * width * height *
                                           taps_.count() * pass_.ins));
  float* to = weights_.data();
  for (Index group = 0; group < pass_.groups; ++group)
    for (Index first = range.begin; first < range.end; first += kMostVectors * width) {
      const Index outs = std::min(range.end - first, kMostVectors * width);
      const Index step = ceilDiv(outs, width) * width;
      blocks_.push_back(
          {group * pass_.outs + first, outs, static_cast<int>(step / width), to - weights_.data()});
      std::size_t tap = 0;
      for (const std::int32_t count : taps_.counts) {
        for (Index u = 0; u < height; ++u)
          for (std::int32_t t = 0; t < count; ++t)
            for (Index c = 0; c < pass_.ins; ++c, to += step)
              for (Index o = 0; o < outs; ++o)
                to[o] = pass_.weight(weight, group, c, first + o, u, taps_.columns[tap + t]);
        tap += count;
      }
    }
}

std::vector<Plan::Tap> Plan::tapsOf(const Block& block, Span rows, Index q) const {
  const Index step = block.vectors * lanes(), count = taps_.counts[q];
  const Index before = std::accumulate(taps_.counts.begin(), taps_.counts.begin() + q, Index{0});
  const float* weights = weights_.data() + block.weights + before * pass_.axes.h.kernel * pass_.ins * step;
  std::vector<Tap> taps;
  for (Index u = 0; u < pass_.axes.h.kernel; ++u) {
    bool reaches = false;
    for (Index row = rows.begin; row < rows.end && !reaches; row += stride(pass_.axes.h))
      reaches = pass_.source(pass_.axes.h, row, u) >= 0;
    for (Index t = 0; t < count && reaches; ++t)
      taps.push_back({u, before + t, weights + (u * count + t) * pass_.ins * step});
  }
  return taps;
}

void Plan::addPhase(const Work& work, Span rows, Index q) const {
  const std::vector<Tap> taps = tapsOf(work.block, rows, q);
  const Index deepest = kPanel / (work.block.vectors * lanes()), parts = ceilDiv(pass_.ins, deepest);
  const auto together = static_cast<std::size_t>(std::max<Index>(1, deepest / pass_.ins));
  for (std::size_t t = 0; t < taps.size(); t += together)
    for (Index part = 0; part < parts; ++part)
      addTaps(work, std::span(taps).subspan(t, std::min(together, taps.size() - t)),
              {pass_.ins * part / parts, pass_.ins * (part + 1) / parts}, rows, q);
}

void Plan::addTaps(const Work& work, std::span<const Tap> taps, Span ins, Span rows, Index q) const {
  const Axis& height = pass_.axes.h;
  const Index step = work.block.vectors * lanes(), phases = stride(pass_.axes.w),
              width = pass_.results(pass_.axes.w), pitch = work.band.pitch(), plane = work.band.plane();
  const auto reaches = [&](Index row, const Tap& tap) { return pass_.source(height, row, tap.u) >= 0; };
  std::vector<PanelTap> reaching;
  std::vector<PanelPlace> places;
  for (Index row = rows.begin, next = row; row < rows.end; row = next) {
    Span columns{width, 0};
    reaching.clear();
    for (const Tap& tap : taps) {
      if (!reaches(row, tap)) continue;
      const Index from = pass_.source(height, row, tap.u) - work.band.firstRow();
      reaching.push_back(
          {ins.begin * plane + from * pitch - taps_.shifts[tap.t], tap.weights + ins.begin * step});
      columns = {std::min(columns.begin, reached_[tap.t].begin), std::max(columns.end, reached_[tap.t].end)};
    }
    // Rows that the same taps reach are one run of places.
    places.clear();
    for (Index x = 0; next < rows.end &&
                      std::ranges::all_of(
                          taps, [&](const Tap& tap) { return reaches(row, tap) == reaches(next, tap); });
         next += stride(height), x += pass_.transposed() ? pitch : height.stride * pitch)
      for (Index m = columns.begin; m < columns.end; ++m)
        places.push_back({x + m, ((next - work.rows.begin) * width + q + m * phases) * step});
    if (!reaching.empty())
      addPanel({.x = work.band.values(),
                .x_step = plane,
                .depth = ins.size(),
                .taps = reaching.data(),
                .tap_count = static_cast<Index>(reaching.size()),
                .vectors = work.block.vectors,
                .places = places.data(),
                .count = static_cast<Index>(places.size()),
                .sums = work.sums});
  }
}

void Plan::makeBlock(const Block& block, const Band& band, const BandPlace& place, Bias bias,
                     Tensor& y) const {
  const Index step = block.vectors * lanes(), width = pass_.results(pass_.axes.w),
              plane = pass_.results(pass_.axes.h) * width, phases = stride(pass_.axes.h),
              fit = kSums / (width * step),
              together = std::max<Index>(1, fit < phases ? fit : fit / phases * phases);
  AlignedValues sums(static_cast<std::size_t>(std::min(together, place.rows.size()) * width * step));
  std::vector<float> offsets(static_cast<std::size_t>(step), 0.0F);
  if (!bias.empty()) std::copy_n(bias.data() + block.first, block.outs, offsets.begin());
  for (Index begin = place.rows.begin; begin < place.rows.end; begin += together) {
    const Span rows{begin, std::min(begin + together, place.rows.end)};
    const Work work{block, band, rows, sums.data()};
    for (Index j = 0; j < rows.size() * width; ++j) std::ranges::copy(offsets, sums.begin() + j * step);
    for (Index row = begin; row < std::min(begin + phases, rows.end); ++row)
      for (Index q = 0; q < std::min(stride(pass_.axes.w), width); ++q) addPhase(work, {row, rows.end}, q);
    writePlaces(sums.data(), step, rows.size() * width, block.outs,
                y.plane(place.n, block.first).data() + begin * width, plane);
  }
}

void Plan::makePlace(const Band& band, const BandPlace& place, Bias bias, Tensor& y, int threads) const {
  const Index blocks = static_cast<Index>(blocks_.size()) / pass_.groups, phases = stride(pass_.axes.h),
              rows = ceilDiv(place.rows.size(), phases),
              parts = threads == 1 ? 1 : std::min(rows, ceilDiv(Index{2} * threads, blocks));
  forShares(blocks * parts, threads, [&](Span share) {
    for (Index i = share.begin; i < share.end; ++i) {
      const auto row = [&](Index part) { return place.rows.begin + rows * part / parts * phases; };
      const Span part{row(i % parts), std::min(row(i % parts + 1), place.rows.end)};
      makeBlock(blocks_[static_cast<std::size_t>(place.group * blocks + i / parts)], band,
                {place.n, place.group, part}, bias, y);
    }
  });
}

void Plan::run(const Tensor& x, Bias bias, Tensor& y, int threads) const {
  const std::vector<BandPlace> places = bandPlaces(pass_, taps_.row, x.shape().n, 1);
  const Index rows = places.front().rows.size(), fit = kMostBandValues / bandValues(pass_, taps_.row, rows);
  // Each thread has bands of its own, or where there are few all make results of the same.
  const bool own = static_cast<Index>(places.size()) >= Index{4} * threads && fit >= threads;
  forShares(static_cast<Index>(places.size()), own ? threads : 1, [&](Span share) {
    Band band(pass_, taps_.row, rows);
    for (const BandPlace& place : std::span(places).subspan(share.begin, share.size())) {
      band.load(x, place.n, place.group * pass_.ins, place.rows.begin, place.rows.end);
      makePlace(band, place, bias, y, own ? 1 : threads);
    }
  });
}

void compute(const Pass& pass, const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads) {
  const Index at_once = std::max(kUnit, outsAtOnce(pass));
  for (Index out = 0; out < pass.outs; out += at_once)
    Plan(pass, weight, {out, std::min(pass.outs, out + at_once)}).run(x, bias, y, threads);
}

}  // namespace tconv::channels
