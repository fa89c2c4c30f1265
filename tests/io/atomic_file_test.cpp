#include "io/atomic_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "support/errors.h"
#include "support/files.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using support::contentOf;
using support::errorOf;
using support::put;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(WriteFile, MakesANewFileAndLeavesNothingElse) {
  const TemporaryFolder folder;
  writeFile(folder / "a.txt", std::string_view("one\0two", 7));
  EXPECT_EQ(contentOf(folder / "a.txt"), std::string("one\0two", 7));
  EXPECT_THAT(folder.names(), ElementsAre("a.txt"));
}

TEST(WriteFile, ReplacesARegularFileAndKeepsItsPermissions) {
  const TemporaryFolder folder;
  put(folder / "a.txt", "a longer old content");
  fs::permissions(folder / "a.txt", fs::perms::owner_read | fs::perms::owner_write);
  writeFile(folder / "a.txt", "new");
  EXPECT_EQ(contentOf(folder / "a.txt"), "new");
  EXPECT_EQ(fs::status(folder / "a.txt").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(WriteFile, RefusesAnExistingFileOnlyWhenAsked) {
  const TemporaryFolder folder;
  put(folder / "a.txt", "old");
  EXPECT_THAT(errorOf([&] { writeFile(folder / "a.txt", "new", Existing::refuse); }),
              EndsWith("a.txt: exists already"));
  EXPECT_EQ(contentOf(folder / "a.txt"), "old");
  writeFile(folder / "b.txt", "new", Existing::refuse);
  EXPECT_EQ(contentOf(folder / "b.txt"), "new");
}

TEST(WriteFile, RefusesADirectory) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "d");
  EXPECT_THAT(errorOf([&] { writeFile(folder / "d", "x"); }), HasSubstr("/d: is a directory"));
  EXPECT_THAT(errorOf([&] { writeFile(folder / "d/", "x"); }), HasSubstr("must be the name of a file"));
  EXPECT_THAT(errorOf([&] { writeFile("", "x"); }), StartsWith("\"\": must be the name of a file"));
  EXPECT_THAT(folder.names(), ElementsAre("d"));
}

TEST(WriteFile, RefusesAFifoAndADeviceAndLeavesThemAsTheyAre) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(errorOf([&] { writeFile(folder / "pipe", "x"); }), HasSubstr("pipe: is not a regular file"));
  EXPECT_TRUE(fs::is_fifo(folder / "pipe"));
  EXPECT_THAT(errorOf([] { writeFile("/dev/full", "x"); }), StartsWith("/dev/full: is not a regular file"));
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST(WriteFile, FollowsSymbolicLinks) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "inner");
  put(folder / "inner/real.txt", "old");
  fs::create_symlink("inner/real.txt", folder / "link");
  writeFile(folder / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(contentOf(folder / "inner/real.txt"), "new");
}

