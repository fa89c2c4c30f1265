#include "model/quoted.h"

#include <fmt/format.h>

namespace lab {
namespace {

constexpr std::size_t kLimit = 80;

bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Bytes of the printable UTF-8 character that text starts with; 0 for a control character or a stray byte.
std::size_t printableLength(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x20 || lead == 0x7F) return 0;
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!isContinuation(text[i])) return 0;
  const bool is_c1_control = lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0;
  return is_c1_control ? 0 : length;
}

std::string escaped(char c) {
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  if (c == '\r') return "\\r";
  return fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
}

}  // namespace

std::string displayed(std::string_view text, std::size_t limit) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = printableLength(text);
    const std::string piece = length == 0 ? escaped(text[0]) : std::string(text.substr(0, length));
    if (result.size() + piece.size() > limit) return result + "...";
    result += piece;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

std::string inQuotes(std::string_view text) { return '"' + displayed(text) + '"'; }

std::string displayedPath(std::string_view path) {
  if (path.size() <= kLimit) return displayed(path, 4 * kLimit);
  std::size_t start = path.size() - kLimit;
  while (start < path.size() && isContinuation(path[start])) ++start;
  return "..." + displayed(path.substr(start), 4 * kLimit);
}

}  // namespace lab
