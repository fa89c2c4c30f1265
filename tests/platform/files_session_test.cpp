#include <gmock/gmock.h>

#include "io/open.h"
#include "platform/files_fixture.h"

/// The file that a session belongs to, which others may change, and whose name may be any bytes.
namespace lab::platform {
namespace {

class FilesSession : public FilesFixture {
 protected:
  std::filesystem::path saved(const std::string& name, Index stride) const {
    Document document = textbookDocument();
    document.layer.stride = stride;
    io::saveSession(folder_ / name, {document, {}});
    // File systems count time in steps, and tests are quick.
    std::filesystem::last_write_time(
        folder_ / name, std::filesystem::file_time_type::clock::now() + std::chrono::hours(++hour_));
    return folder_ / name;
  }
  static Index strideIn(const std::filesystem::path& file) {
    return io::openAny(file, {}).session.document.layer.stride.h;
  }
  void change(Index stride) {
    Document document = bench_.document();
    document.layer.stride = stride;
    bench_.change(document);
  }

 private:
  mutable int hour_ = 0;
};

TEST_F(FilesSession, SavesWithoutAQuestionWhereNobodyElseDid) {
  const auto file = saved("mine.json", 1);
  files_.open(file);
  for (const Index stride : {2, 3}) {
    change(stride);
    files_.run(ui::Command::save);
    EXPECT_TRUE(studio_.decisions.empty());
    EXPECT_EQ(strideIn(file), stride);
  }
}

TEST_F(FilesSession, AsksBeforeItReplacesWhatAnotherProgramHasSaved) {
  const auto file = saved("mine.json", 1);
  files_.open(file);
  change(2);
  saved("mine.json", 3);
  files_.run(ui::Command::save);
  ASSERT_EQ(studio_.decisions.size(), 1U);
  EXPECT_EQ(studio_.decisions.front().text, "mine.json was changed by another program");
  EXPECT_EQ(strideIn(file), 3);
  answer("cancel");
  EXPECT_EQ(strideIn(file), 3);
  EXPECT_TRUE(files_.unsaved());
  files_.run(ui::Command::save);
  answer("replace");
  EXPECT_EQ(strideIn(file), 2);
  EXPECT_FALSE(files_.unsaved());
  files_.run(ui::Command::save);
  EXPECT_TRUE(studio_.decisions.empty());
}

TEST_F(FilesSession, SavesAFileAgainThatIsGone) {
  const auto file = saved("mine.json", 1);
  files_.open(file);
  change(2);
  std::filesystem::remove(file);
  files_.run(ui::Command::save);
  EXPECT_EQ(strideIn(file), 2);
}

TEST_F(FilesSession, SaysWhereTheFolderIsGone) {
  std::filesystem::create_directory(folder_ / "usb");
  files_.open(saved("usb/mine.json", 1));
  change(2);
  std::filesystem::remove_all(folder_ / "usb");
  files_.run(ui::Command::save);
  EXPECT_TRUE(studio_.notice.is_problem);
  EXPECT_THAT(studio_.notice.text,
              testing::HasSubstr("mine.json: cannot be written: its folder does not exist"));
  EXPECT_TRUE(files_.unsaved());
}

TEST_F(FilesSession, ShowsAnyNameInOneReadableLine) {
  files_.open(saved("a\nb\xe9\x1b[31m.json", 1));
  EXPECT_EQ(studio_.title, "a\\nb\\xe9\\x1b[31m.json");
  EXPECT_EQ(studio_.notice.text, "Opened a\\nb\\xe9\\x1b[31m.json");
  change(2);
  files_.run(ui::Command::save);
  EXPECT_EQ(studio_.notice.text, "Saved a\\nb\\xe9\\x1b[31m.json");
  EXPECT_EQ(strideIn(folder_ / "a\nb\xe9\x1b[31m.json"), 2);
}

}  // namespace
}  // namespace lab::platform
