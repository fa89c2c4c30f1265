#include "export/video_frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <span>
#include <stdexcept>
#include <utility>

namespace lab::exporting {
namespace {

constexpr int kBits = 16;                                                   // of fractions
constexpr double kRed = 0.2126, kBlue = 0.0722, kGreen = 1 - kRed - kBlue;  // ITU-R BT.709-6, section 3
constexpr double kLumaRange = 219.0 / 255, kChromaRange = 224.0 / 255;

/// What of red, green and blue makes one component, and what it is for black.
struct Mix {
  std::array<int, 3> weights{};
  int offset = 0;

  constexpr Mix(double red, double green, double blue, double range, int black) : offset(black) {
    const auto fixed = [&](double part) {
      const double exact = part * range * (1 << kBits);
      return static_cast<int>(exact < 0 ? exact - 0.5 : exact + 0.5);
    };
    weights = {fixed(red), fixed(green), fixed(blue)};
  }
  /// Of sums of 2^more pixels.
  int of(int red, int green, int blue, int more = 0) const {
    const int bits = kBits + more;
    const int sum = weights[0] * red + weights[1] * green + weights[2] * blue;
    return (sum + (offset << bits) + (1 << (bits - 1))) >> bits;
  }
};

constexpr Mix kLuma(kRed, kGreen, kBlue, kLumaRange, 16);
constexpr Mix kChromaBlue(-kRed / (2 - 2 * kBlue), -kGreen / (2 - 2 * kBlue), 0.5, kChromaRange, 128);
constexpr Mix kChromaRed(0.5, -kGreen / (2 - 2 * kRed), -kBlue / (2 - 2 * kRed), kChromaRange, 128);

using Row = std::span<const std::uint8_t>;

void convertLuma(Row row, std::uint8_t* out) {
  for (std::size_t i = 0; i < row.size(); i += 3)
    *out++ = static_cast<std::uint8_t>(kLuma.of(row[i], row[i + 1], row[i + 2]));
}

/// Weighs each second pixel twice and its neighbours once, in both rows.
void convertChroma(Row upper, Row lower, std::uint8_t* blue, std::uint8_t* red) {
  for (std::size_t i = 0; i < upper.size(); i += 6) {
    const std::size_t left = i == 0 ? 0 : i - 3, right = i + 3;
    const auto sum = [&](std::size_t c) {
      return upper[left + c] + 2 * upper[i + c] + upper[right + c] + lower[left + c] + 2 * lower[i + c] +
             lower[right + c];
    };
    const int r = sum(0), g = sum(1), b = sum(2);
    *blue++ = static_cast<std::uint8_t>(kChromaBlue.of(r, g, b, 3));
    *red++ = static_cast<std::uint8_t>(kChromaRed.of(r, g, b, 3));
  }
}

}  // namespace

VideoFrame::VideoFrame(int width, int height)
    : width_(static_cast<std::size_t>(width)),
      height_(static_cast<std::size_t>(height)),
      planes_(width_ * height_ * 3 / 2) {
  if (width < 2 || height < 2 || width % 2 != 0 || height % 2 != 0)
    throw std::invalid_argument("a video's sides are even");
}

void VideoFrame::show(view::Picture picture) {
  if (picture.pixels.size() != width_ * height_ * 3) throw std::invalid_argument("not the video's size");
  const view::Picture before = std::exchange(shown_, std::move(picture));
  const std::size_t two_rows = width_ * 3 * 2;
  for (std::size_t y = 0; y < height_; y += 2) {
    const std::size_t at = y / 2 * two_rows;
    if (before.pixels.empty() || std::memcmp(&before.pixels[at], &shown_.pixels[at], two_rows) != 0)
      convertRows(y);
  }
}

std::string_view VideoFrame::bytes() const {
  return {reinterpret_cast<const char*>(planes_.data()), planes_.size()};
}

void VideoFrame::convertRows(std::size_t y) {
  const std::size_t length = 3 * width_;
  const Row upper = Row(shown_.pixels).subspan(y * length, length),
            lower = Row(shown_.pixels).subspan((y + 1) * length, length);
  std::uint8_t* luma = planes_.data() + y * width_;
  convertLuma(upper, luma);
  convertLuma(lower, luma + width_);
  std::uint8_t* chroma = planes_.data() + width_ * height_ + y / 2 * (width_ / 2);
  convertChroma(upper, lower, chroma, chroma + width_ * height_ / 4);
}

}  // namespace lab::exporting
