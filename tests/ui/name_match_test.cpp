#include "ui/name_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lab::ui {
namespace {

/// The names that answer, best first.
std::vector<std::string> answering(std::string_view typed, std::vector<std::string> names) {
  std::erase_if(names, [&](const std::string& name) { return !nameMatch(typed, name); });
  std::ranges::stable_sort(names, std::greater(),
                           [&](const std::string& name) { return nameMatch(typed, name); });
  return names;
}

TEST(NameMatch, TakesLettersInTheirOrder) {
  EXPECT_TRUE(nameMatch("pop", "Play or pause"));
  EXPECT_TRUE(nameMatch("PLAY", "Play or pause"));
  EXPECT_FALSE(nameMatch("pq", "Play or pause"));
  EXPECT_FALSE(nameMatch("esuap", "Play or pause"));
  EXPECT_FALSE(nameMatch("playy", "Play or pause"));
  EXPECT_FALSE(nameMatch("a", ""));
}

TEST(NameMatch, AnswersAllWhereNothingIsTyped) {
  EXPECT_EQ(nameMatch("", "Play"), 0);
  EXPECT_EQ(nameMatch("  ", ""), 0);
}

TEST(NameMatch, PrefersBeginningsOfWordsAndLettersThatFollow) {
  EXPECT_THAT(answering("ss", {"Lossy passes", "Step by step", "Save the session"}),
              testing::ElementsAre("Step by step", "Save the session", "Lossy passes"));
  EXPECT_THAT(answering("step", {"stale type", "One step on"}),
              testing::ElementsAre("One step on", "stale type"));
  EXPECT_THAT(answering("last", {"L a s t", "To the last state"}),
              testing::ElementsAre("To the last state", "L a s t"));
  EXPECT_GT(nameMatch("lay", "one lay"), nameMatch("lay", "one play"));
}

TEST(NameMatch, FindsTheBestOfManyWays) {
  // The first s and the first t are not the best ones.
  EXPECT_EQ(nameMatch("st", "ask it, st"), nameMatch("st", "st"));
}

TEST(NameMatch, WantsEveryWordInAnyOrder) {
  EXPECT_TRUE(nameMatch("dark theme", "Theme: dark"));
  EXPECT_FALSE(nameMatch("dark lesson", "Theme: dark"));
}

TEST(NameMatch, ReadsChineseByCharacters) {
  EXPECT_TRUE(nameMatch("步幅", "把步幅拖动"));
  EXPECT_FALSE(nameMatch("幅步", "把步幅拖动"));
  // Bytes of two characters do not make a third one.
  EXPECT_FALSE(nameMatch("\u6B65", "\u6B66\u5E65"));
}

TEST(Mentions, WantsEveryWordAsItStands) {
  EXPECT_TRUE(mentions("It crops the full canvas.", "canvas CROP"));
  EXPECT_FALSE(mentions("It crops the full canvas.", "cvs"));
  EXPECT_TRUE(mentions("anything", ""));
}

}  // namespace
}  // namespace lab::ui
