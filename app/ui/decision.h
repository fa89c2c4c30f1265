#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lab::ui {

/// Something that the user must decide before going on, in a sheet over everything.
struct Decision {
  struct Answer {
    std::string id;  ///< its anchor is "answer.<id>"
    std::string label;
    std::function<void()> then;
  };
  std::string text, detail;
  std::vector<Answer> answers;  ///< Enter takes the first one at the beginning, Esc the last one
};

}  // namespace lab::ui
