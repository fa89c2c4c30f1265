#include "export/palette.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace lab::exporting {
namespace {

using tconv::Rgb;
using Entry = ColorCounts::Entry;

constexpr std::array<std::uint8_t Rgb::*, 3> kAxes = {&Rgb::r, &Rgb::g, &Rgb::b};

std::uint32_t packed(Rgb c) { return std::uint32_t{c.r} << 16 | std::uint32_t{c.g} << 8 | c.b; }

/// Some of the colours, and how far they lie apart.
struct Part {
  std::span<Entry*> entries;
  double weight = 0;
  std::array<double, 3> mean{};
  double error = 0;  ///< sum of squared distances from the mean along `axis`
  int axis = 0;      ///< along which they are spread most

  explicit Part(std::span<Entry*> of) : entries(of) {
    std::array<double, 3> squares{};
    for (const Entry* entry : entries) {
      weight += entry->count;
      for (std::size_t i = 0; i < 3; ++i) {
        const double value = entry->color.*kAxes[i];
        mean[i] += entry->count * value;
        squares[i] += entry->count * value * value;
      }
    }
    for (std::size_t i = 0; i < 3; ++i) {
      mean[i] /= weight;
      const double spread = squares[i] - weight * mean[i] * mean[i];
      if (spread > error) axis = static_cast<int>(i);
      error = std::max(error, spread);
    }
    if (entries.size() == 1) error = 0;  // whatever rounding says
  }

  /// Both halves hold something: the mean lies between the least and the greatest.
  std::pair<Part, Part> split() const {
    const auto channel = kAxes[static_cast<std::size_t>(axis)];
    const double middle = mean[static_cast<std::size_t>(axis)];
    const auto second = std::stable_partition(
        entries.begin(), entries.end(), [&](const Entry* entry) { return entry->color.*channel <= middle; });
    const auto size = static_cast<std::size_t>(second - entries.begin());
    return {Part(entries.first(size)), Part(entries.subspan(size))};
  }

  Rgb color() const {
    const Entry* most = *std::ranges::max_element(entries, {}, [](const Entry* e) { return e->count; });
    if (2.0 * most->count >= weight) return most->color;
    const auto rounded = [](double value) { return static_cast<std::uint8_t>(std::lround(value)); };
    return {rounded(mean[0]), rounded(mean[1]), rounded(mean[2])};
  }
};

}  // namespace

ColorCounts::ColorCounts() : table_(1024) {}

std::size_t ColorCounts::placeOf(Rgb color) const {
  const std::size_t mask = table_.size() - 1;
  std::size_t place = (packed(color) * 2654435761U >> 7) & mask;
  while (table_[place].count != 0 && table_[place].color != color) place = (place + 1) & mask;
  return place;
}

void ColorCounts::add(Rgb color, std::uint32_t pixels) {
  Entry& entry = table_[placeOf(color)];
  if (std::exchange(entry.count, entry.count + pixels) != 0) return;
  entry.color = color;
  if (++used_ * 2 > table_.size()) grow();
}

void ColorCounts::grow() {
  std::vector<Entry> old = std::exchange(table_, std::vector<Entry>(table_.size() * 2));
  for (const Entry& entry : old)
    if (entry.count != 0) table_[placeOf(entry.color)] = entry;
}

std::vector<ColorCounts::Entry*> ColorCounts::entries() {
  std::vector<Entry*> entries;
  for (Entry& entry : table_)
    if (entry.count != 0) entries.push_back(&entry);
  std::ranges::sort(entries, {}, [](const Entry* entry) { return packed(entry->color); });
  return entries;
}

const ColorCounts::Entry& ColorCounts::of(Rgb color) const { return table_[placeOf(color)]; }

std::vector<Rgb> paletteOf(ColorCounts& counts, std::size_t most) {
  std::vector<Entry*> entries = counts.entries();
  std::vector<Part> parts;
  if (entries.size() <= most) {
    for (Entry*& entry : entries) parts.emplace_back(std::span(&entry, 1));
  } else {
    parts.emplace_back(entries);
  }
  while (parts.size() < std::min(most, entries.size())) {
    const auto widest = std::ranges::max_element(parts, {}, &Part::error);
    auto [first, second] = widest->split();
    *widest = first;
    parts.push_back(second);
  }
  std::vector<Rgb> palette;
  for (const Part& part : parts) {
    for (Entry* entry : part.entries) entry->index = static_cast<std::uint8_t>(palette.size());
    palette.push_back(part.color());
  }
  return palette;
}

}  // namespace lab::exporting
