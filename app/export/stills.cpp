#include "export/stills.h"

#include <algorithm>
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
  const auto same = [&](int y) { return std::ranges::equal(rowOf(before, y), rowOf(after, y)); };
  while (top < bottom && same(top)) ++top;
  while (bottom > top && same(bottom - 1)) --bottom;
  int left = after.width, right = 0;
  for (int y = top; y < bottom; ++y) {
    const Row a = rowOf(before, y), b = rowOf(after, y);
    const auto first = std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin();
    if (first == static_cast<std::ptrdiff_t>(a.size())) continue;
    const auto last = a.rend() - std::mismatch(a.rbegin(), a.rend(), b.rbegin()).first;
    left = std::min(left, static_cast<int>(first / 3));
    right = std::max(right, static_cast<int>((last - 1) / 3 + 1));
  }
  if (top == bottom) return {};
  return {left, top, right - left, bottom - top};
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
