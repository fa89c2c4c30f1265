#include <algorithm>
#include <cmath>

#include "view/channels.h"

namespace lab::view::channels {
namespace {

// All lengths in points at scale 1.
constexpr double kMargin = 24;
constexpr double kCaption = 64;     ///< left of the inputs: "channel 0"
constexpr double kNumber = 16;      ///< the number alone
constexpr double kTop = 56;         ///< holds the headings
constexpr double kToBank = 28;      ///< between the inputs and the bank
constexpr double kToOutputs = 28;   ///< between the bank and the outputs
constexpr double kBiasHeight = 20;  ///< more, where biases stand there
constexpr double kBelow = 28;       ///< below the outputs, their captions
constexpr double kGroupGap = 14;    ///< between groups, beside the gap between channels
constexpr double kHeading = 76;     ///< the inputs are at least as wide as their heading
constexpr double kTallestRow = 120, kTallestOutput = 110, kLargestCell = 40;
/// More kernels than this are one picture.
constexpr Index kMostKernels = 512;

double wholeCell(double cell) { return cell >= 8 ? std::floor(cell) : std::max(cell, 1e-3); }

/// The shapes and the room that they share.
struct Room {
  Box area;
  double s;
  Layer layer;
  Pair input, canvas;

  bool small() const { return area.w < 320 * s || area.h < 260 * s; }
  bool overview() const {
    return layer.in_channels * layer.out_channels / layer.groups > kMostKernels ||
           std::max(layer.in_channels, layer.out_channels) > 24;
  }
  double gap() const {
    const Index most = std::max(layer.in_channels, layer.out_channels);
    return overview() ? 0 : (most <= 8 && !small() ? 10 : 4) * s;
  }
  double groupGap() const { return (overview() || small() ? 6 : kGroupGap) * s; }
  /// What the gaps between so many channels take.
  double gaps(Index channels) const {
    return static_cast<double>(channels - 1) * gap() + static_cast<double>(layer.groups - 1) * groupGap();
  }
  double top() const { return (small() ? 40 : kTop) * s; }
  double toOutputs() const { return (kToOutputs + (layer.bias && !overview() ? kBiasHeight : 0)) * s; }
  double below() const { return (overview() ? 12 : kBelow) * s; }
  double captions() const {
    return layer.in_channels == 1 || overview() ? 0 : (small() ? kNumber : kCaption) * s;
  }
};

/// The sides of everything: rows and columns of the bank, cells of the three tensors.
struct Sizes {
  double row = 0, column = 0, output = 0;
  double input_cell = 0, kernel_cell = 0, output_cell = 0;
  double bank_x = 0;  ///< from the left of the area
};

double ratio(Index a, Index b) { return static_cast<double>(a) / static_cast<double>(b); }

Sizes sizesFor(const Room& room) {
  const Layer& layer = room.layer;
  const Pair kernel = layer.dims == 1 ? Pair(1, layer.kernel_size.w) : layer.kernel_size;
  const double s = room.s;
  const auto ins = static_cast<double>(layer.in_channels), outs = static_cast<double>(layer.out_channels);
  const double height = std::max(
      1.0, room.area.h - room.top() - room.toOutputs() - room.below() - room.gaps(layer.in_channels));
  const double strip = (layer.out_channels > 1 ? 0.2 : 0.3) * room.area.w;
  const double width =
      room.area.w - (kMargin + kToBank + 8) * s - room.captions() - room.gaps(layer.out_channels);
  const double narrowest = std::max(1.0, (width - std::max(strip, kHeading * s)) / outs);
  Sizes z;
  z.output = std::min(std::max(height / (ins + 1), std::min(height * 0.35, kTallestOutput * s)),
                      narrowest * ratio(room.canvas.h, room.canvas.w));
  z.row = std::min({(height - z.output) / ins, kTallestRow * s,
                    kLargestCell * s * static_cast<double>(std::max(room.input.h, kernel.h))});
  z.input_cell = wholeCell(
      std::min(z.row / static_cast<double>(room.input.h), strip / static_cast<double>(room.input.w)));
  const double inputs =
      std::max(z.input_cell * static_cast<double>(room.input.w), room.small() ? 0 : kHeading * s);
  z.bank_x = (kMargin + kToBank) * s + room.captions() + inputs;
  z.column = std::min(
      std::max(1.0, width - inputs) / outs,
      std::max({z.row * ratio(kernel.w, kernel.h), z.output * ratio(room.canvas.w, room.canvas.h), 32 * s}));
  z.kernel_cell =
      wholeCell(std::min(z.row / static_cast<double>(kernel.h), z.column / static_cast<double>(kernel.w)));
  if (room.overview()) {  // neighbouring kernels touch
    z.row = z.kernel_cell * static_cast<double>(kernel.h);
    z.column = z.kernel_cell * static_cast<double>(kernel.w);
    z.input_cell = std::min(z.input_cell, z.row / static_cast<double>(room.input.h));
  }
  z.row = std::max(z.kernel_cell * static_cast<double>(kernel.h),
                   z.input_cell * static_cast<double>(room.input.h));
  z.output_cell = wholeCell(std::min({z.output / static_cast<double>(room.canvas.h),
                                      z.column / static_cast<double>(room.canvas.w), kLargestCell * s}));
  z.output = z.output_cell * static_cast<double>(room.canvas.h);
  return z;
}

/// Where channel i begins, from the start of the first.
double startOf(const Room& room, Index i, Index in_group, double side) {
  const Index groups_before = i / in_group;
  return static_cast<double>(i) * (side + room.gap()) + static_cast<double>(groups_before) * room.groupGap();
}

GridPlace centred(const Box& slot, Index rows, Index columns, double cell) {
  const double w = static_cast<double>(columns) * cell, h = static_cast<double>(rows) * cell;
  return {
      {std::round(slot.center().x - w / 2), std::round(slot.center().y - h / 2), w, h}, rows, columns, cell};
}

void scale(Box& box, const Frame& frame) {
  const Point c = frame.area.center();
  box = {c.x + (box.x - c.x) * frame.zoom + frame.pan.x * frame.area.w,
         c.y + (box.y - c.y) * frame.zoom + frame.pan.y * frame.area.h, box.w * frame.zoom,
         box.h * frame.zoom};
}

void scale(GridPlace& place, const Frame& frame) {
  scale(place.box, frame);
  place.cell *= frame.zoom;
}

void placeHeadings(BankLayout& bank, double s) {
  const double y = bank.rows.front().y - 20 * s;
  bank.input_heading = {bank.inputs.front().box.x, std::min(y, bank.inputs.front().box.y - 20 * s)};
  bank.kernel_heading = {bank.rows.front().x, bank.input_heading.y};
  bank.output_heading = {bank.inputs.front().box.x, bank.outputs.front().box.y + 14 * s};
}

}  // namespace

BankLayout layoutBank(const Frame& frame, const Box& area) {
  const tconv::Trace& trace = frame.trace();
  const Layer& layer = trace.layer();
  const Room room{area, frame.scale, layer, trace.x().shape().spatial(), trace.canvasSize()};
  const Sizes z = sizesFor(room);
  const Index ins = layer.in_channels / layer.groups, outs = layer.out_channels / layer.groups;
  const double height = startOf(room, layer.in_channels - 1, ins, z.row) + z.row;
  const double width = startOf(room, layer.out_channels - 1, outs, z.column) + z.column;
  const double used = height + room.toOutputs() + z.output;
  const double free = area.h - room.top() - room.below() - used;
  const double top = std::round(area.y + room.top() + std::max(0.0, free / 2));
  const double left = std::round(area.x + z.bank_x);
  BankLayout bank;
  bank.area = area;
  bank.cell = z.kernel_cell;
  bank.overview = room.overview();
  const double words = room.captions() - kNumber * frame.scale;
  bank.captions = words > 0 ? words + kMargin * frame.scale : 0;
  for (Index i = 0; i < layer.in_channels; ++i)
    bank.rows.push_back({left, top + startOf(room, i, ins, z.row), width, z.row});
  for (Index o = 0; o < layer.out_channels; ++o)
    bank.columns.push_back({left + startOf(room, o, outs, z.column), top, z.column, height});
  const double strip = std::round(area.x + kMargin * frame.scale + room.captions());
  for (const Box& row : bank.rows) {
    GridPlace place = centred(row, room.input.h, room.input.w, z.input_cell);
    place.box.x = strip;
    bank.inputs.push_back(place);
  }
  for (const Box& column : bank.columns)
    bank.outputs.push_back(centred({column.x, top + height + room.toOutputs(), z.column, z.output},
                                   room.canvas.h, room.canvas.w, z.output_cell));
  placeHeadings(bank, frame.scale);
  return bank;
}

BankLayout raised(BankLayout bank, double by) {
  if (by <= 0) return bank;
  for (auto* boxes : {&bank.rows, &bank.columns})
    for (Box& box : *boxes) box.y -= by;
  for (auto* places : {&bank.inputs, &bank.outputs})
    for (GridPlace& place : *places) place.box.y -= by;
  for (Point* heading : {&bank.input_heading, &bank.kernel_heading, &bank.output_heading}) heading->y -= by;
  return bank;
}

BankLayout zoomed(BankLayout bank, const Frame& frame) {
  for (auto* boxes : {&bank.rows, &bank.columns})
    for (Box& box : *boxes) scale(box, frame);
  for (auto* places : {&bank.inputs, &bank.outputs})
    for (GridPlace& place : *places) scale(place, frame);
  bank.cell *= frame.zoom;
  placeHeadings(bank, frame.scale);
  return bank;
}

GridPlace BankLayout::kernel(const tconv::Trace& trace, Index in, Index out) const {
  const Shape w = trace.weight().shape();
  const Box& row = rows[static_cast<std::size_t>(in)];
  const Box& column = columns[static_cast<std::size_t>(out)];
  return centred({column.x, row.y, column.w, row.h}, w.h, w.w, cell);
}

Box BankLayout::block(const tconv::Layer& layer, Index group) const {
  const Index ins = layer.in_channels / layer.groups, outs = layer.out_channels / layer.groups;
  const Box &first = rows[static_cast<std::size_t>(group * ins)],
            &last = rows[static_cast<std::size_t>((group + 1) * ins - 1)];
  const Box &left = columns[static_cast<std::size_t>(group * outs)],
            &right = columns[static_cast<std::size_t>((group + 1) * outs - 1)];
  return {left.x, first.y, right.right() - left.x, last.bottom() - first.y};
}

}  // namespace lab::view::channels
