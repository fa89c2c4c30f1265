#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace tconv {

/// The parts one after the other. (Of a literal + a temporary string g++ 12 warns falsely.)
inline std::string join(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

}  // namespace tconv
