#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

#include "model/derive.h"
#include "tconv/colormap.h"

namespace lab {

/// Whether a tensor of so many channels is seen in colour: three are red, green and blue. Of any other number
/// the first alone is seen, as grey.
inline bool inColor(Index channels) { return channels == 3; }
inline Index seenChannels(Index channels) { return inColor(channels) ? 3 : 1; }

/// Row `row` of what channel `channel` shows.
using PhotoCells = std::function<std::span<const float>(Index channel, Index row)>;

/// What cannot be seen of some values.
struct Brightness {
  Index clamped = 0;    ///< how many of them clamping changes by more than rounding
  float brightest = 0;  ///< the largest of them; 0 where none is above

  void add(const Brightness& more) {
    clamped += more.clamped;
    brightest = std::max(brightest, more.brightest);
  }
};

/// A tensor seen as a photograph: values 0 ... 255 are brightness, what lies outside is clamped. Seen from
/// afar, blocks of step x step cells are shown as their mean; the last ones may be partial.
struct Photo {
  Index step = 1;
  Index rows = 0, columns = 0;     ///< blocks
  std::vector<tconv::Rgb> colors;  ///< row by row
  std::vector<std::size_t> nan;    ///< blocks of which a value is NaN, ascending
  Index values = 0;                ///< how many are seen: 1 or 3 a cell
  Brightness brightness;           ///< of all of them
};
/// x [1, C, H, W] with C >= 1.
Photo photoOf(const Tensor& x, Index step = 1);

/// The photograph of a part of the blocks; its numbers stay those of the whole.
Photo partOf(const Photo& whole, const Rect& blocks);

/// The mean of a block of cells, rounded; `columns` of them in a row.
tconv::Rgb meanColor(std::span<const tconv::Rgb> colors, Index columns, const Rect& block);

/// Makes a photograph of (rows, columns) cells from its rows. Several threads may each make a part.
class PhotoMaker {
 public:
  PhotoMaker(Pair cells, Index channels, Index step);
  /// Rows [first, end) of blocks.
  void make(Index first, Index end, const PhotoCells& cells);
  /// Of the rows of cells made so far.
  const std::vector<Brightness>& rows() const { return rows_; }
  Photo finish();

 private:
  void makeRow(Index row, const PhotoCells& cells);
  void markNan(Index row, Index channel, const PhotoCells& cells);

  const Pair cells_;
  const Index channels_;
  std::mutex mutex_;  ///< of what is NaN
  std::vector<Brightness> rows_;
  Photo photo_;
};

/// The input as a photograph. Worked out once for each step.
const Photo& originalPhoto(const Derived& derived, Index step);

/// What the weights of each phase add up to, see tconv::phaseSums(); empty above kMostPhases.
constexpr Index kMostPhases = 64;
const Tensor& phaseSums(const Derived& derived);

/// Kernels of a layer whose groups hold one input channel each, as for photographs: every channel goes its
/// own way, and the kernels of all channels may be one.
bool isDepthwise(const tconv::Layer& layer);
/// Depthwise, and all channels have the same kernels.
bool hasOneKernel(const tconv::Layer& layer, const Tensor& weight);

/// The layer made depthwise: as many output channels and groups as it has input channels.
Document depthwise(Document document);
/// Depthwise, and it enlarges by `factor` >= 1 as resizing does: the bilinear kernel of 2 s - s mod 2 taps at
/// stride s = factor, cropped so that the output has s times the cells of the input on each axis.
Document enlarging(Document document, Index factor);

}  // namespace lab
