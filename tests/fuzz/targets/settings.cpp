#include "io/settings.h"
#include "fuzz/target.h"
#include "support/files.h"

std::vector<std::string> fuzz::seeds() {
  lab::io::Settings settings;
  settings.theme = lab::ThemeChoice::dark;
  settings.last_session = "/home/someone/session.json";
  settings.lessons["01-basic-operation"] = 3;
  settings.recent = {"/a/b.json", "/c d/e.npy"};
  const std::filesystem::path file = fileWith("", "settings.json"), state = fileWith("", "state.json");
  lab::io::saveSettings({file, state}, settings);
  return {support::contentOf(file), support::contentOf(state), "{}"};
}

void fuzz::tryOne(std::string_view bytes) {
  using lab::io::Settings;
  const std::filesystem::path path = fileWith(bytes, "settings.json");
  const Settings settings = lab::io::loadSettings({path, path}).settings;  // never throws
  require(settings.window_width >= Settings::least_width && settings.window_width <= Settings::most_size &&
              settings.window_height >= Settings::least_height &&
              settings.window_height <= Settings::most_size,
          "a window has a sensible size");
  require(settings.recent.size() <= Settings::most_recent, "not too many recent files");
}
