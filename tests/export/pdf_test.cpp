#include "export/export.h"

#include <gmock/gmock.h>

#include "export/render.h"
#include "page_pixels.h"
#include "support/documents.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/shell.h"

namespace lab::exporting {
namespace {

using support::contentOf;
using support::outputOf;
using support::quoted;
using support::TemporaryFolder;
using testing::HasSubstr;
using testing::Not;

class Pdf : public testing::Test {
 protected:
  Pdf() {
    request_.format = Format::pdf;
    request_.output = folder_ / "a.pdf";
  }
  void SetUp() override {
    if (!support::installed("pdftotext")) GTEST_SKIP() << "reading PDF needs poppler-utils";
    write(derived_, request_);
  }
  std::string textOfPage(int page) const {
    const std::string number = std::to_string(page);
    return outputOf("pdftotext -f " + number + " -l " + number + " " + quoted(request_.output) + " -");
  }

  TemporaryFolder folder_;
  Derived derived_ = support::derived(textbookDocument());
  Request request_;
};

TEST_F(Pdf, HasAPageOfTheWantedSizeForEachState) {
  const std::string info = outputOf("pdfinfo " + quoted(request_.output));
  EXPECT_THAT(info, HasSubstr("Pages:           5\n"));
  EXPECT_THAT(info, HasSubstr("Page size:       1280 x 720 pts"));
}

TEST_F(Pdf, HoldsTheNumbersAsText) {
  EXPECT_THAT(textOfPage(1), HasSubstr("Input x"));
  const std::string last = textOfPage(5);
  EXPECT_THAT(last, HasSubstr("12"));
  EXPECT_THAT(last, HasSubstr("Output y"));
  EXPECT_THAT(last, Not(HasSubstr("Step 1")));
  EXPECT_THAT(textOfPage(2), HasSubstr("Step 1"));
}

TEST_F(Pdf, EmbedsItsFonts) {
  std::istringstream lines(outputOf("pdffonts " + quoted(request_.output) + " | tail -n +3"));
  int fonts = 0;
  for (std::string line; std::getline(lines, line); ++fonts)
    EXPECT_THAT(line, HasSubstr(" yes yes ")) << line;
  EXPECT_GE(fonts, 2);
}

TEST_F(Pdf, IsThePictureOfTheSameFrame) {
  const std::string ppm = outputOf("pdftoppm -f 3 -l 3 -r 72 " + quoted(request_.output));
  const view::Picture picture = renderPicture(derived_, 2, request_);
  EXPECT_LT(shareOfFarValues(ppm, picture, 16), 1 / 50.0);  // the edges of lines and letters
}

TEST_F(Pdf, IsTheSameFileTwiceAndHoldsNeitherDateNorPath) {
  const std::string first = contentOf(request_.output);
  request_.overwrite = true;
  write(derived_, request_);
  EXPECT_EQ(contentOf(request_.output), first);
  EXPECT_THAT(outputOf("pdfinfo " + quoted(request_.output)), Not(HasSubstr("Date")));
  EXPECT_THAT(first, Not(HasSubstr(folder_.path().string())));
}

TEST_F(Pdf, RefusesAnExistingName) {
  EXPECT_THAT(support::errorOf([&] { write(derived_, request_); }), HasSubstr("exists already"));
}

}  // namespace
}  // namespace lab::exporting
