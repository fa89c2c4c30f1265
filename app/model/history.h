#pragma once

#include <vector>

#include "model/document.h"

namespace lab {

/// Undo and redo of whole documents; cheap, because documents share their tensors. One gesture (a drag, a
/// typed value) is one entry: the document may change as often as it likes between commits.
class History {
 public:
  explicit History(Document initial) : current_(std::move(initial)) {}

  const Document& current() const { return current_; }
  /// Shows `edited` without an undo entry of its own: the gesture is still going on.
  void preview(Document edited) { current_ = std::move(edited); }
  /// Ends a gesture: what current() was at the last commit becomes one undo entry, if anything differs.
  void commit();
  bool canUndo() const { return !undo_.empty(); }
  bool canRedo() const { return !redo_.empty(); }
  void undo();
  void redo();

 private:
  Document current_;
  Document committed_ = current_;
  std::vector<Document> undo_, redo_;
};

}  // namespace lab
