#include "io/recovery.h"

#include <gmock/gmock.h>

#include <random>

#include "io/open.h"
#include "platform/running_program.h"

namespace lab::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class ProgramRecovery : public ProgramInWindow {
 protected:
  std::filesystem::path recovery() const { return home_ / "state/tconv-lab/recovery"; }
  std::filesystem::path lastSession() const { return home_ / "state/tconv-lab/last-session.json"; }
  /// How often "new random input" was pressed before this was kept.
  static std::uint64_t seedOf(const Session& session) {
    return session.document.input.preset == tconv::ValuePreset::random_integers ? session.document.input.seed
                                                                                : 0;
  }
  std::uint64_t seedIn(const std::filesystem::path& file) const {
    return seedOf(io::openAny(file, {}).session);
  }
  bool keepsSomething() const {
    std::error_code ignored;
    for (const auto& folder : std::filesystem::directory_iterator(recovery(), ignored))
      if (std::filesystem::exists(folder.path() / "session.json")) return true;
    return false;
  }
  /// A sheet dims what is below it, to a half in the end.
  bool asks(::Window window) const {
    const auto pixel = screen_->pixel(window, 6, 20);
    const int undimmed = view::theme(ThemeChoice::light).panel.r;
    return pixel && (*pixel)[0] > undimmed * 2 / 5 && (*pixel)[0] < undimmed - 8;
  }
  /// Starts the program and waits for its window, or for its question.
  void start(std::optional<Child>& child, ::Window& window, const std::vector<std::string>& arguments = {},
             bool asked = false) {
    child.emplace(home_, arguments, true);
    const std::optional<::Window> found = windowOf(*child);
    ASSERT_TRUE(found) << child->errors();
    window = *found;
    ASSERT_TRUE(eventually([&] { return asked ? asks(window) : shows(window, ThemeChoice::light); }));
  }
  void kill(std::optional<Child>& child) {
    ::kill(child->id(), SIGKILL);
    ASSERT_TRUE(eventually([&] { return !child->running(); }));
  }
  void close(std::optional<Child>& child, ::Window window) {
    screen_->close(window);
    ASSERT_TRUE(eventually([&] { return !child->running(); }));
    EXPECT_EQ(child->status(), 0) << child->errors();
  }
  /// Changes what is in a file, and closes the window until it asks what shall be done.
  void changeAndClose(std::optional<Child>& child, ::Window& window, const std::string& file) {
    start(child, window, {file});
    screen_->key(window, XK_r);
    ASSERT_TRUE(eventually([&] { return keepsSomething(); }));
    screen_->close(window);
    ASSERT_TRUE(eventually([&] { return asks(window); }));
  }
  /// Leaves what was changed and not saved, as a crash does.
  void changeAndKill(const std::vector<std::string>& arguments = {}) {
    std::optional<Child> child;
    ::Window window = 0;
    start(child, window, arguments);
    screen_->key(window, XK_r);
    ASSERT_TRUE(eventually([&] { return keepsSomething(); }));
    kill(child);
  }
  std::string saved(Document document = textbookDocument()) const {
    const std::filesystem::path file = home_ / "mine.json";
    io::saveSession(file, {std::move(document), {}});
    return file.string();
  }
};

TEST_F(ProgramRecovery, WhatWasChangedBeforeAKillIsOfferedAndComesBack) {
  changeAndKill();
  std::optional<Child> child;
  ::Window window = 0;
  start(child, window, {}, true);
  screen_->key(window, XK_Return);
  ASSERT_TRUE(eventually([&] { return shows(window, ThemeChoice::light); }));
  EXPECT_TRUE(keepsSomething()) << "it is not lost while it is not saved";
  close(child, window);
  EXPECT_EQ(seedIn(lastSession()), newcomerDocument().input.seed + 1);
  EXPECT_FALSE(keepsSomething());
}

