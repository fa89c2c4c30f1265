#include "io/settings.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "support/errors.h"
#include "support/files.h"

namespace lab::io {
namespace {

using support::contentOf;
using support::errorOf;
using support::put;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

class SettingsFile : public testing::Test {
 protected:
  TemporaryFolder folder_;
  SettingsPaths paths_{folder_ / "config/tconv-lab/settings.json", folder_ / "state/tconv-lab/state.json"};

  LoadedSettings load(const std::string& text) {
    std::filesystem::create_directories(paths_.settings.parent_path());
    put(paths_.settings, text);
    return loadSettings(paths_);
  }
};

TEST_F(SettingsFile, ComeBackAsTheyWereSaved) {
  Settings settings{1920,
                    1080,
                    true,
                    ThemeChoice::dark,
                    {},
                    {},
                    "/home/a/lecture \"1\".json",
                    {{"02-padding", 3}},
                    i18n::Language::chinese,
                    {"/home/a/b.npy", "/home/a/c.json"}};
  settings.exporting = {
      .format = "pdf", .frames = 4, .size = 5, .theme = 3, .language = 1, .speed = 0, .legend = false};
  settings.presets = {ExportChoice(), settings.exporting};
  settings.opening_page = false;
  settings.text_size = 175;
  settings.reduced_motion = true;
  saveSettings(paths_, settings);
  const LoadedSettings loaded = loadSettings(paths_);
  EXPECT_TRUE(loaded.settings == settings);
  EXPECT_THAT(loaded.warnings, IsEmpty());
}

TEST_F(SettingsFile, RecentFilesAreEachThereOnceAndTheNewestFirst) {
  std::vector<std::filesystem::path> recent;
  for (int i = 0; i < 12; ++i) recent = withRecent(recent, std::to_string(i));
  recent = withRecent(recent, "5");
  EXPECT_THAT(recent, ElementsAre("5", "11", "10", "9", "8", "7", "6", "4", "3", "2"));
}

TEST_F(SettingsFile, RecentFilesThatAreNoListOfPathsWarn) {
  std::filesystem::create_directories(paths_.state.parent_path());
  put(paths_.state, R"({"recent": ["/a.json", 7]})");
  const LoadedSettings loaded = loadSettings(paths_);
  EXPECT_THAT(loaded.settings.recent, ElementsAre("/a.json"));
  EXPECT_THAT(loaded.warnings, ElementsAre(EndsWith("recent = [\"/a.json\",7]: must be at most 10 paths")));
}

TEST_F(SettingsFile, AreTheDefaultsWhereThereIsNone) {
  const LoadedSettings loaded = loadSettings(paths_);
  EXPECT_TRUE(loaded.settings == Settings{});
  EXPECT_THAT(loaded.warnings, IsEmpty());
  EXPECT_TRUE(loadSettings({}).settings == Settings{});
}

TEST_F(SettingsFile, TextIsOfAKnownSize) {
  const LoadedSettings loaded = load(R"({"text_size": 250, "reduced_motion": true})");
  EXPECT_EQ(loaded.settings.text_size, 100);
  EXPECT_TRUE(loaded.settings.reduced_motion);
  EXPECT_THAT(loaded.warnings, ElementsAre(EndsWith("text_size = 250: must be an integer from 100 to 200")));
}

TEST_F(SettingsFile, KeepWhatIsGoodBesideABadValue) {
  const LoadedSettings loaded =
      load(R"({"window_width": 10, "window_height": 900, "maximized": "yes", "theme": "dark"})");
  EXPECT_EQ(loaded.settings.window_width, 1280);
  EXPECT_EQ(loaded.settings.window_height, 900);
  EXPECT_EQ(loaded.settings.theme, ThemeChoice::dark);
  EXPECT_THAT(loaded.warnings,
              ElementsAre(EndsWith("settings.json: window_width = 10: must be an integer from 320 to 16384"),
                          EndsWith("settings.json: maximized = \"yes\": must be true or false")));
}

TEST_F(SettingsFile, SayWhatAValueMustBe) {
  EXPECT_EQ(load(R"({"theme": "light"})").settings.theme, ThemeChoice::light);
  std::filesystem::create_directories(paths_.state.parent_path());
  put(paths_.state, R"({"last_session": 7, "lessons": {"stride": 2, "padding": -1}})");
  const LoadedSettings loaded = load(R"({"theme": "blue"})");
  EXPECT_EQ(loaded.settings.theme, Settings{}.theme);
  EXPECT_EQ(loaded.settings.last_session, "");
  EXPECT_THAT(loaded.warnings, ElementsAre(EndsWith("theme = \"blue\": must be \"light\" or \"dark\""),
                                           EndsWith("last_session = 7: must be a string"),
                                           EndsWith("must give the number of a step for each lesson")));
}

TEST_F(SettingsFile, KeepTheDefaultsBesideABadExport) {
  const LoadedSettings loaded =
      load(R"({"export": {"format": "gif", "frames": 9}, "export_presets": [3], "theme": "dark"})");
  EXPECT_EQ(loaded.settings.exporting, ExportChoice());
  EXPECT_THAT(loaded.settings.presets, IsEmpty());
  EXPECT_EQ(loaded.settings.theme, ThemeChoice::dark);
  EXPECT_EQ(loaded.warnings.size(), 2U);
  EXPECT_THAT(load(R"({"export_presets": {"a": true}})").settings.presets, IsEmpty());
}

TEST_F(SettingsFile, HaveNoLanguageUntilOneIsChosen) {
  saveSettings(paths_, {});
  EXPECT_EQ(contentOf(paths_.settings).find("language\": \"en"), std::string::npos);
  EXPECT_EQ(load(R"({"language": "zh_CN"})").settings.language, i18n::Language::chinese);
  const LoadedSettings loaded = load(R"({"language": "de"})");
  EXPECT_EQ(loaded.settings.language, std::nullopt);
  EXPECT_THAT(loaded.warnings, ElementsAre(EndsWith("language = \"de\": must be \"en\" or \"zh_CN\"")));
}

TEST_F(SettingsFile, NeverThrowWhateverTheFileHolds) {
  for (const char* text : {"", "null", "[]", "{", "{\"window_width\": 1e400}", "\xff\xfe",
                           "{\"theme\": {\"a\": \"\\ud800\"}}"}) {
    const LoadedSettings loaded = load(text);
    EXPECT_TRUE(loaded.settings == Settings{}) << text;
    EXPECT_EQ(loaded.warnings.size(), 1U) << text;
  }
  std::filesystem::remove(paths_.settings);
  std::filesystem::create_directory(paths_.settings);
  EXPECT_THAT(loadSettings(paths_).warnings, ElementsAre(HasSubstr("is a directory")));
}

TEST_F(SettingsFile, SayWhereTheyCannotBeWritten) {
  put(folder_ / "config", "a file in the way");
  EXPECT_THAT(errorOf([&] { saveSettings(paths_, {}); }),
              HasSubstr("tconv-lab: cannot be made: Not a directory"));
  EXPECT_EQ(contentOf(folder_ / "config"), "a file in the way");
}

TEST(SettingsPathsOf, FollowTheEnvironment) {
  ::setenv("HOME", "/home/a", 1);
  ::setenv("XDG_CONFIG_HOME", "/cfg", 1);
  ::unsetenv("XDG_STATE_HOME");
  EXPECT_EQ(settingsPaths().settings, "/cfg/tconv-lab/settings.json");
  EXPECT_EQ(settingsPaths().state, "/home/a/.local/state/tconv-lab/state.json");
  ::setenv("XDG_CONFIG_HOME", "relative", 1);
  EXPECT_EQ(settingsPaths().settings, "/home/a/.config/tconv-lab/settings.json");
  ::unsetenv("HOME");
  EXPECT_EQ(settingsPaths().settings, "");
}

}  // namespace
}  // namespace lab::io
