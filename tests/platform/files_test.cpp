#include "export/question.h"

#include <gmock/gmock.h>

#include "platform/files_fixture.h"

/// What the window writes into files, without a window.
namespace lab::platform {
namespace {

class FilesTest : public FilesFixture {
 protected:
  FilesTest() {
    studio_.quiz.run.emplace(QuizProgress{}, bench_);
    studio_.quiz.run->answer({-1});
  }
  void saveScores(const std::filesystem::path& path) {
    files_.run(ui::Command::save_scores);
    files_.chosen(path);
  }
};

TEST_F(FilesTest, SavesTheScoreSheetUnderTheNameThatIsGiven) {
  files_.run(ui::Command::save_scores);
  EXPECT_TRUE(studio_.files.open && studio_.files.saving);
  EXPECT_EQ(studio_.files.name, "scores.csv");
  files_.chosen(folder_ / "room");
  EXPECT_EQ(support::contentOf(folder_ / "room.csv"), scoreSheet(studio_.quiz.run->progress().scores));
  EXPECT_EQ(studio_.notice.text, "Saved room.csv");
  EXPECT_FALSE(studio_.notice.is_problem);
}

TEST_F(FilesTest, SavesTheScoresOfAQuizThatWasLeft) {
  studio_.quiz.progress = studio_.quiz.run->leave();
  studio_.quiz.run.reset();
  saveScores(folder_ / "room.csv");
  EXPECT_EQ(support::contentOf(folder_ / "room.csv"), scoreSheet(studio_.quiz.progress.scores));
}

TEST_F(FilesTest, SaysWhyAScoreSheetCannotBeWritten) {
  saveScores(folder_ / "nowhere" / "room.csv");
  EXPECT_TRUE(studio_.notice.is_problem);
  EXPECT_THAT(studio_.notice.text, testing::HasSubstr("nowhere"));
  EXPECT_TRUE(folder_.names().empty());
  EXPECT_EQ(studio_.quiz.run->progress().scores.size(), 1U);
}

TEST_F(FilesTest, AQuestionThatIsAskedIsThePicture) {
  studio_.quiz.run->next();
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.path());
  files_.run(ui::Command::snapshot);
  studio_.quiz.run->answer({-1});
  files_.run(ui::Command::snapshot);
  std::filesystem::current_path(before);
  exporting::Request request = exporting::requestFor(bench_.view());
  request.width = 1920;
  request.height = 1080;
  const std::string question = exporting::renderQuestion(studio_.quiz.run->item(), request);
  EXPECT_TRUE(support::contentOf(folder_ / "tconv-lab-001.png") == question);
  EXPECT_FALSE(support::contentOf(folder_ / "tconv-lab-002.png") == question)
      << "the board, once it is answered";
}

/// It would hold the window for ever.
TEST_F(FilesTest, GivesUpAClipboardProgramThatDoesNotAnswer) {
  ::unsetenv("WAYLAND_DISPLAY");
  const auto xclip = support::put(folder_ / "xclip", "#!/bin/sh\nexec /bin/sleep 600\n");
  std::filesystem::permissions(xclip, std::filesystem::perms::owner_all);
  files_.run(ui::Command::copy_frame);
  EXPECT_TRUE(studio_.notice.is_problem);
  EXPECT_EQ(studio_.notice.text, "xclip: does not answer");
}

TEST_F(FilesTest, SavesNoScoreSheetBeforeThereIsAScore) {
  studio_.quiz.run.emplace(QuizProgress{}, bench_);
  files_.run(ui::Command::save_scores);
  EXPECT_FALSE(studio_.files.open);
  EXPECT_TRUE(studio_.notice.is_problem);
}

TEST_F(FilesTest, ASessionThatIsOpenedEndsTheQuizThatHidesIt) {
  const std::filesystem::path path = folder_ / "a.json";
  files_.run(ui::Command::save);
  files_.chosen(path);
  studio_.quiz.run->next();
  files_.open(path);
  EXPECT_FALSE(studio_.quiz.run);
  EXPECT_EQ(studio_.title, "a.json");
}

}  // namespace
}  // namespace lab::platform
