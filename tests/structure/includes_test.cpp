#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Includes go one way, so that each layer can be built, tested and understood without what is above it.
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = fs::path(TESTS_DIR).parent_path();

/// What each layer may include, besides itself and the standard library.
const std::map<std::string, std::set<std::string>> kAllowed = {
    {"core", {"tconv"}},
    {"resources", {"tconv"}},
    {"i18n", {"tconv", "resources"}},
    {"model", {"tconv", "i18n"}},
    {"png", {"tconv"}},
    {"io", {"tconv", "i18n", "model", "resources"}},
    {"view", {"tconv", "i18n", "model", "png"}},
    {"export", {"tconv", "i18n", "model", "png", "io", "view"}},
    {"ui", {"tconv", "i18n", "model", "view"}},
    {"platform", {"tconv", "i18n", "model", "io", "view", "export", "ui", "resources"}},
    {"cli", {"tconv", "i18n", "model", "io", "view", "export"}},
    {"package", {"tconv", "png", "view"}},
};

struct Include {
  std::string file;
  bool quoted;         ///< by "...", not <...>
  std::string header;  ///< "tconv/layer.h"
};

/// What a line of a file includes, if it does.
std::optional<Include> includeIn(std::string line, const fs::path& file) {
  // No header of ours has a space in its name.
  std::erase_if(line, [](unsigned char c) { return std::isspace(c); });
  constexpr std::string_view directive = "#include";
  if (!line.starts_with(directive) || line.size() == directive.size()) return {};
  const std::string header = line.substr(directive.size() + 1);
  return Include{file.string(), line[directive.size()] == '"', header.substr(0, header.find_first_of("\">"))};
}

std::vector<Include> includesOf(const fs::path& folder) {
  std::vector<Include> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
    std::ifstream stream(entry.path());
    for (std::string line; std::getline(stream, line);)
      if (const auto include = includeIn(line, entry.path())) found.push_back(*include);
  }
  return found;
}

/// Whether the header is one of, or in one of, these.
bool isOf(const Include& include, std::initializer_list<std::string_view> starts) {
  return std::ranges::any_of(starts, [&](auto start) { return include.header.starts_with(start); });
}

fs::path folderOf(const std::string& layer) {
  return layer == "core" ? kRoot / "core" : kRoot / "app" / layer;
}

TEST(Includes, GoFromOuterLayersToInnerOnesOnly) {
  std::size_t seen = 0;
  for (const auto& [layer, allowed] : kAllowed)
    for (const Include& include : includesOf(folderOf(layer))) {
      const std::size_t slash = include.header.find('/');
      if (!include.quoted || slash == std::string::npos) continue;
      const std::string target = include.header.substr(0, slash);
      ++seen;
      EXPECT_TRUE(target == layer || allowed.contains(target))
          << include.file << " includes " << target << "/, which " << layer << " must not know";
    }
  EXPECT_GT(seen, 100U) << "the project's includes are no longer found";
}

TEST(Includes, KeepWindowLibrariesOutOfInnerLayers) {
  for (const auto& [layer, allowed] : kAllowed)
    for (const Include& include : includesOf(folderOf(layer))) {
      if (include.quoted || layer == "platform") continue;
      EXPECT_FALSE(isOf(include, {"GLFW", "glad", "GL", "EGL"})) << include.file << ": " << include.header;
      if (layer == "ui") continue;
      EXPECT_FALSE(isOf(include, {"imgui"})) << include.file << ": " << include.header;
    }
}

TEST(Includes, KeepTheCoreFreeOfFilesAndClocks) {
  for (const Include& include : includesOf(kRoot / "core"))
    EXPECT_FALSE(isOf(include, {"filesystem", "fstream", "iostream", "chrono", "ctime", "fmt/"}))
        << include.file << ": " << include.header;
}

TEST(Layout, EveryLayerHasItsFolder) {
  for (const auto& [layer, allowed] : kAllowed) EXPECT_TRUE(fs::is_directory(folderOf(layer))) << layer;
}

TEST(Layout, MainStaysShort) {
  std::ifstream stream(kRoot / "app" / "main.cpp");
  std::size_t lines = 0;
  for (std::string line; std::getline(stream, line);) ++lines;
  EXPECT_GT(lines, 0U);
  EXPECT_LT(lines, 100U);
}

}  // namespace
