#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

/// Includes go one way, so that each layer can be built, tested and understood without what is above it.
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = fs::path(TESTS_DIR).parent_path();

/// What each layer may include, besides itself and the standard library.
const std::map<std::string, std::set<std::string>> kAllowed = {
    {"core", {"tconv"}},
    {"model", {"tconv"}},
    {"io", {"tconv", "model"}},
    {"view", {"tconv", "model"}},
    {"export", {"tconv", "model", "io", "view"}},
    {"ui", {"tconv", "model", "view"}},
    {"platform", {"tconv", "model", "io", "view", "export", "ui"}},
    {"cli", {"tconv", "model", "io", "view", "export"}},
};

struct Include {
  std::string file, target;
};

std::vector<Include> includesOf(const fs::path& folder, const std::regex& pattern) {
  std::vector<Include> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
    std::ifstream stream(entry.path());
    std::smatch match;
    for (std::string line; std::getline(stream, line);)
      if (std::regex_search(line, match, pattern)) found.push_back({entry.path().string(), match[1]});
  }
  return found;
}

fs::path folderOf(const std::string& layer) {
  return layer == "core" ? kRoot / "core" : kRoot / "app" / layer;
}

TEST(Includes, GoFromOuterLayersToInnerOnesOnly) {
  const std::regex quoted(R"re(^\s*#\s*include\s+"([^/"]+)/)re");
  std::size_t seen = 0;
  for (const auto& [layer, allowed] : kAllowed)
    for (const Include& include : includesOf(folderOf(layer), quoted)) {
      ++seen;
      EXPECT_TRUE(include.target == layer || allowed.contains(include.target))
          << include.file << " includes " << include.target << "/, which " << layer << " must not know";
    }
  EXPECT_GT(seen, 100U) << "the pattern no longer finds the project's includes";
}

TEST(Includes, KeepWindowLibrariesOutOfInnerLayers) {
  const std::regex angled(R"re(^\s*#\s*include\s+<((imgui|GLFW|glad|GL|EGL)[^>]*)>)re");
  for (const std::string layer : {"core", "model", "io", "view", "export", "cli"})
    for (const Include& include : includesOf(folderOf(layer), angled))
      ADD_FAILURE() << include.file << " includes <" << include.target << ">";
  for (const Include& include : includesOf(folderOf("ui"), angled))
    EXPECT_THAT(include.target, testing::StartsWith("imgui")) << include.file;
}

TEST(Includes, KeepTheCoreFreeOfFilesAndClocks) {
  const std::regex forbidden(
      R"re(^\s*#\s*include\s+<(filesystem|fstream|iostream|chrono|ctime|fmt/[^>]*)>)re");
  for (const Include& include : includesOf(kRoot / "core", forbidden))
    ADD_FAILURE() << include.file << " includes <" << include.target << ">";
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
