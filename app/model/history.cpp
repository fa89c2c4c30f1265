#include "model/history.h"

#include <utility>

namespace lab {

void History::commit() {
  if (current_ == committed_) return;
  undo_.push_back(std::exchange(committed_, current_));
  redo_.clear();
}

void History::undo() {
  commit();
  if (undo_.empty()) return;
  redo_.push_back(std::move(current_));
  current_ = committed_ = std::move(undo_.back());
  undo_.pop_back();
}

void History::redo() {
  commit();
  if (redo_.empty()) return;
  undo_.push_back(std::move(current_));
  current_ = committed_ = std::move(redo_.back());
  redo_.pop_back();
}

}  // namespace lab
