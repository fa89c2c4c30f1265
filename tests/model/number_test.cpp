#include "model/number.h"

#include <gmock/gmock.h>

#include <cmath>

namespace lab {
namespace {

using testing::Optional;

TEST(ParseNumber, ReadsWhatUsersType) {
  EXPECT_THAT(parseNumber("5"), Optional(5.0F));
  EXPECT_THAT(parseNumber(" -2.5\t"), Optional(-2.5F));
  EXPECT_THAT(parseNumber("\u22123"), Optional(-3.0F));
  EXPECT_THAT(parseNumber("+4"), Optional(4.0F));
  EXPECT_THAT(parseNumber(".5"), Optional(0.5F));
  EXPECT_THAT(parseNumber("1e-3"), Optional(1e-3F));
  EXPECT_THAT(parseNumber("12\r\n"), Optional(12.0F));
}

TEST(ParseNumber, ReadsWhatIsNoFiniteNumber) {
  EXPECT_TRUE(std::isnan(parseNumber("nan").value()));
  EXPECT_THAT(parseNumber("inf"), Optional(INFINITY));
  EXPECT_THAT(parseNumber("\u2212inf"), Optional(-INFINITY));
}

TEST(ParseNumber, RefusesAnythingElse) {
  for (const char* text : {"", " ", "\n", "x", "1,5", "1 2", "0x10", "--1", "+-1", "++1", "1e", "5a",
                           "\u2212", "\u2212-1", "-\u22121"})
    EXPECT_EQ(parseNumber(text), std::nullopt) << '"' << text << '"';
}

TEST(ParsePair, ReadsOneNumberForBothAxesOrTwo) {
  EXPECT_THAT(parsePair("3"), Optional(tconv::Pair(3, 3)));
  EXPECT_THAT(parsePair(" -1 "), Optional(tconv::Pair(-1, -1)));
  for (const char* text : {"3, 5", "3,5", "3 x 5", "3 × 5", "3;5"})
    EXPECT_THAT(parsePair(text), Optional(tconv::Pair(3, 5))) << text;
}

TEST(ParsePair, RefusesAnythingElse) {
  for (const char* text : {"", " ", "3,", ",5", "3, 5, 7", "3.5", "3 5", "three", "99999999999999999999"})
    EXPECT_EQ(parsePair(text), std::nullopt) << '"' << text << '"';
}

}  // namespace
}  // namespace lab
