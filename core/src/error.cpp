#include "tconv/error.h"

#include "checked.h"
#include "join.h"

namespace tconv {

std::string Phrase::text() const {
  constexpr std::string_view kPlace = "{}";
  std::string text;
  std::size_t from = 0;
  for (const std::string& value : values) {
    const std::size_t place = words.find(kPlace, from);
    text.append(words, from, place - from).append(value);
    from = place + kPlace.size();
  }
  return text.append(words, from);
}

std::string Problem::message() const {
  return join({subject, value.empty() ? "" : " = ", value, ": ", rule.text()});
}

int positionOf(std::string_view name, std::span<const std::string_view> names, const char* what) {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<int>(i);
    all += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  throw Error({what, std::string(name), Phrase("must be one of {}", all), {}});
}

}  // namespace tconv
