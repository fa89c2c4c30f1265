#include "export/export.h"

#include <gmock/gmock.h>

#include "export/render.h"
#include "page_pixels.h"
#include "support/documents.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/shell.h"
#include "view/tikz_canvas.h"

namespace lab::exporting {
namespace {

using support::contentOf;
using support::errorOf;
using support::outputOf;
using support::quoted;
using support::TemporaryFolder;
using testing::HasSubstr;
using testing::Not;

class Tikz : public testing::Test {
 protected:
  Tikz() {
    request_.format = Format::tikz;
    request_.output = folder_ / "a.tex";
  }
  /// Whether pdflatex makes a PDF of it.
  std::filesystem::path compiled() {
    const std::string said = outputOf("cd " + quoted(folder_.path()) +
                                      " && pdflatex -interaction=nonstopmode -halt-on-error a.tex");
    EXPECT_TRUE(std::filesystem::exists(folder_ / "a.pdf")) << said;
    return folder_ / "a.pdf";
  }

  TemporaryFolder folder_;
  Derived derived_ = support::derived(textbookDocument());
  Request request_;
};

TEST_F(Tikz, CompilesToAPageWithTheNumbersForEachState) {
  if (!support::installed("pdflatex")) GTEST_SKIP() << "needs texlive-latex-base, texlive-pictures";
  write(derived_, request_);
  const auto pdf = compiled();
  EXPECT_THAT(outputOf("pdfinfo " + quoted(pdf)), HasSubstr("Pages:           5\n"));
  EXPECT_THAT(outputOf("pdfinfo " + quoted(pdf)), HasSubstr("Page size:       1280 x 720 pts"));
  const std::string last = outputOf("pdftotext -f 5 -l 5 " + quoted(pdf) + " -");
  EXPECT_THAT(last, HasSubstr("Step 4 of 4"));
  EXPECT_THAT(last, HasSubstr("12"));
}

TEST_F(Tikz, IsThePictureOfTheSameFrame) {
  if (!support::installed("pdflatex")) GTEST_SKIP() << "needs texlive-latex-base, texlive-pictures";
  request_.faces = {Face::scatter, Face::overlap, Face::matrix, Face::lens};
  request_.selection.first = 2;
  request_.selection.last = 3;
  write(derived_, request_);
  const std::string ppm = outputOf("pdftoppm -r 72 " + quoted(compiled()));
  const view::Picture picture = renderPicture(derived_, 2, request_);
  EXPECT_LT(shareOfFarValues(ppm, picture, 32), 1 / 25.0);  // letters are of another typeface
}

TEST_F(Tikz, HoldsChinese) {
  if (!support::installed("pdflatex"))
    GTEST_SKIP() << "needs texlive-latex-base, texlive-pictures, latex-cjk-chinese";
  request_.look.language = i18n::Language::chinese;
  request_.look.title = "标题“一”";
  request_.selection.first = 4;
  write(derived_, request_);
  EXPECT_THAT(contentOf(request_.output), HasSubstr("\\begin{CJK}{UTF8}{gbsn}"));
  std::string text = outputOf("pdftotext " + quoted(compiled()) + " -");
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });  // blanks beside Chinese are guesses
  EXPECT_THAT(text, HasSubstr("第4/4步"));
  EXPECT_THAT(text, HasSubstr("标题“一”"));
  EXPECT_THAT(text, Not(HasSubstr("?")));
}

TEST_F(Tikz, NeedsNoPackageForChineseWhereThereIsNone) {
  write(derived_, request_);
  EXPECT_THAT(contentOf(request_.output), Not(HasSubstr("CJK")));
  request_.overwrite = true;
  request_.look.caption = "一";
  write(derived_, request_);
  EXPECT_THAT(contentOf(request_.output), HasSubstr("CJK"));
}

TEST_F(Tikz, IsTheSameFileTwice) {
  write(derived_, request_);
  const std::string first = contentOf(request_.output);
  request_.overwrite = true;
  write(derived_, request_);
  EXPECT_EQ(contentOf(request_.output), first);
  EXPECT_THAT(first, Not(HasSubstr(folder_.path().string())));
}

TEST_F(Tikz, EscapesWhatTexWouldReadAsACommand) {
  view::TikzCanvas canvas(100, 100);
  canvas.beginPage(tconv::Rgb{255, 255, 255});
  canvas.text({1, 2}, "50% of x_1 & {y} \\input #3 $4 ~^ − 中", {});
  canvas.endPage();
  EXPECT_THAT(canvas.finish(), HasSubstr("50\\% of x\\_1 \\& \\{y\\} \\textbackslash{}input \\#3 \\$4 "
                                         "\\textasciitilde{}\\textasciicircum{} $-$ ?}"));
}

TEST_F(Tikz, RefusesPicturesThatTexCannotHold) {
  view::TikzCanvas canvas(100, 100);
  canvas.beginPage(tconv::Rgb{255, 255, 255});
  const view::ColorCells cells{std::vector<tconv::Rgb>(200 * 200), 200, 200};
  EXPECT_EQ(errorOf([&] { canvas.picture({0, 0, 10, 10}, cells); }),
            "picture = 200 x 200 cells: must be at most 20000, which TeX can hold; PDF has no such limit");
}

}  // namespace
}  // namespace lab::exporting
