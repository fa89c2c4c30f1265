#pragma once

#include "aligned.h"
#include "band.h"

/// The weight gradient in vectors: along the rows of x, where what a tap reads of dy is multiplied place by
/// place and the sums of some channels and taps are kept until all rows of a band are done; or along the
/// channels of x, where they have many, with each value of dy broadcast to them.
namespace tconv::weight_gradient {

/// As many channels of x and taps, or vectors of channels, are summed together.
inline constexpr int kMostChannels = 4, kMostVectors = 4;

/// A row of x and the row of the band that a kernel row reads in it, both counted from the first of the
/// place.
struct RowPair {
  std::int32_t row, read;
};

/// What both ways multiply: rows of x, for one kernel row, with one channel of dy or some.
struct Rows {
  const float* x;  ///< the first row and channel
  Index x_pitch;   ///< values from a row of x to the next
  Index columns;   ///< of x; along the rows rounded up to whole vectors, with zeros in x
  const RowPair* pairs;
  Index count;
  const float* dy;     ///< column 0 of the band's first row, in the first channel
  Index pitch, plane;  ///< values from a row of the band to the next, and from a channel
};

/// Along the rows: some channels of x with one of dy, for all taps.
struct RowSums {
  Rows rows;
  Index x_plane;               ///< values from a channel of x to the next
  const std::int32_t* shifts;  ///< of each tap
  int channels, taps;          ///< 1 ... kMostChannels, any number
  double* sums;                ///< of the first channel and tap, added to; the next tap is the next value
  Index sums_channel;          ///< values from a channel of x to the next
};
void addAlongRows(const RowSums& work);

/// Along the channels: some of x with all of dy, for one tap.
struct ChannelSums {
  Rows rows;
  Index x_step;                  ///< values from a column of x to the next
  std::int32_t shift;            ///< of the tap
  Index outs;                    ///< channels of dy
  int channels, vectors;         ///< channels in 1 ... kMostVectors vectors
  double* sums;                  ///< of the first channels, added to
  Index sums_channel, sums_out;  ///< values from a channel of x to the next, and from a channel of dy
};
void addAlongChannels(const ChannelSums& work);

/// Values in a vector of this processor; the band is read as far beyond the last column.
Index lanes();

/// pass is the direct way; returns [C_in, C_out / G, k_h, k_w].
Tensor compute(const Pass& pass, const Tensor& x, const Tensor& dy, bool along_channels, int threads);

}  // namespace tconv::weight_gradient
