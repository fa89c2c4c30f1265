#include "model/history.h"

#include <gmock/gmock.h>

#include "support/documents.h"

namespace lab {
namespace {

Document size(Index n) {
  Document document;
  document.input_size = n;
  return document;
}

Index shown(const History& history) { return history.current().input_size.h; }

TEST(History, OneGestureIsOneEntry) {
  History history(size(1));
  for (const Index n : {2, 3, 4}) history.preview(size(n));
  history.commit();
  EXPECT_EQ(shown(history), 4);
  history.undo();
  EXPECT_EQ(shown(history), 1);
  EXPECT_FALSE(history.canUndo());
  history.redo();
  EXPECT_EQ(shown(history), 4);
}

TEST(History, AGestureThatComesBackLeavesNoEntry) {
  History history(size(1));
  history.preview(size(2));
  history.preview(size(1));
  history.commit();
  EXPECT_FALSE(history.canUndo());
}

TEST(History, UndoInsideAGestureTakesTheGestureBack) {
  History history(size(1));
  history.preview(size(2));
  history.undo();
  EXPECT_EQ(shown(history), 1);
  history.redo();
  EXPECT_EQ(shown(history), 2);
}

TEST(History, AChangeDropsWhatCouldBeRedone) {
  History history(size(1));
  history.preview(size(2));
  history.undo();
  history.preview(size(3));
  history.commit();
  EXPECT_FALSE(history.canRedo());
  history.redo();
  EXPECT_EQ(shown(history), 3);
}

/// All documents that were ever committed in a list, and a finger on one of them.
struct PlainHistory {
  std::vector<Index> list;
  std::size_t finger = 0;
  Index shown;

  explicit PlainHistory(Index n) : list{n}, shown(n) {}
  void commit() {
    if (shown == list[finger]) return;
    list.resize(++finger);
    list.push_back(shown);
  }
  void undo() {
    commit();
    if (finger > 0) --finger;
    shown = list[finger];
  }
  void redo() {
    commit();
    if (finger + 1 < list.size()) ++finger;
    shown = list[finger];
  }
};

TEST(History, FollowsAPlainList) {
  support::forAll(300, [] {
    History history(size(1));
    PlainHistory plain(1);
    for (Index i = support::pick(0, 40); i > 0; --i) {
      switch (support::pick(0, 3)) {
        case 0: {
          const Index n = support::pick(1, 4);
          history.preview(size(n));
          plain.shown = n;
          break;
        }
        case 1:
          history.commit(), plain.commit();
          break;
        case 2:
          history.undo(), plain.undo();
          break;
        default:
          history.redo(), plain.redo();
      }
      RC_ASSERT(shown(history) == plain.shown);
      RC_ASSERT(history.canUndo() == (plain.finger > 0));
    }
    history.commit(), plain.commit();
    RC_ASSERT(history.canRedo() == (plain.finger + 1 < plain.list.size()));
  });
}

}  // namespace
}  // namespace lab
