#include "model/question.h"

#include <gmock/gmock.h>

#include <limits>

namespace lab {
namespace {

using Numbers = std::vector<double>;

TEST(Answer, IsReadAsPeopleWriteSizes) {
  for (const char* text : {"6, 5", "6 5", "6x5", "6 x 5", "6 × 5", "(6, 5)", "[6,5]", " 6 * 5 "})
    EXPECT_EQ(parseAnswer(text), (Numbers{6, 5})) << text;
  EXPECT_EQ(parseAnswer("-1.5"), Numbers{-1.5});
  EXPECT_EQ(parseAnswer("7"), Numbers{7});
}

TEST(Answer, IsNothingForOtherTexts) {
  for (const char* text : {"", "six", "6 and 5", "6,5,4", "nan", "inf", "1e999", "6-"})
    EXPECT_EQ(parseAnswer(text), std::nullopt) << text;
}

TEST(Answer, OfOneNumberStandsForBothAxesWhereTheyAreEqual) {
  const Question square{{}, {6, 6}}, wide{{}, {4, 6}}, number{{}, {4}};
  EXPECT_TRUE(isAnswer(square, {6}));
  EXPECT_TRUE(isAnswer(square, {6, 6}));
  EXPECT_FALSE(isAnswer(wide, {6}));
  EXPECT_FALSE(isAnswer(wide, {6, 4}));
  EXPECT_TRUE(isAnswer(wide, {4, 6}));
  EXPECT_TRUE(isAnswer(number, {4}));
  EXPECT_FALSE(isAnswer(number, {4, 4}));
  EXPECT_FALSE(isAnswer(number, {std::numeric_limits<double>::quiet_NaN()}));
}

TEST(Answer, IsToldInWords) {
  EXPECT_EQ(answerText({{}, {4, 6}}), "4 × 6");
  EXPECT_EQ(answerText({{}, {-1.5}}), "-1.5");
  EXPECT_EQ(answerText({{"left", "right"}, {1}}), "right");
}

}  // namespace
}  // namespace lab
