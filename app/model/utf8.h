#pragma once

#include <string>
#include <string_view>

namespace lab {

/// The first character of a text that is not empty, and how many bytes it takes: 1 to 4. A byte that begins
/// no character (a stray one, an overlong form, a surrogate, beyond U+10FFFF) has none.
struct FirstCharacter {
  bool valid = false;
  char32_t character = U'\uFFFD';
  std::size_t bytes = 1;
};
FirstCharacter firstCharacter(std::string_view utf8);

/// The characters of a text; U+FFFD for each byte that begins none.
std::u32string decodeUtf8(std::string_view utf8);
std::string encodeUtf8(char32_t character);

}  // namespace lab
