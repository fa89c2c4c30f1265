#pragma once

#include <utility>
#include <vector>

#include "model/document.h"

namespace lab {

/// Undo and redo of whole values; cheap, because documents share their tensors. One gesture (a drag, a typed
/// value) is one entry: the value may change as often as it likes between commits.
template <class Value>
class HistoryOf {
 public:
  explicit HistoryOf(Value initial) : current_(std::move(initial)) {}

  const Value& current() const { return current_; }
  /// Shows `edited` without an undo entry of its own: the gesture is still going on.
  void preview(Value edited) { current_ = std::move(edited); }
  /// Ends a gesture: what current() was at the last commit becomes one undo entry, if anything differs.
  void commit() {
    if (current_ == committed_) return;
    undo_.push_back(std::exchange(committed_, current_));
    redo_.clear();
  }
  /// Shows `edited` as if it had been so at the last commit.
  void amend(const Value& edited) { current_ = committed_ = edited; }
  bool canUndo() const { return !undo_.empty(); }
  bool canRedo() const { return !redo_.empty(); }
  void undo() {
    commit();
    move(undo_, redo_);
  }
  void redo() {
    commit();
    move(redo_, undo_);
  }

 private:
  void move(std::vector<Value>& from, std::vector<Value>& to) {
    if (from.empty()) return;
    to.push_back(std::move(current_));
    current_ = committed_ = std::move(from.back());
    from.pop_back();
  }

  Value current_;
  Value committed_ = current_;
  std::vector<Value> undo_, redo_;
};

using History = HistoryOf<Document>;

}  // namespace lab
