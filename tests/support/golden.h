#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// Golden text: tests/golden/NAME.txt against what the program writes now.
namespace support {

inline std::string readFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void writeFile(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  ASSERT_TRUE(file.flush()) << "cannot write " << path;
}

inline std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The first lines that differ, each as it should be and as it is.
inline std::string firstDifferences(const std::string& expected, const std::string& actual, int most = 5) {
  const auto before = linesOf(expected), now = linesOf(actual);
  std::ostringstream out;
  for (std::size_t i = 0; i < std::max(before.size(), now.size()) && most > 0; ++i) {
    const std::string old_line = i < before.size() ? before[i] : "(no line)";
    const std::string new_line = i < now.size() ? now[i] : "(no line)";
    if (old_line == new_line) continue;
    out << "line " << i + 1 << "\n  golden: " << old_line << "\n  now:    " << new_line << "\n";
    --most;
  }
  return out.str();
}

/// Compares with tests/golden/NAME.txt. A difference leaves NAME.out.txt in the directory for temporary
/// files; with TCONV_UPDATE_GOLDEN=1 in the environment the golden file is written instead.
inline void expectGolden(const std::string& name, const std::string& actual) {
  const std::filesystem::path golden = std::filesystem::path(TESTS_DIR) / "golden" / (name + ".txt");
  const char* update = std::getenv("TCONV_UPDATE_GOLDEN");
  if (update && std::string(update) == "1") return writeFile(golden, actual);
  ASSERT_TRUE(std::filesystem::exists(golden))
      << golden << " is missing: run once with TCONV_UPDATE_GOLDEN=1";
  const std::string expected = readFile(golden);
  if (expected == actual) return;
  const std::filesystem::path out =
      std::filesystem::path(testing::TempDir()) / "tconv-golden" / (name + ".out.txt");
  writeFile(out, actual);
  ADD_FAILURE() << name << " differs from " << golden.string() << "; what is drawn now is in " << out.string()
                << "\n"
                << firstDifferences(expected, actual);
}

}  // namespace support
