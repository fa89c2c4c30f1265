#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "docs/markdown.h"
#include "io/npy.h"
#include "support/shell.h"

/// Every command of the documents works as it stands, and prints what stands below it.
namespace {

namespace fs = std::filesystem;
using docs::Block;
using support::TemporaryFolder;
using testing::HasSubstr;

/// A line that begins with tconv-lab, with those that it goes on in, and the lines after it: what it prints,
/// among others.
struct Command {
  std::string place, line;
  std::vector<std::string> printed;
};

void append(const Block& block, std::vector<Command>& commands) {
  Command* last = nullptr;
  for (const std::string& line : block.lines)
    if (last != nullptr && last->line.ends_with('\\'))
      last->line.replace(last->line.size() - 1, 1, line);
    else if (line.starts_with("tconv-lab "))
      last = &commands.emplace_back(block.place, line);
    else if (last != nullptr)
      last->printed.push_back(line);
}

std::vector<Command> commands() {
  std::vector<Command> all;
  for (const docs::Document& document : docs::documents())
    for (const Block& block : document.blocks) append(block, all);
  return all;
}

/// Those that need a screen; tests/platform opens the window on files of every kind.
const std::set<std::string> kOpenAWindow = {"tconv-lab hole.lesson.json"};

/// A folder in which the files lie that commands name: x.npy, w.npy, s.json, and a copy of assets/, since
/// some commands write there.
class DocumentedCommands : public testing::Test {
 protected:
  DocumentedCommands() {
    fs::copy(docs::kRoot / "assets", folder_ / "assets", fs::copy_options::recursive);
    fs::copy(docs::kRoot / "assets/guide/line.tconv.json", folder_ / "s.json");
    lab::io::writeNpy(folder_ / "x.npy", {3, 3}, std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9});
    lab::io::writeNpy(folder_ / "w.npy", {3, 3}, std::vector<float>{1, 2, 1, 2, 4, 2, 1, 2, 1});
    fs::create_symlink(TCONV_LAB_BINARY, folder_ / "tconv-lab");
  }

  /// What it prints, and then its status.
  std::string run(const std::string& line) {
    return support::outputOf("cd " + support::quoted(folder_.path()) +
                             " && export PATH=\"$PWD:$PATH\" LC_ALL=C && " + line + "; echo \"status $?\"");
  }

  TemporaryFolder folder_;
};

TEST_F(DocumentedCommands, WorkAsTheyStand) {
  std::size_t seen = 0;
  for (const auto& [place, line, printed] : commands()) {
    if (kOpenAWindow.contains(line)) continue;
    if (line.ends_with(".mp4") && !support::installed("ffmpeg")) continue;
    ++seen;
    const std::string out = run(line);
    EXPECT_TRUE(out.ends_with("status 0\n")) << place << ": " << line << "\n" << out;
    for (const std::string& expected : printed)
      EXPECT_THAT(out, HasSubstr(expected + "\n")) << place << ": " << line;
  }
  EXPECT_GT(seen, 20U) << "commands are no longer found";
}

/// Bytes, and no tolerance: a number that changed is a few pixels. They hold for the fonts and libraries of
/// Debian 12, on which both commands are promised; where others are, the command in the derivation makes them
/// anew.
TEST_F(DocumentedCommands, DrawTheFiguresThatAreCommitted) {
  for (const std::string name : {"guide", "gallery"}) {
    const std::string out = run("tconv-lab gallery assets/" + name + "/figures.json --output " + name);
    ASSERT_EQ(out, "status 0\n");
    for (const auto& drawn : fs::directory_iterator(folder_ / name)) {
      const fs::path committed = docs::kRoot / "assets" / name / drawn.path().filename();
      EXPECT_TRUE(support::contentOf(drawn) == support::contentOf(committed))
          << committed << " is not what its job file draws";
    }
  }
}

}  // namespace
