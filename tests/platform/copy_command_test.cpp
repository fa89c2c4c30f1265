#include <gmock/gmock.h>

#include <filesystem>

#include "io/session.h"
#include "platform/files.h"
#include "support/files.h"

/// The command that the window copies, and the session that it writes where options cannot tell everything.
namespace lab::platform {
namespace {

using testing::HasSubstr;

class CopyCommand : public testing::Test {
 protected:
  CopyCommand() {
    studio_.host.set_clipboard = [this](const std::string& text) { clipboard_ = text; };
    std::filesystem::current_path(folder_.path());
  }
  ~CopyCommand() override { std::filesystem::current_path(before_); }

  std::filesystem::path before_ = std::filesystem::current_path();
  support::TemporaryFolder folder_;
  std::string clipboard_;
  Workbench bench_;
  ui::Fonts fonts_;
  ui::Studio studio_{bench_, fonts_, {}, nullptr};
  Files files_{studio_};
};

TEST_F(CopyCommand, NeedsNoFileWhereOptionsTellEverything) {
  bench_.seek(4);
  files_.run(ui::Command::copy_command);
  EXPECT_EQ(clipboard_,
            "tconv-lab export --kernel 3 --stride 2 --padding 1 --input-size 3 --face scatter --steps 4 "
            "--output figure.png");
  EXPECT_TRUE(folder_.names().empty());
  EXPECT_EQ(studio_.notice.text, "Copied the command that draws state 4");
}

TEST_F(CopyCommand, WritesOwnValuesIntoASessionBesideAndNamesIt) {
  bench_.setElement({RefKind::input, 0, 0, 1, 1}, 0.5F);
  files_.run(ui::Command::copy_command);
  files_.run(ui::Command::copy_command);
  EXPECT_THAT(folder_.names(), testing::IsSupersetOf({"tconv-lab-001.json", "tconv-lab-002.json"}));
  EXPECT_THAT(clipboard_, HasSubstr("--session " + (folder_ / "tconv-lab-002.json").string() + " --steps 0"));
  EXPECT_THAT(studio_.notice.text, HasSubstr("tconv-lab-002.json"));
  EXPECT_EQ(io::loadSession(folder_ / "tconv-lab-002.json").session.document, bench_.document());
}

}  // namespace
}  // namespace lab::platform
