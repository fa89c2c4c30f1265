#include "model/number.h"

#include <charconv>
#include <string>

namespace lab {
namespace {

std::optional<tconv::Index> parseWhole(std::string_view text) {
  const auto first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  if (first == std::string_view::npos) return {};
  text = text.substr(first, last - first + 1);
  tconv::Index value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return {};
  return value;
}

}  // namespace

std::optional<float> parseNumber(std::string_view text) {
  const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  std::string plain(text.substr(first, last - first + 1));
  constexpr std::string_view minus = "\u2212";
  // Assigned by parts: g++ 12 warns falsely of replace() with a shorter literal.
  if (plain.starts_with(minus)) plain = '-' + plain.substr(minus.size());
  if (plain.starts_with('+') && !plain.starts_with("+-")) plain.erase(0, 1);
  float value = 0;
  const auto result = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (result.ec != std::errc() || result.ptr != plain.data() + plain.size()) return {};
  return value;
}

std::optional<tconv::Pair> parsePair(std::string_view text) {
  for (const std::string_view separator : {",", "×", "x", ";"}) {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) continue;
    const auto h = parseWhole(text.substr(0, at)), w = parseWhole(text.substr(at + separator.size()));
    return h && w ? std::optional(tconv::Pair{*h, *w}) : std::nullopt;
  }
  const auto both = parseWhole(text);
  return both ? std::optional(tconv::Pair{*both}) : std::nullopt;
}

}  // namespace lab
