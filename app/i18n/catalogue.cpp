#include "i18n/catalogue.h"

#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace lab::i18n {
namespace {

constexpr std::uint32_t kMagic = 0x950412de;

std::uint32_t numberAt(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  if (at + sizeof number > bytes.size()) throw std::invalid_argument("a compiled translation ends early");
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

/// A table entry is the length and the place of a text.
std::string_view textAt(std::string_view bytes, std::size_t entry) {
  const std::size_t length = numberAt(bytes, entry), place = numberAt(bytes, entry + 4);
  if (place > bytes.size() || length > bytes.size() - place)
    throw std::invalid_argument("a text lies outside of its compiled translation");
  return bytes.substr(place, length);
}

}  // namespace

Catalogue parseMo(std::string_view bytes) {
  if (numberAt(bytes, 0) != kMagic) throw std::invalid_argument("not a compiled translation");
  const std::size_t count = numberAt(bytes, 8), english = numberAt(bytes, 12), other = numberAt(bytes, 16);
  Catalogue catalogue;
  for (std::size_t i = 0; i < count; ++i)
    catalogue.emplace(textAt(bytes, english + 8 * i), textAt(bytes, other + 8 * i));
  catalogue.erase("");  // what stands at the head of the file
  return catalogue;
}

}  // namespace lab::i18n
