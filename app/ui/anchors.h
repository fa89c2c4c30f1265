#pragma once

#include <map>
#include <string>
#include <string_view>

#include "view/canvas.h"

namespace lab::ui {

/// Where each widget was drawn last, by a stable name ("play", "slider.stride"): lessons point at them, tests
/// click them. Filled anew every frame, so that a name is there exactly while its widget is.
class Anchors {
 public:
  void clear() { boxes_.clear(); }
  void set(std::string_view name, const view::Box& box) { boxes_.insert_or_assign(std::string(name), box); }
  /// As set(), unless the name is there already.
  void add(const std::string& name, const view::Box& box) { boxes_.try_emplace(name, box); }
  /// Null where no such widget is drawn.
  const view::Box* find(std::string_view name) const {
    const auto at = boxes_.find(name);
    return at == boxes_.end() ? nullptr : &at->second;
  }
  const std::map<std::string, view::Box, std::less<>>& all() const { return boxes_; }

 private:
  std::map<std::string, view::Box, std::less<>> boxes_;
};

}  // namespace lab::ui
