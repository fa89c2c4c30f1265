#include "platform/file_dialog.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "tconv/error.h"

namespace lab::platform {
namespace {

namespace fs = std::filesystem;

/// Puts a folder with a zenity of our own before all other programs.
class FileDialogTest : public testing::Test {
 protected:
  FileDialogTest() {
    std::string name = (fs::temp_directory_path() / "tconv dialog XXXXXX").string();
    folder_ = mkdtemp(name.data());
    setenv("PATH", (folder_.string() + ":" + path_).c_str(), 1);
  }
  ~FileDialogTest() override {
    setenv("PATH", path_.c_str(), 1);
    fs::remove_all(folder_);
  }
  void zenity(const std::string& script) const {
    std::ofstream(folder_ / "zenity") << "#!/bin/sh\n" << script;
    fs::permissions(folder_ / "zenity", fs::perms::owner_all);
  }
  static std::optional<fs::path> answer(FileDialog& dialog) {
    for (int i = 0; i < 2000 && dialog.open(); ++i) {
      if (auto path = dialog.poll()) return path;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return std::nullopt;
  }
  std::string path_ = getenv("PATH");
  fs::path folder_;
};

TEST_F(FileDialogTest, GivesTheChosenPathWithAllItsCharacters) {
  zenity("echo '/tmp/two words/für $HOME;.npy'\n");
  ASSERT_TRUE(FileDialog::available());
  FileDialog dialog;
  dialog.ask({});
  EXPECT_EQ(answer(dialog), fs::path("/tmp/two words/für $HOME;.npy"));
  EXPECT_FALSE(dialog.open());
}

TEST_F(FileDialogTest, ACancelledDialogGivesNothingAndIsClosed) {
  zenity("exit 1\n");
  FileDialog dialog;
  dialog.ask({});
  EXPECT_EQ(answer(dialog), std::nullopt);
  EXPECT_FALSE(dialog.open());
}

TEST_F(FileDialogTest, PollingDoesNotWait) {
  zenity("exec sleep 1000\n");
  FileDialog dialog;
  dialog.ask({});
  EXPECT_EQ(dialog.poll(), std::nullopt);
  EXPECT_TRUE(dialog.open());  // and its destructor ends the sleeper
}

TEST_F(FileDialogTest, NoShellReadsTheQuestion) {
  zenity("printf '%s\\n' \"$@\" | tail -1\n");
  FileDialog dialog;
  dialog.ask({false, "a; b", {"*.npy", "*.png"}, {}});
  EXPECT_EQ(answer(dialog), fs::path("--file-filter=*.npy *.png"));
}

TEST_F(FileDialogTest, SignalsReachItThatTheProgramHoldsBack) {
  zenity("exec grep SigBlk /proc/self/status\n");
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &held, &before);
  FileDialog dialog;
  dialog.ask({});
  EXPECT_EQ(answer(dialog), fs::path("SigBlk:\t0000000000000000"));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_F(FileDialogTest, WithoutAProgramItSaysWhatIsNeeded) {
  setenv("PATH", folder_.c_str(), 1);
  EXPECT_FALSE(FileDialog::available());
  FileDialog dialog;
  try {
    dialog.ask({});
    FAIL();
  } catch (const tconv::Error& error) {
    EXPECT_NE(std::string(error.what()).find("zenity or kdialog"), std::string::npos) << error.what();
  }
  EXPECT_FALSE(dialog.open());
}

TEST(DialogCommand, KdialogGetsFolderAndPatternsInItsOrder) {
  EXPECT_EQ(dialogCommand("kdialog", {true, "Save", {"*.json"}, "/tmp"}),
            (std::vector<std::string>{"kdialog", "--title", "Save", "--getsavefilename", "/tmp", "*.json"}));
}

}  // namespace
}  // namespace lab::platform
