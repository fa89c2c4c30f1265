#include "io/path_text.h"

#include <gtest/gtest.h>

#include "io/recovery.h"
#include "io/settings.h"
#include "support/files.h"

namespace lab::io {
namespace {

const std::string kStrange = "/home/a b/\xe9t\xe9%41\n.json";  // Latin-1, a percent sign and a line break

TEST(PathText, IsThePathItselfWhereJsonCanHoldIt) {
  for (const char* path : {"/a/b.json", "/with blanks/100%.json", "/\u4e2d\u6587.json", ""}) {
    EXPECT_EQ(textOfPath(path), path);
    EXPECT_EQ(pathOfText(path), path);
  }
}

TEST(PathText, EscapesWhatJsonCannotHoldAndGivesItBack) {
  EXPECT_EQ(textOfPath(kStrange), "file:///home/a%20b/%E9t%E9%2541%0A.json");
  EXPECT_EQ(pathOfText(textOfPath(kStrange)), kStrange);
}

TEST(PathText, ReadsWhatNobodyWroteWithoutHarm) {
  EXPECT_EQ(pathOfText("file:///a%"), "/a%");
  EXPECT_EQ(pathOfText("file:///a%4"), "/a%4");
  EXPECT_EQ(pathOfText("file:///a%zz%41"), "/a%zzA");
}

TEST(PathText, LetsSettingsFindFilesOfAnyName) {
  const support::TemporaryFolder folder;
  const SettingsPaths paths{folder / "settings.json", folder / "state.json"};
  Settings settings;
  settings.last_session = kStrange;
  settings.recent = {kStrange, "/plain.json"};
  saveSettings(paths, settings);
  const LoadedSettings loaded = loadSettings(paths);
  EXPECT_TRUE(loaded.warnings.empty());
  EXPECT_EQ(loaded.settings.last_session, kStrange);
  EXPECT_EQ(loaded.settings.recent, settings.recent);
}

TEST(PathText, LetsWhatWasNotSavedComeBackToItsFile) {
  const support::TemporaryFolder folder;
  RecoveryFolder(folder.path()).write({{newcomerDocument(), {}}, kStrange, UnsavedLesson{{}, kStrange}});
  const Orphans left = orphans(folder.path());
  ASSERT_EQ(left.found.size(), 1U);
  EXPECT_EQ(left.found[0].unsaved.path, kStrange);
  EXPECT_EQ(left.found[0].unsaved.lesson->path, kStrange);
}

}  // namespace
}  // namespace lab::io
