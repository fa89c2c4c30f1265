#include "io/lesson.h"

#include <gmock/gmock.h>

#include "platform/files_fixture.h"
#include "platform/keeping.h"
#include "ui/author.h"

/// The files of lessons that are written, without a window.
namespace lab::platform {
namespace {

using testing::HasSubstr;

class LessonFiles : public FilesFixture {
 protected:
  LessonFiles() {
    studio_.host.save_lesson = [this](const auto& then) { files_.saveLesson(then); };
    ui::writeLesson(studio_, {}, {});
    LessonDraft draft = editor().draft();
    draft.lesson.title = "Mine";
    editor().change(draft);
  }
  LessonEditor& editor() { return *studio_.author.editor; }
  void finish() {
    editor().record();
    LessonDraft draft = editor().draft();
    draft.step()->text = "Look.";
    editor().change(draft);
  }
};

TEST_F(LessonFiles, AreSavedUnderTheNameThatIsGivenAndThenUnderThat) {
  files_.run(ui::Command::save_lesson);
  EXPECT_TRUE(studio_.files.open && studio_.files.saving);
  files_.chosen(folder_ / "mine");
  const auto path = folder_ / "mine.lesson.json";
  EXPECT_EQ(studio_.notice.text, "Saved mine.lesson.json, which cannot be given yet");
  EXPECT_EQ(io::loadUnfinished(path).lesson, editor().lesson());
  finish();
  files_.run(ui::Command::save_lesson);
  EXPECT_EQ(studio_.notice.text, "Saved mine.lesson.json");
  EXPECT_EQ(io::loadLesson(path).lesson, editor().lesson());
  EXPECT_FALSE(studio_.author.unsaved());
}

TEST_F(LessonFiles, AreRefusedWithTheirLineAndWhatIsWrittenStays) {
  finish();
  const LessonDraft draft = editor().draft();
  const auto path = support::put(folder_ / "x.lesson.json", R"({
  "format": "tconv-lab lesson",
  "version": 1,
  "title": "Stride",
  "steps": [{"text": "One", "set": {"parameters": {"stride": "two"}}}]
})");
  files_.open(path);
  EXPECT_TRUE(studio_.notice.is_problem);
  EXPECT_THAT(studio_.notice.text, HasSubstr("x.lesson.json: line 5: stride"));
  studio_.notice = {};
  files_.run(ui::Command::edit_lesson);
  files_.chosen(path);
  EXPECT_TRUE(studio_.notice.is_problem);
  EXPECT_THAT(studio_.notice.text, HasSubstr("x.lesson.json: line 5: stride"));
  EXPECT_EQ(editor().draft(), draft);
}

TEST_F(LessonFiles, AreEditedWhereTheyLie) {
  finish();
  const auto path = folder_ / "mine.lesson.json";
  io::saveLesson(path, editor().lesson());
  const Lesson lesson = editor().lesson();
  ui::stopWriting(studio_);
  files_.run(ui::Command::edit_lesson);
  files_.chosen(path);
  EXPECT_EQ(editor().lesson(), lesson);
  EXPECT_EQ(studio_.author.path, path);
  EXPECT_FALSE(studio_.author.unsaved());
}

TEST_F(LessonFiles, AskBeforeTheyReplaceWhatAnotherWindowHasSaved) {
  const auto path = folder_ / "mine.lesson.json";
  files_.run(ui::Command::save_lesson);
  files_.chosen(path);
  finish();
  const auto replace_by_other = [&] {
    support::put(path, "other");
    // File systems count time in steps, and tests are quick.
    std::filesystem::last_write_time(path, std::filesystem::last_write_time(path) + std::chrono::hours(1));
  };
  replace_by_other();
  bool gone_on = false;
  files_.saveLesson([&] { gone_on = true; });
  ASSERT_EQ(studio_.decisions.size(), 1U);
  EXPECT_EQ(studio_.decisions.front().text, "mine.lesson.json was changed by another program");
  answer("cancel");
  EXPECT_EQ(support::contentOf(path), "other");
  EXPECT_TRUE(studio_.author.unsaved());
  files_.run(ui::Command::save_lesson);
  answer("replace");
  EXPECT_EQ(io::loadLesson(path).lesson, editor().lesson());
  EXPECT_FALSE(gone_on) << "that was cancelled";
  ui::stopWriting(studio_);
  files_.run(ui::Command::edit_lesson);
  files_.chosen(path);
  replace_by_other();
  files_.run(ui::Command::save_lesson);
  EXPECT_EQ(studio_.decisions.size(), 1U) << "a lesson that was opened is no other";
}

TEST_F(LessonFiles, OpeningASessionPutsItOnTheBoardAndReplacesNothing) {
  Session session = bench_.session();
  session.document.layer.stride = 4;
  ui::stopWriting(studio_);
  bench_.present(session);
  files_.run(ui::Command::save);
  files_.chosen(folder_ / "four.json");
  bench_.undo();
  const Session before = bench_.session();
  ui::writeLesson(studio_, {}, {});
  std::filesystem::copy_file(folder_ / "four.json", folder_ / "other.json");
  files_.open(folder_ / "other.json");
  EXPECT_EQ(files_.sessionPath(), folder_ / "four.json") << "the own work belongs to its file as before";
  EXPECT_EQ(bench_.document().layer.stride, Pair(4));
  EXPECT_EQ(studio_.own(), before);
  EXPECT_TRUE(studio_.author.editor);
}

TEST_F(LessonFiles, AreKeptWithTheSessionUntilTheyAreSaved) {
  finish();
  const io::Unsaved own = files_.own();
  ASSERT_TRUE(own.lesson);
  EXPECT_TRUE(files_.unsaved());
  ui::stopWriting(studio_);
  EXPECT_FALSE(files_.own().lesson);
  files_.restore(own);
  EXPECT_EQ(editor().lesson(), own.lesson->lesson);
  EXPECT_TRUE(studio_.author.unsaved());
}

TEST_F(LessonFiles, AreOfferedByTheirNameAfterACrash) {
  finish();
  const Lesson lesson = editor().lesson();
  io::RecoveryFolder(folder_ / "recovery").write(files_.own());
  ui::stopWriting(studio_);
  Keeping keeping(studio_, files_, folder_ / "recovery");
  keeping.begin();
  ASSERT_EQ(studio_.decisions.size(), 1U);
  EXPECT_THAT(studio_.decisions.front().detail, HasSubstr("before Mine was saved"));
  studio_.decisions.front().answers.front().then();
  EXPECT_EQ(editor().lesson(), lesson);
}

TEST_F(LessonFiles, GoOnOnlyWhenTheyAreSaved) {
  bool gone_on = false;
  files_.saveLesson([&] { gone_on = true; });
  files_.chosen(folder_ / "nowhere" / "mine");
  EXPECT_TRUE(studio_.notice.is_problem);
  EXPECT_FALSE(gone_on);
  files_.saveLesson([&] { gone_on = true; });
  files_.chosen(folder_ / "mine");
  EXPECT_TRUE(gone_on);
}

}  // namespace
}  // namespace lab::platform