TEST_F(ProgramRecovery, WhatIsRestoredBelongsToItsFileAndIsNotSaved) {
  const std::string mine = saved();
  const std::string before = support::contentOf(mine);
  changeAndKill({mine});
  std::optional<Child> child;
  ::Window window = 0;
  start(child, window, {}, true);
  screen_->key(window, XK_Return);
  ASSERT_TRUE(eventually([&] { return shows(window, ThemeChoice::light); }));
  EXPECT_EQ(support::contentOf(mine), before);
  screen_->ctrl(window, XK_s);
  ASSERT_TRUE(eventually([&] { return support::contentOf(mine) != before; }));
  EXPECT_EQ(seedIn(mine), textbookDocument().input.seed + 1);
  ASSERT_TRUE(eventually([&] { return !keepsSomething(); }));
  close(child, window);
}

TEST_F(ProgramRecovery, DiscardForgetsAndAskingLaterKeeps) {
  changeAndKill();
  std::optional<Child> child;
  ::Window window = 0;
  start(child, window, {}, true);
  screen_->key(window, XK_Escape);
  ASSERT_TRUE(eventually([&] { return shows(window, ThemeChoice::light); }));
  close(child, window);
  EXPECT_THAT(io::orphans(recovery()).found, SizeIs(1));
  start(child, window, {}, true);
  screen_->key(window, XK_Tab);
  screen_->key(window, XK_Return);
  ASSERT_TRUE(eventually([&] { return shows(window, ThemeChoice::light); }));
  close(child, window);
  EXPECT_THAT(io::orphans(recovery()).found, IsEmpty());
  EXPECT_EQ(seedIn(lastSession()), seedOf({newcomerDocument(), {}}));
}

TEST_F(ProgramRecovery, ClosingWithUnsavedChangesAsks) {
  const std::string mine = saved();
  const std::string before = support::contentOf(mine);
  std::optional<Child> child;
  ::Window window = 0;
  changeAndClose(child, window, mine);
  screen_->key(window, XK_Escape);
  ASSERT_TRUE(eventually([&] { return shows(window, ThemeChoice::light); }));
  ASSERT_TRUE(child->running());
  screen_->ctrl(window, XK_q);
  ASSERT_TRUE(eventually([&] { return asks(window); }));
  EXPECT_EQ(support::contentOf(mine), before);
  screen_->key(window, XK_Return);
  ASSERT_TRUE(eventually([&] { return !child->running(); }));
  EXPECT_EQ(seedIn(mine), textbookDocument().input.seed + 1);
  EXPECT_FALSE(keepsSomething());
}

TEST_F(ProgramRecovery, ClosingWithoutSavingLeavesTheFileAsItWas) {
  const std::string mine = saved();
  const std::string before = support::contentOf(mine);
  std::optional<Child> child;
  ::Window window = 0;
  changeAndClose(child, window, mine);
  screen_->key(window, XK_Tab);
  screen_->key(window, XK_Return);
  ASSERT_TRUE(eventually([&] { return !child->running(); }));
  EXPECT_EQ(support::contentOf(mine), before);
  EXPECT_FALSE(keepsSomething());
  EXPECT_EQ(io::loadSettings(paths()).settings.last_session, mine);
}

TEST_F(ProgramRecovery, ASignalKeepsWhatBelongsToAFile) {
  const std::string mine = saved();
  std::optional<Child> child;
  ::Window window = 0;
  start(child, window, {mine});
  screen_->key(window, XK_r);
  ASSERT_TRUE(eventually([&] { return keepsSomething(); }));
  ::kill(child->id(), SIGTERM);
  ASSERT_TRUE(eventually([&] { return !child->running(); }));
  EXPECT_EQ(child->status(), 0);
  const io::Orphans left = io::orphans(recovery());
  ASSERT_THAT(left.found, SizeIs(1));
  EXPECT_EQ(left.found[0].unsaved.path, mine);
  EXPECT_EQ(seedOf(left.found[0].unsaved.session), textbookDocument().input.seed + 1);
}