TEST(WriteFile, FollowsALinkThatPointsToNothingYet) {
  const TemporaryFolder folder;
  fs::create_symlink("later.txt", folder / "link");
  writeFile(folder / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(contentOf(folder / "later.txt"), "new");
}

TEST(WriteFile, RefusesLinksThatRunInACircle) {
  const TemporaryFolder folder;
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  EXPECT_THAT(errorOf([&] { writeFile(folder / "a", "x"); }), EndsWith("too many symbolic links"));
}

TEST(WriteFile, NamesAMissingFolder) {
  const TemporaryFolder folder;
  EXPECT_THAT(errorOf([&] { writeFile(folder / "none/a.txt", "x"); }),
              EndsWith("none/a.txt: cannot be written: its folder does not exist"));
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(WriteFile, RemovesItsTemporaryWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  put(folder / "a.txt", "old");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{1000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const std::string message = errorOf([&] { writeFile(folder / "a.txt", std::string(5000, 'x')); });
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_THAT(message, HasSubstr("a.txt: cannot be written: File too large"));
  EXPECT_THAT(folder.names(), ElementsAre("a.txt"));
  EXPECT_EQ(contentOf(folder / "a.txt"), "old");
}

TEST(WriteFile, AKilledProcessLeavesNothing) {
  const TemporaryFolder folder;
  put(folder / "old.txt", "old");
  for (const char* name : {"new.txt", "old.txt"}) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const rlimit limit{65536, 65536};
      if (setrlimit(RLIMIT_FSIZE, &limit) == 0) writeFile(folder / name, std::string(1 << 20, 'x'));
      _exit(0);  // not reached: the limit kills in the middle of the write
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ) << status;
  }
  EXPECT_THAT(folder.names(), ElementsAre("old.txt"));
  EXPECT_EQ(contentOf(folder / "old.txt"), "old");
}

TEST(WriteFile, MessagesAreOneLineWhateverTheName) {
  const TemporaryFolder folder;
  const std::string message = errorOf([&] { writeFile(folder / "a\nb\x1b[31m/c", "x"); });
  EXPECT_THAT(message, HasSubstr("a\\nb\\x1b[31m/c: cannot be written"));
  EXPECT_EQ(message.find('\n'), std::string::npos);
}

TEST(SweepTemporaries, RemovesWhatKilledProcessesLeft) {
  const TemporaryFolder folder;
  put(folder / ".tconv-1-0123456789abcdef.tmp", "left behind");
  const auto held = put(folder / ".tconv-2-0123456789abcdef.tmp", "being written");
  put(folder / "mine.tmp", "mine");
  put(folder / ".tconv-notes", "mine");
  std::filesystem::create_directory(folder / ".tconv-folder.tmp");
  std::filesystem::create_symlink("mine.tmp", folder / ".tconv-link.tmp");
  const int holder = ::open(held.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(::flock(holder, LOCK_EX | LOCK_NB), 0);
  EXPECT_EQ(sweepTemporaries(folder.path()), 0);  // too young: its owner may not have locked it yet
  EXPECT_EQ(sweepTemporaries(folder.path(), std::chrono::seconds(0)), 1);
  ::close(holder);
  EXPECT_THAT(folder.names(), testing::ElementsAre(".tconv-2-0123456789abcdef.tmp", ".tconv-folder.tmp",
                                                   ".tconv-link.tmp", ".tconv-notes", "mine.tmp"));
}

TEST(SweepTemporaries, AClockThatWasSetBackKeepsNothingForEver) {
  const TemporaryFolder folder;
  const auto left = put(folder / ".tconv-1-0123456789abcdef.tmp", "left behind");
  fs::last_write_time(left, fs::file_time_type::clock::now() + std::chrono::hours(24));
  EXPECT_EQ(sweepTemporaries(folder.path()), 1);
}

TEST(RequireWritable, SaysTheSameBeforehand) {
  const TemporaryFolder folder;
  EXPECT_EQ(errorOf([&] { requireWritable(folder / "new.txt"); }), "no error");
  EXPECT_THAT(errorOf([&] { requireWritable(folder.path()); }), HasSubstr("is a directory"));
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(ReadFile, ReturnsEveryByte) {
  const TemporaryFolder folder;
  const std::string bytes("\x00\xff\r\n\x1a end", 9);
  EXPECT_EQ(readFile(put(folder / "a.bin", bytes)), bytes);
  EXPECT_EQ(readFile(put(folder / "empty", "")), "");
}

TEST(ReadFile, RefusesWhatIsNotAReadableRegularFile) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(errorOf([&] { readFile(folder / "none"); }),
              EndsWith("none: cannot be read: No such file or directory"));
  EXPECT_THAT(errorOf([&] { readFile(folder.path()); }), HasSubstr("is a directory"));
  EXPECT_THAT(errorOf([&] { readFile(folder / "pipe"); }), EndsWith("pipe: is not a regular file"));
  EXPECT_THAT(errorOf([&] { readFile("/dev/zero"); }), EndsWith("/dev/zero: is not a regular file"));
}

TEST(ReadFile, RefusesMoreThanItsLimit) {
  const TemporaryFolder folder;
  put(folder / "a", "12345");
  EXPECT_EQ(readFile(folder / "a", 5), "12345");
  EXPECT_THAT(errorOf([&] { readFile(folder / "a", 4); }), EndsWith("a: has 5 bytes, must have at most 4"));
}

TEST(ReadStart, ReturnsAtMostTheCount) {
  const TemporaryFolder folder;
  put(folder / "a", "12345");
  EXPECT_EQ(readStart(folder / "a", 2), "12");
  EXPECT_EQ(readStart(folder / "a", 99), "12345");
}

}  // namespace
}  // namespace lab::io
