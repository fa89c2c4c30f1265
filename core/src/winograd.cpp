#include "winograd.h"

#include <algorithm>

#include "parallel.h"

namespace tconv::winograd {
namespace {

/// Of the carried input of a part at least, and of sums that are made before they are carried back at most,
/// about: they stay in the second cache beside weights.
constexpr Index kCarriedValues = Index{1} << 15, kSumValues = Index{1} << 17;

/// The i-th of `count` parts of a length.
Span partOf(Index length, Index i, Index count) { return {length * i / count, length * (i + 1) / count}; }

/// The rows carry a kernel to the points.
using Carry = double[kMostPoints][kMostTaps];
constexpr Carry kThree = {{1.0 / 4, 0, 0},
                          {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                          {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                          {1.0 / 24, 1.0 / 12, 1.0 / 6},
                          {1.0 / 24, -1.0 / 12, 1.0 / 6},
                          {0, 0, 1}};
constexpr Carry kTwo = {{1.0 / 2, 0}, {-1.0 / 2, -1.0 / 2}, {-1.0 / 6, 1.0 / 6}, {1.0 / 6, 1.0 / 3}, {0, 1}};
constexpr Carry kTwoOfShort = {{1, 0}, {1, 1}, {0, 1}};

const Carry& carryOf(Scheme scheme) {
  if (scheme == kThreeTaps) return kThree;
  return scheme == kTwoTaps ? kTwo : kTwoOfShort;
}

/// Larger tiles take fewer products and more weights, which pays from this length on.
constexpr Index kShort = 24;
Scheme schemeFor(const Layer& layer, Pair input) {
  if (layer.kernel_size == Pair(3)) return kThreeTaps;
  return std::min(input.h, input.w) < kShort ? kTwoTapsOfShort : kTwoTaps;
}

}  // namespace

Index TiledAxis::start(Index grid) const {
  return (grid + axis_.pad_begin) / axis_.stride - (scheme_.taps - 1) * spacing();
}

Index TiledAxis::tapOf(Index grid, int t) const {
  return (grid + axis_.pad_begin) % axis_.stride + axis_.stride * (scheme_.taps - 1 - t);
}

bool Plan::supports(const Layer& layer) {
  const bool three = layer.kernel_size == Pair(3) && layer.stride == Pair(1),
             four = layer.kernel_size == Pair(4) && layer.stride == Pair(2) && layer.dilation == Pair(1);
  return layer.dims == 2 && (three || four);
}

Plan::Plan(const Layer& layer, Pair input, const Tensor& weight)
    : scheme_(schemeFor(layer, input)),
      h_(tconv::axes(layer, input).h, scheme_),
      w_(tconv::axes(layer, input).w, scheme_),
      groups_(layer.groups),
      ins_(layer.in_channels / layer.groups),
      outs_(layer.out_channels / layer.groups),
      width_(lanes()) {
  carryWeights(weight);
}

void Plan::carryWeights(const Tensor& weight) {
  const int points = scheme_.points(), taps = scheme_.taps;
  const Index step = vectors() * ins_ * width_;
  carried_.assign(static_cast<std::size_t>(groups_ * phases() * points * points * step), 0.0F);
  const Carry& carry = carryOf(scheme_);
  for (Index set = 0; set < groups_ * phases(); ++set)
    for (Index c = 0; c < ins_; ++c)
      for (Index out = 0; out < outs_; ++out) {
        const Index group = set / phases(), q_h = set % phases() / w_.stride(), q_w = set % w_.stride();
        double rows[kMostPoints][kMostTaps] = {};
        for (int t = 0; t < taps; ++t)
          for (int s = 0; s < taps; ++s) {
            const double w = weight(group * ins_ + c, out, h_.tapOf(q_h, s), w_.tapOf(q_w, t));
            for (int a = 0; a < points; ++a) rows[a][t] += carry[a][s] * w;
          }
        float* to = carried_.data() + set * points * points * step + (out / width_ * ins_ + c) * width_ +
                    out % width_;
        for (int a = 0; a < points; ++a)
          for (int b = 0; b < points; ++b, to += step) {
            double sum = 0;
            for (int t = 0; t < taps; ++t) sum += carry[b][t] * rows[a][t];
            *to = static_cast<float>(sum);
          }
      }
}

std::vector<Plan::Part> Plan::parts(Index images, int threads) const {
  std::vector<Part> parts;
  const Index values = points() * ins_, weights = values * outs_ * w_.stride();
  // Each part reads the weights anew, which a quarter as much carried input is worth.
  const Index fit = std::max(kCarriedValues, weights / 4) / values, columns = w_.tiles(0),
              row = columns * w_.grids();
  const Index column_parts = std::clamp<Index>(ceilDiv(row, fit), 1, columns),
              least_parts = ceilDiv(threads, images * groups_ * h_.grids());
  for (Index n = 0; n < images; ++n)
    for (Index group = 0; group < groups_; ++group)
      for (Index grid = 0; grid < h_.grids(); ++grid) {
        const Index rows = h_.tiles(grid);
        const Index row_parts =
            std::min(rows, std::max(least_parts, ceilDiv(rows, std::max<Index>(1, fit / row))));
        for (Index i = 0; i < row_parts; ++i)
          for (Index j = 0; j < column_parts; ++j)
            parts.push_back({n, group, grid, partOf(rows, i, row_parts), partOf(columns, j, column_parts)});
      }
  return parts;
}

/// Makes one part after the other.
class Plan::PartRun {
 public:
  PartRun(const Plan& plan, const Tensor& x, Bias bias, Tensor& y) : p_(plan), x_(x), bias_(bias), y_(y) {}
  void operator()(const Part& part);

 private:
  Index columnsOf(Index grid) const {
    return std::max<Index>(0, std::min(part_.columns.end, p_.w_.tiles(grid)) - part_.columns.begin);
  }
  /// The first tile of a grid; tiles are numbered [grid_w][row][column].
  Index firstTile(Index grid) const;
  void bringInput();
  void carryInputs();
  void makeSums(Span vectors);
  void carryOutputs(Span vectors);
  void writeOutput(Span vectors);

  const Plan& p_;
  const Tensor& x_;
  Bias bias_;
  Tensor& y_;
  Part part_{};
  Index in_width_ = 0, out_width_ = 0;  ///< columns of the rectangles of the input and of the output
  Index v_step_ = 0, sums_step_ = 0;
  UnsetValues input_, v_, sums_, output_;
  AlignedValues offsets_;
};

void Plan::PartRun::operator()(const Part& part) {
  part_ = part;
  const Index channels = p_.channels(), points = p_.points();
  const Index tiles = firstTile(p_.w_.grids());
  v_step_ = tiles * channels + p_.width_;
  v_.resize(static_cast<std::size_t>(points * v_step_ + kMostTiles * channels));
  bringInput();
  carryInputs();
  const Index together = kVectorsTogether * p_.width_;
  const Index at_once = std::max<Index>(1, kSumValues / (points * tiles * together)) * kVectorsTogether;
  for (Index vector = 0; vector < p_.vectors(); vector += at_once) {
    const Span vectors{vector, std::min(vector + at_once, p_.vectors())};
    sums_step_ = tiles * vectors.size() * p_.width_ + p_.width_;
    sums_.resize(static_cast<std::size_t>(points * sums_step_ + kMostTiles * vectors.size() * p_.width_));
    makeSums(vectors);
    carryOutputs(vectors);
    writeOutput(vectors);
  }
}

Index Plan::PartRun::firstTile(Index grid) const {
  Index tiles = 0;
  for (Index g = 0; g < grid; ++g) tiles += columnsOf(g) * part_.rows.size();
  return tiles;
}

void Plan::PartRun::bringInput() {
  const Index outputs = p_.scheme_.outputs, channels = p_.channels();
  const Axis &h = p_.h_.axis(), &w = p_.w_.axis();
  const Index top = p_.h_.start(part_.grid_h) + p_.h_.spacing() * outputs * part_.rows.begin,
              left = p_.w_.start(0) + p_.w_.spacing() * outputs * part_.columns.begin;
  const Index height = part_.rows.size() * outputs + p_.scheme_.taps - 1;
  in_width_ = p_.w_.start(p_.w_.grids() - 1) - p_.w_.start(0) + p_.w_.reach(part_.columns.size());
  input_.resize(static_cast<std::size_t>(height * in_width_ * channels));
  const Index begin = std::clamp<Index>(-left, 0, in_width_),
              end = std::clamp<Index>(w.input - left, begin, in_width_);
  for (Index i = 0; i < height; ++i) {
    const Index row = top + p_.h_.spacing() * i;
    float* to = input_.data() + i * in_width_ * channels;
    if (row < 0 || row >= h.input || begin == end) {
      std::fill_n(to, in_width_ * channels, 0.0F);
      continue;
    }
    std::fill_n(to, begin * channels, 0.0F);
    std::fill_n(to + end * channels, (in_width_ - end) * channels, 0.0F);
    transpose({.from = x_.plane(part_.n, part_.group * p_.ins_).data() + row * w.input + left + begin,
               .from_pitch = h.input * w.input,
               .rows = p_.ins_,
               .columns = end - begin,
               .to = to + begin * channels,
               .to_pitch = channels});
  }
}

void Plan::PartRun::carryInputs() {
  const Index outputs = p_.scheme_.outputs, channels = p_.channels();
  const Index row = in_width_ * channels, column = p_.w_.spacing() * channels;
  float* v = v_.data();
  for (Index grid = 0; grid < p_.w_.grids(); ++grid)
    for (Index i = 0; i < part_.rows.size(); ++i, v += columnsOf(grid) * channels)
      carryInput({.scheme = p_.scheme_,
                  .x = input_.data() + outputs * i * row + (p_.w_.start(grid) - p_.w_.start(0)) * channels,
                  .row = row,
                  .column = column,
                  .tile = outputs * column,
                  .tiles = columnsOf(grid),
                  .channels = channels,
                  .v = v,
                  .v_step = v_step_});
}

void Plan::PartRun::makeSums(Span vectors) {
  const Index points = p_.points(), channels = p_.channels();
  const Index step = p_.ins_ * p_.width_, outs = vectors.size() * p_.width_;
  // Dilated grids have the same weights, and phases their own.
  const Index phases = p_.w_.stride(), grids = p_.w_.grids() / phases;
  const Index sets = part_.group * p_.phases() + part_.grid_h % p_.h_.stride() * phases;
  // In this order, as what is written beyond some tiles is of those that come next.
  for (Index point = 0; point < points; ++point)
    for (Index phase = 0; phase < phases; ++phase) {
      const Index first = firstTile(grids * phase);
      multiply({.v = v_.data() + point * v_step_ + first * channels,
                .v_tile = channels,
                .channels = p_.ins_,
                .u = p_.carried_.data() +
                     (((sets + phase) * points + point) * p_.vectors() + vectors.begin) * step,
                .u_step = step,
                .tiles = firstTile(grids * (phase + 1)) - first,
                .vectors = vectors.size(),
                .sums = sums_.data() + point * sums_step_ + first * outs,
                .sums_tile = outs});
    }
}

void Plan::PartRun::carryOutputs(Span vectors) {
  const Index outputs = p_.scheme_.outputs, outs = vectors.size() * p_.width_, step = p_.w_.step();
  const Index first = vectors.begin * p_.width_, real = std::min(outs, p_.outs_ - first);
  offsets_.assign(static_cast<std::size_t>(outs), 0.0F);
  if (!bias_.empty()) std::copy_n(bias_.data() + part_.group * p_.outs_ + first, real, offsets_.data());
  out_width_ = std::min(step * outputs * part_.columns.end, p_.w_.axis().output()) -
               step * outputs * part_.columns.begin;
  output_.resize(static_cast<std::size_t>(outputs * part_.rows.size() * out_width_ * outs));
  const float* sums = sums_.data();
  for (Index grid = 0; grid < p_.w_.grids(); ++grid)
    for (Index i = 0; i < part_.rows.size(); ++i, sums += columnsOf(grid) * outs)
      carryOutput({.scheme = p_.scheme_,
                   .sums = sums,
                   .sums_step = sums_step_,
                   .tiles = columnsOf(grid),
                   .outs = outs,
                   .bias = offsets_.data(),
                   .y = output_.data() + (outputs * i * out_width_ + grid) * outs,
                   .row = out_width_ * outs,
                   .column = step * outs,
                   .rows = p_.h_.results(part_.grid_h) - outputs * (part_.rows.begin + i),
                   .columns = p_.w_.results(grid) - outputs * part_.columns.begin});
}

void Plan::PartRun::writeOutput(Span vectors) {
  const Index outputs = p_.scheme_.outputs, outs = vectors.size() * p_.width_, width = p_.w_.axis().output(),
              height = p_.h_.axis().output();
  const Index first = vectors.begin * p_.width_, channel = part_.group * p_.outs_ + first;
  const Span rows{outputs * part_.rows.begin,
                  std::min(outputs * part_.rows.end, p_.h_.results(part_.grid_h))};
  // Rows that follow each other, in both orders, are one long row.
  const Index together = p_.h_.step() == 1 && out_width_ == width ? rows.size() : 1;
  for (Index row = rows.begin; row < rows.end; row += together)
    transpose({.from = output_.data() + (row - rows.begin) * out_width_ * outs,
               .from_pitch = outs,
               .rows = together * out_width_,
               .columns = std::min(outs, p_.outs_ - first),
               .to = y_.plane(part_.n, channel).data() + (part_.grid_h + p_.h_.step() * row) * width +
                     p_.w_.step() * outputs * part_.columns.begin,
               .to_pitch = width * height});
}

void Plan::run(const Tensor& x, Bias bias, Tensor& y, int threads) const {
  const std::vector<Part> all = parts(x.shape().n, threads);
  forShares(static_cast<Index>(all.size()), threads, [&](Span share) {
    PartRun run(*this, x, bias, y);
    for (Index i = share.begin; i < share.end; ++i) run(all[static_cast<std::size_t>(i)]);
  });
}

}  // namespace tconv::winograd
