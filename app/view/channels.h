#pragma once

#include <optional>
#include <vector>

#include "view/marks.h"
#include "view/stage.h"
#include "view/tile_layout.h"

/// The parts of the face of channels. Internal to the scene: others call drawChannels().
namespace lab::view::channels {

/// Where the bank stands: a row for each input channel with its plane at the left, a column for each output
/// channel with its plane below, and where they meet the kernel that joins them. Comes from the shapes alone.
struct BankLayout {
  Box area;
  std::vector<Box> rows;     ///< of the bank, from its left to its right; one for each input channel
  std::vector<Box> columns;  ///< from its top to its bottom; one for each output channel
  std::vector<GridPlace> inputs, outputs;
  double cell = 0;        ///< of kernels
  bool overview = false;  ///< kernels without gaps between them, to be drawn as one picture
  double captions = 0;    ///< the room for words that name rows; numbers do where it is too little
  Point input_heading, kernel_heading, output_heading;
  double right() const { return columns.back().right(); }

  GridPlace kernel(const tconv::Trace& trace, Index in, Index out) const;
  /// Around the kernels of a group.
  Box block(const tconv::Layer& layer, Index group) const;
};
/// In the part of the face that `area` is, not zoomed.
BankLayout layoutBank(const Frame& frame, const Box& area);
/// Moved upwards, by so many points where that is more than 0: so that headings are aligned.
BankLayout raised(BankLayout bank, double by);
/// Zoomed and shifted with the frame; headings keep their size.
BankLayout zoomed(BankLayout bank, const Frame& frame);

/// What the parts of the face look at.
struct Scene : Stage {
  Scene(Canvas& canvas, const Frame& frame);

  BankLayout bank;
  Index channel;   ///< the output channel whose sum is shown
  Index first_in;  ///< the first input channel of its group
  /// What each input channel of the group gives to it, and their sum; none where there is no room for it.
  std::optional<TileLayout> sum;
  Box sum_area;
  Box note;  ///< below both: one line of text; no height where there is no room for it

  Index ins() const { return layer().in_channels / layer().groups; }
  Index outs() const { return layer().out_channels / layer().groups; }
  std::optional<float> biasOf(Index out_channel) const;
};

void drawBank(const Scene& scene, const Marks& marks);

/// A box with the value of an output channel's bias around a point, at most `room` wide; none where that does
/// not hold it, and where the layer has no bias.
void drawBias(const Scene& scene, Point middle, double room, Index out_channel);

}  // namespace lab::view::channels
