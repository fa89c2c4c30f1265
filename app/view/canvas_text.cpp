#include "view/canvas_text.h"

#include <fmt/format.h>

#include <cmath>

namespace lab::view {
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
