#include "model/photo.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "tconv/brightness.h"
#include "tconv/overlap.h"

namespace lab {
namespace {

/// The mean of sums of `cells` bytes, rounded.
std::uint8_t meanOf(std::uint32_t sum, std::uint32_t cells) {
  return static_cast<std::uint8_t>((sum + cells / 2) / cells);
}

using KeptOriginals = KeptBy<Index, Photo>;

/// A type of its own for the kept result, see Memo.
struct KeptPhaseSums {
  Tensor sums;
};

}  // namespace

Photo partOf(const Photo& whole, const Rect& blocks) {
  Photo part;
  part.step = whole.step;
  part.rows = blocks.height(), part.columns = blocks.width();
  part.values = whole.values, part.brightness = whole.brightness;
  part.colors.reserve(static_cast<std::size_t>(part.rows * part.columns));
  for (Index row = blocks.top; row < blocks.bottom; ++row) {
    const auto first = whole.colors.begin() + row * whole.columns;
    part.colors.insert(part.colors.end(), first + blocks.left, first + blocks.right);
  }
  for (const std::size_t i : whole.nan) {
    const Index row = static_cast<Index>(i) / whole.columns, column = static_cast<Index>(i) % whole.columns;
    if (blocks.contains(row, column))
      part.nan.push_back(static_cast<std::size_t>((row - blocks.top) * part.columns + column - blocks.left));
  }
  return part;
}

tconv::Rgb meanColor(std::span<const tconv::Rgb> colors, Index columns, const Rect& block) {
  std::uint32_t r = 0, g = 0, b = 0;
  for (Index row = block.top; row < block.bottom; ++row)
    for (Index column = block.left; column < block.right; ++column) {
      const tconv::Rgb color = colors[static_cast<std::size_t>(row * columns + column)];
      r += color.r, g += color.g, b += color.b;
    }
  const auto cells = static_cast<std::uint32_t>(block.height() * block.width());
  return {meanOf(r, cells), meanOf(g, cells), meanOf(b, cells)};
}

PhotoMaker::PhotoMaker(Pair cells, Index channels, Index step)
    : cells_(cells), channels_(seenChannels(channels)), rows_(static_cast<std::size_t>(cells.h)) {
  photo_.step = step;
  photo_.rows = (cells.h + step - 1) / step, photo_.columns = (cells.w + step - 1) / step;
  photo_.values = channels_ * cells.h * cells.w;
  photo_.colors.resize(static_cast<std::size_t>(photo_.rows * photo_.columns));
}

void PhotoMaker::make(Index first, Index end, const PhotoCells& cells) {
  for (Index row = first; row < end; ++row) makeRow(row, cells);
}

void PhotoMaker::makeRow(Index row, const PhotoCells& cells) {
  const auto width = static_cast<std::size_t>(cells_.w), step = static_cast<std::size_t>(photo_.step);
  const Index top = row * photo_.step, bottom = std::min(top + photo_.step, cells_.h);
  std::array<std::vector<std::uint32_t>, 3> sums;
  for (Index c = 0; c < channels_; ++c) {
    std::vector<std::uint32_t>& sum = sums[static_cast<std::size_t>(c)];
    sum.resize(width);
    bool missing = false;
    for (Index i = top; i < bottom; ++i) {
      const tconv::BrightnessRange range = tconv::addBrightness(cells(c, i), sum);
      rows_[static_cast<std::size_t>(i)].add({range.clamped, range.brightest});
      missing |= range.nan;
    }
    if (missing) markNan(row, c, cells);
  }
  const auto &red = sums[0], &green = channels_ == 3 ? sums[1] : red, &blue = channels_ == 3 ? sums[2] : red;
  tconv::Rgb* color = &photo_.colors[static_cast<std::size_t>(row * photo_.columns)];
  for (std::size_t left = 0; left < width; left += step, ++color) {
    const std::size_t right = std::min(left + step, width);
    std::uint32_t r = 0, g = 0, b = 0;
    for (std::size_t j = left; j < right; ++j) r += red[j], g += green[j], b += blue[j];
    const auto count = static_cast<std::uint32_t>(static_cast<std::size_t>(bottom - top) * (right - left));
    *color = {meanOf(r, count), meanOf(g, count), meanOf(b, count)};
  }
}

/// Adds the blocks of a row that hold a NaN of a channel.
void PhotoMaker::markNan(Index row, Index channel, const PhotoCells& cells) {
  const std::scoped_lock lock(mutex_);
  for (Index i = row * photo_.step; i < std::min((row + 1) * photo_.step, cells_.h); ++i) {
    const auto values = cells(channel, i);
    for (Index j = 0; j < cells_.w; ++j)
      if (std::isnan(values[static_cast<std::size_t>(j)]))
        photo_.nan.push_back(static_cast<std::size_t>(row * photo_.columns + j / photo_.step));
  }
}

Photo PhotoMaker::finish() {
  for (const Brightness& row : rows_) photo_.brightness.add(row);
  std::ranges::sort(photo_.nan);
  photo_.nan.erase(std::unique(photo_.nan.begin(), photo_.nan.end()), photo_.nan.end());
  return std::move(photo_);
}

Photo photoOf(const Tensor& x, Index step) {
  const Shape shape = x.shape();
  PhotoMaker maker(shape.spatial(), shape.c, step);
  maker.make(0, (shape.h + step - 1) / step, [&](Index channel, Index row) {
    return x.values().subspan(static_cast<std::size_t>((channel * shape.h + row) * shape.w),
                              static_cast<std::size_t>(shape.w));
  });
  return maker.finish();
}

const Photo& originalPhoto(const Derived& derived, Index step) {
  return derived.input->memo->get<KeptOriginals>([] { return KeptOriginals(); }).get(step, [&] {
    return photoOf(*derived.input->x, step);
  });
}

const Tensor& phaseSums(const Derived& derived) {
  const auto make = [&]() -> KeptPhaseSums {
    const Pair stride{derived.axes().h.stride, derived.axes().w.stride};
    if (stride.h > kMostPhases || stride.w > kMostPhases / stride.h) return {};
    return {tconv::phaseSums(derived.layer(), derived.trace->weight())};
  };
  return derived.memo->get<KeptPhaseSums>(make).sums;
}

bool isDepthwise(const tconv::Layer& layer) {
  return layer.in_channels > 1 && layer.groups == layer.in_channels;
}

bool hasOneKernel(const tconv::Layer& layer, const Tensor& weight) {
  if (!isDepthwise(layer)) return false;
  const auto values = weight.values();
  const auto size = values.size() / static_cast<std::size_t>(layer.in_channels);
  for (std::size_t i = size; i < values.size(); ++i)
    if (values[i] != values[i - size]) return false;
  return true;
}

Document depthwise(Document document) {
  document.layer.out_channels = document.layer.groups = document.layer.in_channels;
  return document;
}

Document enlarging(Document document, Index factor) {
  document = depthwise(std::move(document));
  Layer& layer = document.layer;
  layer.stride = factor;
  layer.kernel_size = 2 * factor - factor % 2;
  layer.padding = Pair{factor / 2};
  layer.output_padding = 0;
  layer.dilation = 1;
  document.kernel = {tconv::KernelPreset::bilinear, document.kernel.seed, nullptr};
  return document;
}

}  // namespace lab
