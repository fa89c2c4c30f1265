#pragma once

#include <span>
#include <string_view>

#include "model/document.h"

namespace lab {

/// A setting worth starting from.
struct Example {
  std::string_view id;
  std::string_view label;
  std::string_view remark;
  Document (*make)();
};

std::span<const Example> examples();

}  // namespace lab