TEST_F(ProgramRecovery, TwoWindowsLoseNeitherOfTheirSessions) {
  std::optional<Child> one, two;
  ::Window first = 0, second = 0;
  start(one, first);
  start(two, second);
  screen_->key(first, XK_r);
  ASSERT_TRUE(eventually([&] { return keepsSomething(); }));
  close(one, first);
  EXPECT_FALSE(keepsSomething());
  press(second, {XK_r, XK_r}, ThemeChoice::dark);
  ASSERT_TRUE(eventually([&] { return keepsSomething(); }));
  close(two, second);
  EXPECT_EQ(seedIn(lastSession()), newcomerDocument().input.seed + 1);
  const io::Orphans left = io::orphans(recovery());
  ASSERT_THAT(left.found, SizeIs(1));
  EXPECT_EQ(seedOf(left.found[0].unsaved.session), newcomerDocument().input.seed + 2);
}

TEST_F(ProgramRecovery, RemembersWhatWasOpen) {
  const std::string mine = saved();
  useIt({mine}, ThemeChoice::light, [](::Window) {});
  EXPECT_THAT(io::loadSettings(paths()).settings.recent, testing::ElementsAre(mine));
}

/// TCONV_KILLS=200 in the environment kills more often.
TEST_F(ProgramRecovery, NoMomentOfAKillLosesWhatWasKeptBefore) {
  const char* wanted = ::getenv("TCONV_KILLS");
  const int kills = wanted ? std::atoi(wanted) : 10;
  std::mt19937 random(20260115);
  std::uint64_t seed = 0;
  for (int i = 0; i < kills; ++i) {
    Child child(home_, {}, true);
    const std::optional<::Window> window = windowOf(child);
    ASSERT_TRUE(window) << child.errors();
    const bool drawn = random() % 4 != 0;
    if (drawn) {
      ASSERT_TRUE(eventually([&] { return asks(*window) || shows(*window, ThemeChoice::light); }));
    }
    screen_->key(*window, XK_Return);
    for (auto keys = random() % 5; keys > 0; --keys) {
      screen_->key(*window, XK_r);
      ::usleep(static_cast<unsigned>(random() % 200'000));
    }
    ::usleep(static_cast<unsigned>(random() % 500'000));
    ::kill(child.id(), SIGKILL);
    ASSERT_TRUE(eventually([&] { return !child.running(); }));
    const io::Orphans left = io::orphans(recovery());
    ASSERT_THAT(left.damaged, IsEmpty());
    ASSERT_LE(left.found.size(), 1U);
    const std::uint64_t now = left.found.empty() ? 0 : seedOf(left.found[0].unsaved.session);
    ASSERT_GE(now, seed) << "after kill " << i;
    seed = now;
  }
  EXPECT_GT(seed, 0U);
}

/// Every session that is there is one that was saved, whole, and never an older one than before. Beside it is
/// nothing.
TEST_F(ProgramRecovery, NoMomentOfAKillHarmsTheFileThatIsSaved) {
  const char* wanted = ::getenv("TCONV_KILLS");
  std::mt19937 random(20261128);
  std::filesystem::create_directory(home_ / "work");
  const std::filesystem::path mine = home_ / "work/mine.json";
  io::saveSession(mine, {textbookDocument(), {}});
  std::uint64_t seed = seedIn(mine);
  for (int i = wanted ? std::atoi(wanted) : 5; i > 0; --i) {
    std::filesystem::remove_all(recovery());
    Child child(home_, {mine.string()}, true);
    const std::optional<::Window> window = windowOf(child);
    ASSERT_TRUE(window) << child.errors();
    ASSERT_TRUE(eventually([&] { return shows(*window, ThemeChoice::light); }));
    for (auto saves = 1 + random() % 4; saves > 0; --saves) {
      screen_->key(*window, XK_r);
      screen_->ctrl(*window, XK_s);
      ::usleep(static_cast<unsigned>(random() % 300'000));
    }
    if (i % 5 == 1) {
      ASSERT_TRUE(eventually([&] { return seedIn(mine) > seed; })) << "some are killed after they have saved";
    }
    ::kill(child.id(), SIGKILL);
    ASSERT_TRUE(eventually([&] { return !child.running(); }));
    const std::uint64_t now = seedIn(mine);
    ASSERT_GE(now, seed) << "with " << i << " to go";
    ASSERT_EQ(std::distance(std::filesystem::directory_iterator(home_ / "work"), {}), 1);
    seed = now;
  }
  EXPECT_GT(seed, textbookDocument().input.seed);
}

}  // namespace
}  // namespace lab::test
