#pragma once

#include <cstdint>
#include <vector>

#include "tconv/colormap.h"

namespace lab::exporting {

/// Counts the colours of many pixels.
class ColorCounts {
 public:
  ColorCounts();

  void add(tconv::Rgb color, std::uint32_t pixels = 1);
  std::size_t size() const { return used_; }

  struct Entry {
    tconv::Rgb color;
    std::uint32_t count = 0;  ///< 0: free
    std::uint8_t index = 0;   ///< in a palette
  };
  /// In an order that depends on the colours alone.
  std::vector<Entry*> entries();
  /// A colour that was added.
  const Entry& of(tconv::Rgb color) const;

 private:
  std::size_t placeOf(tconv::Rgb color) const;
  void grow();

  std::vector<Entry> table_;  ///< open addressing; a power of two, at most half full
  std::size_t used_ = 0;
};

/// A palette of at most `most` colours, 1 ... 256, and the index that stands for each counted colour. They
/// are the colours themselves where they are few enough, else a median cut, in which a colour that fills most
/// of its part is kept exactly: flat areas do not change.
std::vector<tconv::Rgb> paletteOf(ColorCounts& counts, std::size_t most);

}  // namespace lab::exporting
