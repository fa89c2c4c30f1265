#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/export_choice.h"
#include "model/view_state.h"

namespace lab::io {

/// What the program remembers from one start to the next. Settings are the user's choice and stand in
/// settings.json; the last session is a trace of what was done and stands in state.json.
struct Settings {
  int window_width = 1280;  ///< screen units, least_width ... most_size
  int window_height = 800;  ///< screen units, least_height ... most_size
  bool maximized = false;
  ThemeChoice theme = ThemeChoice::light;
  ExportChoice exporting;                      ///< what the export sheet had chosen
  std::vector<ExportChoice> presets;           ///< kept choices
  std::string last_session;                    ///< path of the session that was open last; empty for none
  std::map<std::string, std::size_t> lessons;  ///< by id: the step at which it was left
  std::optional<i18n::Language>
      language;  ///< nothing until one is chosen: then that of the environment counts
  std::vector<std::filesystem::path> recent;  ///< files that were open, newest first; at most most_recent
  bool opening_page = true;                   ///< shown at a start without a last session

  int text_size = ViewState::least_text;  ///< percent, up to ViewState::most_text
  bool reduced_motion = false;

  static constexpr int least_width = 320;
  static constexpr int least_height = 240;
  static constexpr int most_size = 16384;
  static constexpr std::size_t most_recent = 10;
  bool operator==(const Settings&) const = default;
};

/// The list with `path` at its beginning, there once, and cut to Settings::most_recent.
std::vector<std::filesystem::path> withRecent(std::vector<std::filesystem::path> list,
                                              const std::filesystem::path& path);

/// The two files, in the platform's own folders.
struct SettingsPaths {
  std::filesystem::path settings;  ///< $XDG_CONFIG_HOME/tconv-lab/settings.json, else under ~/.config
  std::filesystem::path state;     ///< $XDG_STATE_HOME/tconv-lab/state.json, else under ~/.local/state
};

/// From XDG_CONFIG_HOME, XDG_STATE_HOME and HOME, which must be absolute to count, as the XDG specification
/// says. Paths are empty where none of them is set: then nothing is remembered.
SettingsPaths settingsPaths();

/// Settings, and one line for each thing that could not be used.
struct LoadedSettings {
  Settings settings;
  std::vector<std::string> warnings;
};

/// Never throws: a file that does not exist gives the defaults silently, one that cannot be read or a value
/// that is out of range gives the default of what it is about and a warning.
LoadedSettings loadSettings(const SettingsPaths& paths);

/// Writes only what was open, and lessons: what is worth more than how the window looks.
void saveState(const SettingsPaths& paths, const Settings& settings);
/// Writes both files, the state first, atomically and makes their folders (private to the user) where
/// missing. An empty path is left out. @throws tconv::Error naming the path and the reason
void saveSettings(const SettingsPaths& paths, const Settings& settings);

}  // namespace lab::io
