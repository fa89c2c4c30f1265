#include "winograd.h"

#include <algorithm>

#include "parallel.h"

namespace tconv::winograd {
namespace {

/// Of the carried input of a part: half of what the second cache holds.
constexpr Index kCarriedValues = Index{1} << 18;
/// Of sums that are made before they are carried back.
constexpr Index kSumValues = Index{1} << 16;

Index roundUp(Index value, Index unit) { return ceilDiv(value, unit) * unit; }

/// The rows carry a kernel to the points.
constexpr double kWeights3[6][3] = {{1.0 / 4, 0, 0},
                                    {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                                    {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                                    {1.0 / 24, 1.0 / 12, 1.0 / 6},
                                    {1.0 / 24, -1.0 / 12, 1.0 / 6},
                                    {0, 0, 1}};
constexpr double kWeights4[4][3] = {{1, 0}, {0.5, 0.5}, {0.5, -0.5}, {0, 1}};

}  // namespace

TiledAxis::TiledAxis(const Axis& axis) : axis_(axis) {}

Index TiledAxis::nearShift(Index phase) const {
  const Index reached = phase + axis_.pad_begin;
  return (reached % 2 - reached) / 2;
}

Index TiledAxis::start(Index grid) const {
  if (axis_.stride == 1) return grid + axis_.pad_begin - 2 * axis_.dilation;
  return -std::max(nearShift(0), nearShift(1)) - 1;
}

Index TiledAxis::origin(Index grid, Index phase) const {
  if (axis_.stride == 1) return grid;
  return 2 * (start(grid) + nearShift(phase) + 1) + phase;
}

Index TiledAxis::tapOf(Index phase, int t) const {
  if (axis_.stride == 1) return 2 - t;
  return (phase + axis_.pad_begin) % 2 + (t == 0 ? 2 : 0);
}

Index TiledAxis::tiles(Index grid) const {
  const int outputs = axis_.stride == 1 ? kScheme3.outputs : kScheme4.outputs;
  Index most = 0;
  for (Index q = 0; q < phases(); ++q)
    most = std::max(most, ceilDiv(ceilDiv(axis_.output() - origin(grid, q), step()), outputs));
  return most;
}

bool Plan::supports(const Layer& layer) {
  const bool three = layer.kernel_size == Pair(3) && layer.stride == Pair(1),
             four = layer.kernel_size == Pair(4) && layer.stride == Pair(2) && layer.dilation == Pair(1);
  return layer.dims == 2 && (three || four);
}

struct Plan::Scratch {
  Index row_tiles = 0;  ///< in a row of tiles
  Index tiles = 0;      ///< of the part, rounded up so that whole vectors can be written
  Index pitch = 0;      ///< of the copied input rows
  AlignedValues input, v, sums, rows;
};

Plan::Plan(const Layer& layer, Pair input, const Tensor& weight)
    : axes_(tconv::axes(layer, input)),
      h_(axes_.h),
      w_(axes_.w),
      scheme_(axes_.h.kernel == 3 ? kScheme3 : kScheme4),
      groups_(layer.groups),
      ins_(layer.in_channels / layer.groups),
      outs_(layer.out_channels / layer.groups),
      planes_(roundUp(outs_ * h_.phases() * w_.phases(), kSumsTogether)) {
  carryWeights(weight);
}

void Plan::carryWeights(const Tensor& weight) {
  const int points = scheme_.points(), taps = scheme_.taps;
  const Index phases = h_.phases() * w_.phases(), block = points * points * ins_ * kSumsTogether;
  carried_.assign(static_cast<std::size_t>(groups_ * planes_ / kSumsTogether * block), 0.0F);
  const auto* carry = taps == 3 ? kWeights3 : kWeights4;
  for (Index group = 0; group < groups_; ++group)
    for (Index plane = 0; plane < outs_ * phases; ++plane)
      for (Index c = 0; c < ins_; ++c) {
        const Index out = plane / phases, q_h = plane % phases / w_.phases(), q_w = plane % w_.phases();
        double rows[kMostPoints][kScheme3.taps] = {};
        for (int t = 0; t < taps; ++t)
          for (int s = 0; s < taps; ++s) {
            const double w = weight(group * ins_ + c, out, h_.tapOf(q_h, s), w_.tapOf(q_w, t));
            for (int a = 0; a < points; ++a) rows[a][t] += carry[a][s] * w;
          }
        float* to = carried_.data() + (group * planes_ + plane) / kSumsTogether * block + c * kSumsTogether +
                    plane % kSumsTogether;
        for (int a = 0; a < points; ++a)
          for (int b = 0; b < points; ++b, to += ins_ * kSumsTogether) {
            double sum = 0;
            for (int t = 0; t < taps; ++t) sum += carry[b][t] * rows[a][t];
            *to = static_cast<float>(sum);
          }
      }
}

std::vector<Plan::Part> Plan::parts(Index images, int threads) const {
  std::vector<Part> parts;
  const Index points = scheme_.points() * scheme_.points();
  for (Index n = 0; n < images; ++n)
    for (Index group = 0; group < groups_; ++group)
      for (Index grid_h = 0; grid_h < h_.grids(); ++grid_h)
        for (Index grid_w = 0; grid_w < w_.grids(); ++grid_w) {
          const Index rows = h_.tiles(grid_h), columns = w_.tiles(grid_w);
          if (rows < 1 || columns < 1) continue;
          const Index fit = std::max<Index>(1, kCarriedValues / (points * ins_ * columns));
          const Index wanted = threads > 1 && images * groups_ * h_.grids() * w_.grids() < 4 * threads
                                   ? ceilDiv(rows, 2 * threads)
                                   : rows;
          const Index count = ceilDiv(rows, std::min(fit, wanted));
          for (Index i = 0; i < count; ++i)
            parts.push_back({n, group, grid_h, grid_w, {rows * i / count, rows * (i + 1) / count}});
        }
  return parts;
}

void Plan::carryInputs(const Part& part, const Tensor& x, Scratch& s) const {
  const Index outputs = scheme_.outputs, points = scheme_.points(), spacing = w_.spacing();
  const Index first_row = h_.start(part.grid_h) + h_.spacing() * outputs * part.rows.begin,
              first_column = w_.start(part.grid_w);
  const Index height = part.rows.size() * outputs + points - outputs;
  const Span columns{std::max<Index>(0, ceilDiv(-first_column, spacing)),
                     std::min(s.pitch, ceilDiv(axes_.w.input - first_column, spacing))};
  s.input.assign(static_cast<std::size_t>(height * s.pitch), 0.0F);
  for (Index c = 0; c < ins_; ++c) {
    const float* plane = x.plane(part.n, part.group * ins_ + c).data();
    for (Index i = 0; i < height; ++i) {
      const Index row = first_row + h_.spacing() * i;
      if (row < 0 || row >= axes_.h.input) continue;
      const float* from = plane + row * axes_.w.input + first_column;
      float* to = s.input.data() + i * s.pitch;
      if (spacing == 1)
        std::copy(from + columns.begin, from + std::max(columns.begin, columns.end), to + columns.begin);
      else
        for (Index j = columns.begin; j < columns.end; ++j) to[j] = from[j * spacing];
    }
    for (Index row = 0; row < part.rows.size(); ++row)
      carryInput({.outputs = scheme_.outputs,
                  .rows = s.input.data() + row * outputs * s.pitch,
                  .pitch = s.pitch,
                  .tiles = s.row_tiles,
                  .v = s.v.data() + c * s.tiles + row * s.row_tiles,
                  .v_step = ins_ * s.tiles});
  }
}

void Plan::makeSums(const Part& part, Span blocks, Scratch& s) const {
  const Index points = scheme_.points() * scheme_.points(), used = part.rows.size() * s.row_tiles;
  const Index u_step = ins_ * kSumsTogether;
  const float* u = carried_.data() + part.group * planes_ / kSumsTogether * points * u_step;
  // The input at one point stays in the first cache for all blocks.
  for (Index point = 0; point < points; ++point)
    for (Index block = blocks.begin; block < blocks.end; ++block)
      multiply({.v = s.v.data() + point * ins_ * s.tiles,
                .v_step = s.tiles,
                .channels = ins_,
                .u = u + (block * points + point) * u_step,
                .tiles = used,
                .sums = s.sums.data() + ((block - blocks.begin) * kSumsTogether * points + point) * s.tiles,
                .sums_step = points * s.tiles});
}

void Plan::writeOutput(const Part& part, Index plane, const float* sums, Bias bias, Scratch& s,
                       Tensor& y) const {
  const Index outputs = scheme_.outputs, phases = h_.phases() * w_.phases(),
              q_h = plane % phases / w_.phases(), q_w = plane % w_.phases();
  const Index channel = part.group * outs_ + plane / phases, height = axes_.h.output(),
              width = axes_.w.output();
  const Index first = w_.origin(part.grid_w, q_w), step = w_.step();
  const Span columns{std::max<Index>(0, ceilDiv(-first, step)),
                     std::min(outputs * s.row_tiles, ceilDiv(width - first, step))};
  for (Index row = part.rows.begin; row < part.rows.end; ++row) {
    carryOutput({.outputs = scheme_.outputs,
                 .sums = sums + (row - part.rows.begin) * s.row_tiles,
                 .sums_step = s.tiles,
                 .tiles = s.row_tiles,
                 .bias = bias.empty() ? 0.0F : bias[channel],
                 .rows = s.rows.data(),
                 .pitch = s.pitch});
    for (Index i = 0; i < outputs; ++i) {
      const Index to_row = h_.origin(part.grid_h, q_h) + h_.step() * (outputs * row + i);
      if (to_row < 0 || to_row >= height) continue;
      const float* from = s.rows.data() + i * s.pitch;
      float* to = y.plane(part.n, channel).data() + to_row * width + first;
      if (step == 1)
        std::copy(from + columns.begin, from + std::max(columns.begin, columns.end), to + columns.begin);
      else
        for (Index j = columns.begin; j < columns.end; ++j) to[j * step] = from[j];
    }
  }
}

void Plan::run(const Tensor& x, Bias bias, Tensor& y, int threads) const {
  const std::vector<Part> all = parts(x.shape().n, threads);
  const Index points = scheme_.points() * scheme_.points(), width = lanes(), blocks = planes_ / kSumsTogether;
  forShares(static_cast<Index>(all.size()), threads, [&](Span share) {
    Scratch s;
    for (Index i = share.begin; i < share.end; ++i) {
      const Part& part = all[static_cast<std::size_t>(i)];
      s.row_tiles = w_.tiles(part.grid_w);
      s.tiles = roundUp((part.rows.size() - 1) * s.row_tiles + roundUp(s.row_tiles, width), width);
      s.pitch = scheme_.outputs * (roundUp(s.row_tiles, width) + 1) + scheme_.points();
      s.v.resize(static_cast<std::size_t>(points * ins_ * s.tiles));
      const Index block_sums = points * kSumsTogether * s.tiles;
      const Index at_once = std::clamp<Index>(kSumValues / block_sums, 1, blocks);
      s.sums.resize(static_cast<std::size_t>(at_once * block_sums));
      s.rows.resize(static_cast<std::size_t>(scheme_.outputs * s.pitch));
      carryInputs(part, x, s);
      for (Index block = 0; block < blocks; block += at_once) {
        const Span now{block, std::min(block + at_once, blocks)};
        makeSums(part, now, s);
        const Index first = now.begin * kSumsTogether,
                    end = std::min(now.end * kSumsTogether, outs_ * h_.phases() * w_.phases());
        for (Index plane = first; plane < end; ++plane)
          writeOutput(part, plane, s.sums.data() + (plane - first) * points * s.tiles, bias, s, y);
      }
    }
  });
}

}  // namespace tconv::winograd
