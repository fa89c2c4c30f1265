#include "platform/autosave.h"

#include <gmock/gmock.h>

#include "support/files.h"

namespace lab::platform {
namespace {

using support::TemporaryFolder;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

io::Unsaved unsavedOf(Index stride) {
  io::Unsaved unsaved{{newcomerDocument(), {}}, {}};
  unsaved.session.document.layer.stride = stride;
  return unsaved;
}

class AutosaveTest : public testing::Test {
 protected:
  /// What is found after the program is gone.
  std::vector<Index> left() const {
    std::vector<Index> strides;
    for (const io::Orphan& orphan : io::orphans(parent_).found)
      strides.push_back(orphan.unsaved.session.document.layer.stride.h);
    std::ranges::sort(strides);
    return strides;
  }
  TemporaryFolder home_;
  std::filesystem::path parent_ = home_ / "recovery";
};

TEST_F(AutosaveTest, TheLastOfManyChangesIsKept) {
  {
    Autosave autosave(parent_);
    for (Index stride = 1; stride <= 500; ++stride) autosave.keep(unsavedOf(stride));
  }
  EXPECT_THAT(left(), testing::ElementsAre(500));
}

TEST_F(AutosaveTest, WhatIsDroppedIsNotKeptAndWhatIsKnownIsNoChange) {
  {
    Autosave autosave(parent_);
    autosave.keep(unsavedOf(2));
    autosave.drop(unsavedOf(2));
    io::Unsaved moved = unsavedOf(2);
    moved.session.view.playhead.time = 3;
    autosave.keep(moved);
  }
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(AutosaveTest, AfterAnOrphanIsAdoptedBothAreThereUntilOneIsDropped) {
  io::RecoveryFolder(parent_).write(unsavedOf(7));
  io::Orphans orphans = io::orphans(parent_);
  ASSERT_THAT(orphans.found, SizeIs(1));
  {
    Autosave autosave(parent_);
    autosave.keep(unsavedOf(3));
    autosave.adopt(std::move(orphans.found[0].folder), unsavedOf(7));
    autosave.keep(unsavedOf(8));
  }
  EXPECT_THAT(left(), testing::ElementsAre(3, 8));
}

TEST_F(AutosaveTest, SaysOnceWhyNothingCanBeKept) {
  support::put(parent_, "a file");
  Autosave autosave(parent_);
  autosave.keep(unsavedOf(2));
  std::optional<std::string> problem;
  while (!problem) problem = autosave.problem();
  EXPECT_THAT(*problem, HasSubstr("recovery"));
  EXPECT_EQ(autosave.problem(), std::nullopt);
}

TEST_F(AutosaveTest, KeepsWhatCouldNotBeKeptAsSoonAsItCan) {
  support::put(parent_, "a file");
  Autosave autosave(parent_);
  autosave.keep(unsavedOf(2));
  while (!autosave.problem()) continue;
  std::filesystem::remove(parent_);
  while (!std::filesystem::exists(parent_)) continue;
  autosave.flush();
  EXPECT_EQ(autosave.problem(), std::nullopt);
  EXPECT_FALSE(std::filesystem::is_empty(parent_));
}

TEST_F(AutosaveTest, GoesOnInAFolderThatWasClearedAway) {
  {
    Autosave autosave(parent_);
    autosave.keep(unsavedOf(2));
    autosave.flush();
    std::filesystem::remove_all(parent_);
    autosave.keep(unsavedOf(3));
  }
  EXPECT_THAT(left(), testing::ElementsAre(3));
}

TEST_F(AutosaveTest, EndsAlthoughNothingCanBeKept) {
  support::put(parent_, "a file");
  Autosave autosave(parent_);
  autosave.keep(unsavedOf(2));
  EXPECT_FALSE(autosave.flush());
}

TEST_F(AutosaveTest, HasWrittenWhatItWasGivenWhenItIsFlushed) {
  Autosave autosave(parent_);
  for (Index stride = 1; stride <= 3; ++stride) {
    autosave.keep(unsavedOf(stride));
    EXPECT_TRUE(autosave.flush());
    std::string text;
    for (const auto& folder : std::filesystem::directory_iterator(parent_))
      text += support::contentOf(folder.path() / "session.json");
    EXPECT_THAT(text, HasSubstr("\"stride\": [" + std::to_string(stride)));
  }
}

TEST_F(AutosaveTest, KeepsNothingWithoutAFolder) {
  Autosave autosave({});
  autosave.keep(unsavedOf(2));
  autosave.drop(unsavedOf(2));
  EXPECT_EQ(autosave.problem(), std::nullopt);
}

}  // namespace
}  // namespace lab::platform
