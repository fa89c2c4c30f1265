#pragma once

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "support/files.h"
#include "support/golden.h"

/// The documents of the repository, as far as tests read them.
namespace docs {

inline const std::filesystem::path kRoot = std::filesystem::path(TESTS_DIR).parent_path();

/// A code block: indented by four spaces, or fenced.
struct Block {
  std::string place;  ///< "README.md:24", its first line
  std::vector<std::string> lines;

  std::string text() const {
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
  }
};

struct Document {
  std::filesystem::path path;
  std::string text;   ///< all of it
  std::string prose;  ///< without code blocks
  std::vector<Block> blocks;
};

inline Document documentOf(const std::filesystem::path& path) {
  Document document{path, support::contentOf(path), "", {}};
  const std::string name = path.lexically_relative(kRoot).string();
  bool fenced = false, inside = false;
  int number = 0;
  for (const std::string& line : support::linesOf(document.text)) {
    ++number;
    const bool fence = line.starts_with("```"), code = fenced || line.starts_with("    ");
    if (fence) fenced = !fenced;
    if (fence || !code) document.prose += line + "\n";
    if (code && !fence) {
      if (!inside) document.blocks.push_back({name + ":" + std::to_string(number), {}});
      document.blocks.back().lines.push_back(fenced ? line : line.substr(4));
    }
    inside = code && !fence;
  }
  return document;
}

/// All of them: what ends in .md at the top, and in the folders of the project.
inline std::vector<Document> documents() {
  std::vector<Document> all;
  const auto add = [&](const std::filesystem::path& path) {
    if (path.extension() == ".md") all.push_back(documentOf(path));
  };
  for (const auto& entry : std::filesystem::directory_iterator(kRoot)) add(entry.path());
  for (const char* folder : {"app", "assets", "core", "shaders", "tests"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / folder)) add(entry.path());
  std::ranges::sort(all, {}, &Document::path);
  return all;
}

/// What a group of a pattern is at all places where it fits.
inline std::vector<std::string> allOf(const std::string& text, const std::string& pattern,
                                      std::size_t group = 1) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it)
    found.push_back((*it)[group]);
  return found;
}

}  // namespace docs
