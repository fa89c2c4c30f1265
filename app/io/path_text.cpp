#include "io/path_text.h"

#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "model/quoted.h"

namespace lab::io {
namespace {

constexpr std::string_view kScheme = "file://";
constexpr std::string_view kPlain = "/-._~";

bool standsForItself(char c) {
  return (static_cast<unsigned char>(c) < 0x80 && std::isalnum(c) != 0) ||
         kPlain.find(c) != std::string_view::npos;
}

}  // namespace

std::string textOfPath(const std::filesystem::path& path) {
  const std::string& bytes = path.native();
  if (displayed(bytes, std::string::npos) == bytes) return bytes;
  std::string text(kScheme);
  for (const char c : bytes)
    text += standsForItself(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return text;
}

std::filesystem::path pathOfText(std::string_view text) {
  if (!text.starts_with(kScheme)) return text;
  text.remove_prefix(kScheme.size());
  std::string bytes;
  while (!text.empty()) {
    unsigned code = 0;
    const bool escaped = text[0] == '%' && text.size() > 2 &&
                         std::from_chars(text.data() + 1, text.data() + 3, code, 16).ptr == text.data() + 3;
    bytes += escaped ? static_cast<char>(code) : text[0];
    text.remove_prefix(escaped ? 3 : 1);
  }
  return bytes;
}

}  // namespace lab::io
