#include "view/canvas_text.h"

#include <fmt/format.h>

#include <cmath>

namespace lab::view {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Decoded {
  char32_t character = replacement;
  std::size_t bytes = 1;
};

Decoded decodeFirst(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes > text.size()) return {};
  char32_t character = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    character = character << 6 | (byte(i) & 0x3FU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xD800 && character < 0xE000;
  if (character < least[bytes] || character > 0x10FFFF || surrogate) return {};
  return {character, bytes};
}

}  // namespace

std::string encodeUtf8(char32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | c >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | c >> 18), tail(12), tail(6), tail(0)};
}

std::u32string decodeUtf8(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const Decoded first = decodeFirst(text);
    out += first.character;
    text.remove_prefix(first.bytes);
  }
  return out;
}

std::string plainNumber(double value) {
  const double rounded = std::round(value * 100) / 100;
  std::string text = fmt::format("{:.2f}", rounded == 0 ? 0.0 : rounded);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string hexColor(tconv::Rgb color) {
  return fmt::format("#{:02x}{:02x}{:02x}", color.r, color.g, color.b);
}

std::string refIndices(const Ref& ref, char separator) {
  const bool has_out =
      ref.kind != RefKind::input && ref.kind != RefKind::canvas && ref.kind != RefKind::stretched;
  const std::string first =
      has_out ? fmt::format("{}{}{}", ref.channel, separator, ref.out) : fmt::format("{}", ref.channel);
  std::string text = fmt::format("{}{}{}{}{}", first, separator, ref.row, separator, ref.column);
  if (ref.kind == RefKind::term) text += fmt::format("{}{}{}{}", separator, ref.u, separator, ref.v);
  return text;
}

std::string_view refName(RefKind kind) {
  switch (kind) {
    case RefKind::input:
      return "input";
    case RefKind::weight:
      return "weight";
    case RefKind::patch:
      return "patch";
    case RefKind::canvas:
      return "canvas";
    case RefKind::term:
      return "term";
    case RefKind::stretched:
      return "stretched";
    case RefKind::tile:
      return "tile";
    case RefKind::none:
      break;
  }
  return "none";
}

}  // namespace lab::view
