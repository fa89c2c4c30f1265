#include "io/recovery.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/document.h"
#include "model/lesson_draft.h"
#include "support/files.h"

namespace lab::io {
namespace {

using support::TemporaryFolder;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

Unsaved unsavedOf(Index stride, std::filesystem::path path = {}) {
  Unsaved unsaved{{newcomerDocument(), {}}, std::move(path)};
  unsaved.session.document.layer.stride = stride;
  return unsaved;
}

std::shared_ptr<const Tensor> largeTensor(float value) {
  const Shape shape{1, 1, 100, 100};
  return std::make_shared<const Tensor>(shape, std::vector<float>(10000, value));
}

std::vector<Index> stridesOf(const Orphans& orphans) {
  std::vector<Index> strides;
  for (const Orphan& orphan : orphans.found)
    strides.push_back(orphan.unsaved.session.document.layer.stride.h);
  return strides;
}

class Recovery : public testing::Test {
 protected:
  TemporaryFolder home_;
  std::filesystem::path parent_ = home_ / "state/recovery";
};

TEST_F(Recovery, WhatAProgramThatIsGoneHadNotSavedComesBackWithItsFile) {
  Unsaved unsaved = unsavedOf(3, "/home/a/lecture.json");
  unsaved.session.document.input.custom = largeTensor(7);
  unsaved.session.view.playhead.time = 2;
  RecoveryFolder(parent_).write(unsaved);
  const Orphans after = orphans(parent_);
  ASSERT_THAT(after.found, SizeIs(1));
  EXPECT_TRUE(after.found[0].unsaved == unsaved);
  EXPECT_LT(std::chrono::system_clock::now() - after.found[0].when, std::chrono::hours(1));
}

TEST_F(Recovery, ALessonThatIsBeingWrittenComesBackAsUnfinishedAsItWas) {
  Unsaved unsaved = unsavedOf(3);
  Lesson lesson;
  lesson.steps.resize(2);
  lesson.steps[0].session.document.input.custom = largeTensor(7);
  lesson.steps[0].goal = Goal{};
  lesson.steps[1].goal = ofKind({}, GoalKind::choice);
  unsaved.lesson = {lesson, "/home/a/mine.lesson.json"};
  RecoveryFolder(parent_).write(unsaved);
  const Orphans after = orphans(parent_);
  ASSERT_THAT(after.found, SizeIs(1));
  EXPECT_TRUE(after.found[0].unsaved == unsaved);
}

TEST_F(Recovery, RaisesTheParametersOfLessonsThatNoFileCanHold) {
  Unsaved unsaved = unsavedOf(3);
  Lesson lesson;
  lesson.steps.resize(1);
  lesson.steps[0].session.document.layer.stride = 0;
  unsaved.lesson = {lesson, {}};
  RecoveryFolder(parent_).write(unsaved);
  const Orphans after = orphans(parent_);
  ASSERT_THAT(after.found, SizeIs(1));
  EXPECT_EQ(after.found[0].unsaved.lesson->lesson.steps[0].session.document.layer.stride, Pair(1));
}

TEST_F(Recovery, WhatARunningProgramHoldsIsNoOrphan) {
  const RecoveryFolder mine(parent_);
  mine.write(unsavedOf(3));
  EXPECT_THAT(orphans(parent_).found, IsEmpty());
}

TEST_F(Recovery, AnOrphanIsFoundByOneProgramOnly) {
  RecoveryFolder(parent_).write(unsavedOf(3));
  const Orphans first = orphans(parent_);
  EXPECT_THAT(first.found, SizeIs(1));
  EXPECT_THAT(orphans(parent_).found, IsEmpty());
}

TEST_F(Recovery, AnOrphanThatNobodyDecidedAboutIsThereAgain) {
  RecoveryFolder(parent_).write(unsavedOf(3));
  {
    const Orphans first = orphans(parent_);
  }
  EXPECT_THAT(stridesOf(orphans(parent_)), ElementsAre(3));
}

TEST_F(Recovery, TheLockEndsWithTheProcessHoweverThatEnds) {
  const pid_t child = ::fork();
  if (child == 0) {
    const RecoveryFolder folder(parent_);
    folder.write(unsavedOf(3));
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_THAT(stridesOf(orphans(parent_)), ElementsAre(3));
}

TEST_F(Recovery, TwoProgramsDoNotDisturbEachOther) {
  const RecoveryFolder mine(parent_);
  mine.write(unsavedOf(3));
  {
    RecoveryFolder theirs(parent_);
    theirs.write(unsavedOf(4));
    EXPECT_NE(theirs.path(), mine.path());
    theirs.remove();
  }
  RecoveryFolder(parent_).write(unsavedOf(5));
  EXPECT_THAT(stridesOf(orphans(parent_)), ElementsAre(5));
  EXPECT_TRUE(std::filesystem::exists(mine.path() / "session.json"));
}

TEST_F(Recovery, TheLastThatWasWrittenIsThereAndNothingElse) {
  RecoveryFolder folder(parent_);
  Unsaved unsaved = unsavedOf(3);
  for (int i = 0; i < 3; ++i) {
    unsaved.session.document.input.custom = largeTensor(static_cast<float>(i));
    folder.write(unsaved);
  }
  int tensors = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(folder.path() / "session.tensors"))
    ++tensors;
  EXPECT_EQ(tensors, 1);
  folder.remove();
  EXPECT_THAT(std::filesystem::exists(folder.path()), false);
}

TEST_F(Recovery, AParameterThatNoFileCanHoldIsRaised) {
  Unsaved unsaved = unsavedOf(0);
  unsaved.session.document.layer.kernel_size = 5;
  RecoveryFolder(parent_).write(unsaved);
  const Orphans after = orphans(parent_);
  ASSERT_THAT(stridesOf(after), ElementsAre(1));
  EXPECT_EQ(after.found[0].unsaved.session.document.layer.kernel_size, Pair(5));
}

TEST_F(Recovery, APathThatIsNotUtf8ComesBack) {
  RecoveryFolder(parent_).write(unsavedOf(3, "/home/\xff.json"));
  const Orphans after = orphans(parent_);
  ASSERT_THAT(stridesOf(after), ElementsAre(3));
  EXPECT_EQ(after.found[0].unsaved.path, "/home/\xff.json");
}

TEST_F(Recovery, ADamagedFileIsToldOfOnceAndKeptAside) {
  std::filesystem::path file;
  {
    const RecoveryFolder folder(parent_);
    folder.write(unsavedOf(3));
    file = folder.path() / "session.json";
  }
  const std::string whole = support::contentOf(file);
  support::put(file, whole.substr(0, whole.size() / 2));
  RecoveryFolder(parent_).write(unsavedOf(4));
  const Orphans after = orphans(parent_);
  EXPECT_THAT(stridesOf(after), ElementsAre(4));
  ASSERT_THAT(after.damaged, SizeIs(1));
  EXPECT_THAT(after.damaged[0].filename().string(), StartsWith("damaged-"));
  EXPECT_EQ(support::contentOf(after.damaged[0] / "session.json"), whole.substr(0, whole.size() / 2));
  EXPECT_THAT(orphans(parent_).damaged, IsEmpty());
}

TEST_F(Recovery, WhatHoldsNothingIsRemoved) {
  {
    const RecoveryFolder nothing(parent_);
  }
  EXPECT_THAT(orphans(parent_).found, IsEmpty());
  EXPECT_TRUE(std::filesystem::is_empty(parent_));
}

TEST_F(Recovery, AFolderThatCannotBeMadeIsAnErrorAndNoOrphan) {
  support::put(home_ / "state", "a file");
  EXPECT_THROW(RecoveryFolder{parent_}, tconv::Error);
  EXPECT_THAT(orphans(parent_).found, IsEmpty());
}

}  // namespace
}  // namespace lab::io
