#include "model/number.h"

#include <charconv>
#include <string>

namespace lab {

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

}  // namespace lab
