#include "export/stills.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

namespace lab::exporting {
namespace {

using Row = std::span<const std::uint8_t>;

Row rowOf(const view::Picture& picture, int y) {
  const std::size_t length = static_cast<std::size_t>(picture.width) * 3;
  return Row(picture.pixels).subspan(static_cast<std::size_t>(y) * length, length);
}

}  // namespace

PixelBox changedBox(const view::Picture& before, const view::Picture& after) {
  int top = 0, bottom = after.height;
  const auto same = [&](int y) {
    const Row row = rowOf(after, y);
    return std::memcmp(row.data(), rowOf(before, y).data(), row.size()) == 0;
  };
  while (top < bottom && same(top)) ++top;
  while (bottom > top && same(bottom - 1)) --bottom;
  // In bytes. Each row is looked at only where it could widen the box.
  std::size_t left = static_cast<std::size_t>(after.width) * 3, right = 0;
  for (int y = top; y < bottom; ++y) {
    const Row a = rowOf(before, y), b = rowOf(after, y);
    const auto first =
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(left), b.begin()).first;
    left = static_cast<std::size_t>(first - a.begin());
    const auto rest = static_cast<std::ptrdiff_t>(a.size() - std::max(left, right));
    const auto last = std::mismatch(a.rbegin(), a.rbegin() + rest, b.rbegin()).first;
    right = std::max(right, a.size() - static_cast<std::size_t>(last - a.rbegin()));
  }
  if (top == bottom) return {};
  const int from = static_cast<int>(left / 3), to = static_cast<int>((right + 2) / 3);
  return {from, top, to - from, bottom - top};
}

void StillsWriter::add(view::Picture picture, double seconds) {
  if (!pending_) {
    box_ = {0, 0, picture.width, picture.height};
  } else {
    const PixelBox box = changedBox(*pending_, picture);
    if (box == PixelBox()) {
      seconds_ += seconds;
      return;
    }
    putPending();
    box_ = box;
    before_ = std::move(pending_);
  }
  pending_ = std::move(picture);
  seconds_ = seconds;
}

std::uint64_t StillsWriter::finish() {
  if (pending_) putPending();
  return close();
}

void StillsWriter::putPending() { put({*pending_, before_ ? &*before_ : nullptr, box_, seconds_}); }

}  // namespace lab::exporting
