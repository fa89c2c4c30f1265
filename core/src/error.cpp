#include "tconv/error.h"

#include "checked.h"

namespace tconv {

std::string Problem::message() const {
  return value.empty() ? subject + ": " + rule : subject + " = " + value + ": " + rule;
}

int positionOf(std::string_view name, std::span<const std::string_view> names, const char* what) {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<int>(i);
    all += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  throw Error({what, std::string(name), "must be one of " + all, {}});
}

}  // namespace tconv
