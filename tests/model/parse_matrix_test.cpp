#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "model/parse.h"
#include "model/quoted.h"
#include "support/errors.h"

namespace lab {
namespace {

using support::errorOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

void expectMatrix(std::string_view text, Index rows, Index columns, const std::vector<float>& values) {
  SCOPED_TRACE(text);
  const ParsedMatrix matrix = parseMatrix(text);
  EXPECT_EQ(matrix.rows, rows);
  EXPECT_EQ(matrix.columns, columns);
  EXPECT_EQ(matrix.values, values);
}

std::string messageOf(std::string_view text) {
  return errorOf([&] { parseMatrix(text); });
}

TEST(ParseMatrix, ReadsListsAndTuples) {
  for (const char* text :
       {"[[0,1],[2,3]]", " [ [0, 1],\n [2, 3] ]\n", "((0,1),(2,3))", "[(0,1),[2,3],]", "[[0,1,],[2,3,],],",
        "[[0 1]\n [2 3]]", "[[0. 1.]\n [2. 3.]]", "[[+0, 1e0], [2.0, 0.3e1]]"})
    expectMatrix(text, 2, 2, {0, 1, 2, 3});
}

TEST(ParseMatrix, ReadsAFlatListAsOneRow) {
  expectMatrix("[0, 1, 2]", 1, 3, {0, 1, 2});
  expectMatrix("(5)", 1, 1, {5});
  expectMatrix("[[1],[2]]", 2, 1, {1, 2});
}

TEST(ParseMatrix, LooksThroughTensorAndArray) {
  for (const char* text :
       {"tensor([[0., 1.],\n        [2., 3.]])", "torch.tensor([[0, 1], [2, 3]], dtype=torch.float32)",
        "array([[0, 1],\n       [2, 3]], dtype=int32)", "np.array([[0,1],[2,3]])",
        "numpy.array( [[0,1],[2,3]] )", "tensor([[0, 1], [2, 3]], grad_fn=<AddBackward0>)"})
    expectMatrix(text, 2, 2, {0, 1, 2, 3});
}

TEST(ParseMatrix, LooksThroughOuterExtentsOfOne) {
  expectMatrix("[[[[0,1],[2,3]]]]", 2, 2, {0, 1, 2, 3});
  EXPECT_EQ(messageOf("[[[0,1]],[[2,3]]]"), "pasted text, line 1 = \"2 matrices\": must be a single matrix");
}

TEST(ParseMatrix, ReadsSpreadsheetCells) {
  for (const char* text : {"0\t1\n2\t3", "0\t1\r\n2\t3\r\n", "0,1\n2,3\n", "0;1\n2;3", "0 1\n2 3",
                           "  0   1 \n\n 2 3\n\n", "0, 1\n2, 3"})
    expectMatrix(text, 2, 2, {0, 1, 2, 3});
  expectMatrix("7", 1, 1, {7});
}

TEST(ParseMatrix, ReadsNumbersAsTheyAreWritten) {
  expectMatrix("-1 .5 -2.5e-3 1E2 007 \u22124", 1, 6, {-1, 0.5F, -2.5e-3F, 100, 7, -4});
  const auto values = parseMatrix("[nan, inf, -inf, NaN, \u221e, -\u221e]").values;
  EXPECT_TRUE(std::isnan(values[0]) && std::isnan(values[3]));
  EXPECT_THAT((std::vector<float>{values[1], values[2], values[4], values[5]}),
              ElementsAre(INFINITY, -INFINITY, INFINITY, -INFINITY));
}

TEST(ParseMatrix, NamesTheFirstPlaceThatDoesNotFit) {
  EXPECT_EQ(messageOf("1\t2\n3\tx"), "pasted text, line 2 = \"x\": must be a number, like 3, -0.5 or 1e-3");
  EXPECT_EQ(messageOf("1 2\n1 x"), "pasted text, line 2 = \"x\": must be a number, like 3, -0.5 or 1e-3");
  EXPECT_EQ(messageOf("1\t\t2"), "pasted text, line 1 = \"\": must be a number, like 3, -0.5 or 1e-3");
  EXPECT_EQ(messageOf("1,5\t2"), "pasted text, line 1 = \"1,5\": must be a number, like 3, -0.5 or 1e-3");
  EXPECT_EQ(messageOf("1 2\n\n3"), "pasted text, line 3 = \"1 cells\": must be 2 like in the lines before");
  EXPECT_EQ(messageOf("[[1,2],\n[3]]"),
            "pasted text, line 2 = \"1 values\": must be 2 like in the lists before");
  EXPECT_EQ(messageOf("[[1,\n 0x2]]"),
            "pasted text, line 2 = \"0x2\": must be a number, like 3, -0.5 or 1e-3");
  EXPECT_EQ(messageOf("[[1,2]"), "pasted text, line 1 = \"\": a closing ']' is missing");
  EXPECT_EQ(messageOf("[1,2)"), "pasted text, line 1 = \")\": must be a number, like 3, -0.5 or 1e-3");
  EXPECT_EQ(messageOf("[]"), "pasted text, line 1 = \"]\": a list must hold at least one number");
  EXPECT_EQ(messageOf("[1] 2"), "pasted text, line 1 = \"2\": nothing may follow the closing bracket");
  EXPECT_EQ(messageOf("foo([1])"), "pasted text, line 1 = \"foo\": must be a list in brackets");
  EXPECT_EQ(messageOf("tensor([1]"), "pasted text, line 1 = \"\": must be the closing parenthesis");
  EXPECT_EQ(messageOf("tensor([1], dtype"), "pasted text, line 1 = \"\": the closing parenthesis is missing");
  for (const char* text : {"[1,[2]]", "[[1],2]", "[[[1]],[2]]"})
    EXPECT_THAT(messageOf(text), HasSubstr("numbers and lists must not stand in one list")) << text;
}

TEST(ParseMatrix, RefusesEmptyAndBottomlessText) {
  EXPECT_EQ(messageOf(" \n\t"), "pasted text: is empty, must be numbers in rows");
  EXPECT_THAT(messageOf(std::string(100000, '[')), HasSubstr("brackets may be at most 8 deep"));
}

TEST(ParseMatrix, ShowsHostileTextInOneLine) {
  const std::string message = messageOf(std::string("\x1b[2J").append(10000, 'x'));
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
  EXPECT_LT(message.size(), 200U);
}

TEST(ParseMatrix, SurvivesAnyText) {
  std::mt19937 random(1);
  const std::string alphabet = "[](),; \t\n\r0123.-+einfatrsoy=\"'\xe2\x88";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t n = random() % 24; n > 0; --n) text += alphabet[random() % alphabet.size()];
    try {
      const ParsedMatrix matrix = parseMatrix(text);
      ASSERT_EQ(matrix.rows * matrix.columns, static_cast<Index>(matrix.values.size())) << text;
      ASSERT_GE(matrix.rows, 1) << text;
    } catch (const tconv::Error& error) {
      ASSERT_THAT(error.what(), StartsWith("pasted text"));
    }
  }
}

TEST(Displayed, EscapesWhatATerminalWouldActOn) {
  EXPECT_EQ(displayed("a\n\t\r\x1b\x7f"
                      "b"),
            "a\\n\\t\\r\\x1b\\x7fb");
  EXPECT_EQ(displayed("gr\u00f6\u00dfe \u7f51\u683c"), "gr\u00f6\u00dfe \u7f51\u683c");
  EXPECT_EQ(displayed("\xc2\x9b"
                      "2J \xff \xe2\x82"),
            "\\xc2\\x9b2J \\xff \\xe2\\x82");
  EXPECT_EQ(displayed("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // a surrogate
  EXPECT_EQ(displayed("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");           // a slash in disguise
  EXPECT_EQ(displayed("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
}

TEST(Displayed, CutsBetweenCharacters) {
  EXPECT_EQ(displayed("\u7f51\u683c", 5), "\u7f51...");
  EXPECT_EQ(displayed(std::string(81, 'x')), std::string(80, 'x').append("..."));
  const std::string path = displayedPath(std::string(100, 'x').append("/name.npy"));
  EXPECT_THAT(path, StartsWith("...x"));
  EXPECT_THAT(path, testing::EndsWith("x/name.npy"));
}

}  // namespace
}  // namespace lab
