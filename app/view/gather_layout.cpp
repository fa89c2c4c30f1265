#include <algorithm>

#include "view/gather.h"

namespace lab::view::gather {
namespace {

// In points at scale 1.
constexpr double kMargin = 20, kGap = 24, kWords = 128, kNarrow = 560;

struct Contents {
  BlockContent stretched, kernels, outputs;
};

Contents contentsOf(const tconv::Trace& trace) {
  const Layer& layer = trace.layer();
  const CroppedEnds h = croppedEnds(trace.axes().h), w = croppedEnds(trace.axes().w);
  const Index ins = layer.in_channels / layer.groups;
  const Shape weight = trace.weight().shape();
  const Pair canvas = trace.canvasSize();
  const bool bars = layer.dims == 1;
  return {
      {ins, trace.axes().h.stretched() + h.begin + h.end, trace.axes().w.stretched() + w.begin + w.end, bars},
      {ins, weight.h, weight.w},
      {layer.out_channels, canvas.h, canvas.w, bars}};
}

/// Three columns: stretched input, kernel above the words, output.
GatherLayout wide(const Contents& c, const Box& area, double s) {
  const double usable = area.w - (2 * kMargin + 2 * kGap) * s;
  const double left = wantedColumns(c.stretched), middle = wantedColumns(c.kernels),
               right = wantedColumns(c.outputs);
  const double middle_share = std::clamp(middle / (left + middle + right), 0.24, 0.30);
  const double left_share = (1 - middle_share) * std::clamp(left / (left + right), 0.35, 0.65);
  GatherLayout layout;
  Box column{area.x + kMargin * s, area.y, usable * left_share, area.h};
  layout.stretched =
      placeBlock(c.stretched, {column.x, column.y, column.w, column.h - 28 * s}, s, kLargestCell * s);
  column = {column.right() + kGap * s, area.y, usable * middle_share, area.h};
  const double words = std::max(kWords * s, column.h * 0.42);
  layout.kernels = placeBlock(c.kernels, {column.x, column.y, column.w, column.h - words - 28 * s}, s,
                              std::max(layout.stretched.planes.front().cell, 36 * s));
  layout.words = {column.x + 20 * s, column.bottom() - words, column.w - 20 * s, words - 12 * s};
  column = {column.right() + kGap * s, area.y, usable * (1 - left_share - middle_share), area.h};
  layout.outputs = placeBlock(c.outputs, column, s, kLargestCell * s);
  return layout;
}

/// Two rows: stretched input and kernel, output and words.
GatherLayout narrow(const Contents& c, const Box& area, double s) {
  const double usable = area.w - (2 * kMargin + kGap) * s, left = usable * 0.6;
  const double upper =
      area.h *
      std::clamp(wantedRows(c.stretched) / (wantedRows(c.stretched) + wantedRows(c.outputs)), 0.4, 0.6);
  const double x = area.x + (kMargin - 12) * s, right = x + left + kGap * s;
  GatherLayout layout;
  layout.stretched = placeBlock(c.stretched, {x, area.y, left, upper - 20 * s}, s, kLargestCell * s);
  layout.kernels = placeBlock(c.kernels, {right, area.y, usable - left, upper - 20 * s}, s,
                              std::max(layout.stretched.planes.front().cell, 36 * s));
  layout.outputs =
      placeBlock(c.outputs, {x, area.y + upper, left, area.h - upper - 8 * s}, s, kLargestCell * s);
  layout.words = {right, area.y + upper + 16 * s, usable - left, area.h - upper - 28 * s};
  return layout;
}

}  // namespace

CroppedEnds croppedEnds(const tconv::Axis& axis) {
  return {std::max<Index>(0, -axis.stretchedBegin()), std::max<Index>(0, -axis.stretchedEnd())};
}

GatherLayout layoutGather(const Frame& frame) {
  const Contents contents = contentsOf(frame.trace());
  const bool is_narrow = frame.area.w < kNarrow * frame.scale;
  GatherLayout layout =
      is_narrow ? narrow(contents, frame.area, frame.scale) : wide(contents, frame.area, frame.scale);
  for (Block* block : {&layout.stretched, &layout.kernels, &layout.outputs}) zoomBlock(*block, frame);
  return layout;
}

}  // namespace lab::view::gather
