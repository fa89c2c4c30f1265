#include "model/quoted.h"

#include <fmt/format.h>

#include "model/utf8.h"

namespace lab {
namespace {

constexpr std::size_t kLimit = 80;

bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Whether a terminal shows a character; it acts on control characters.
bool isPrintable(const FirstCharacter& first) {
  const char32_t c = first.character;
  return first.valid && c >= 0x20 && !(c >= 0x7F && c < 0xA0);
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
    const FirstCharacter first = firstCharacter(text);
    const bool shown = isPrintable(first);
    const std::size_t length = shown ? first.bytes : 1;
    const std::string piece = shown ? std::string(text.substr(0, length)) : escaped(text[0]);
    if (result.size() + piece.size() > limit) return result + "...";
    result += piece;
    text.remove_prefix(length);
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
