#include "view/svg_canvas.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sample_drawing.h"
#include "view/heatmap_pixels.h"
#include "xml_walk.h"

namespace lab::view {
namespace {

using ::testing::HasSubstr;

const Color ink{tconv::Rgb{0x1b, 0x24, 0x30}};

std::string sample() {
  SvgCanvas canvas(320, 200);
  testing::drawSample(canvas, theme(ThemeChoice::light));
  return canvas.finish();
}

std::string textElement(std::string_view utf8, const TextStyle& style = {}) {
  SvgCanvas canvas(10, 10);
  canvas.text({1, 2}, utf8, style);
  return canvas.finish();
}

TEST(XmlWalk, ComplainsAboutWhatIsNotWellFormed) {
  for (const char* bad : {"<a><b></a></b>", "<a>", "<a/><a/>", "<a x=1/>", "<a x=\"1\" x=\"2\"/>", "<a>&</a>",
                          "<a><b id=\"1\"/><b id=\"1\"/></a>", "<a>\x01</a>", "<a x=\"<\"/>", "<a/>text"}) {
    EXPECT_NE(testing::XmlWalk::complaint(bad), "") << bad;
  }
  EXPECT_EQ(testing::XmlWalk::complaint("<a x=\"1\"><b id=\"1\"/>text &amp; more</a>\n"), "");
}

TEST(SvgCanvas, IsWellFormed) { EXPECT_EQ(testing::XmlWalk::complaint(sample()), ""); }

TEST(SvgCanvas, IsReadByAnXmlParser) {
  if (std::system("command -v xmllint > /dev/null") != 0) GTEST_SKIP() << "xmllint is not installed";
  const auto path = std::filesystem::path(::testing::TempDir()) / "svg_canvas_test.svg";
  std::ofstream(path) << sample();
  EXPECT_EQ(std::system(("xmllint --noout --nonet '" + path.string() + "'").c_str()), 0);
  std::filesystem::remove(path);
}

TEST(SvgCanvas, TheSameCallsGiveTheSameBytes) { EXPECT_EQ(sample(), sample()); }

TEST(SvgCanvas, HasSizeFontsAndTabularFigures) {
  EXPECT_THAT(sample(), HasSubstr("width=\"320\" height=\"200\" viewBox=\"0 0 320 200\""));
  EXPECT_THAT(sample(), HasSubstr("\"Roboto, 'DejaVu Sans', 'WenQuanYi Micro Hei', sans-serif\""));
  EXPECT_THAT(sample(), HasSubstr("tabular-nums"));
}

TEST(SvgCanvas, TextStaysTextWithItsAnchor) {
  EXPECT_THAT(
      textElement("5", {.size = 16, .color = ink, .align = Align::middle}),
      HasSubstr("<text x=\"1\" y=\"2\" font-size=\"16\" fill=\"#1b2430\" text-anchor=\"middle\">5</text>"));
  EXPECT_THAT(textElement("5", {.align = Align::end, .weight = Weight::bold}),
              HasSubstr("text-anchor=\"end\" font-weight=\"700\">5<"));
}

TEST(SvgCanvas, EscapesText) {
  EXPECT_THAT(textElement("a<b>&\"转\""), HasSubstr(">a&lt;b&gt;&amp;\"转\"</text>"));
}

TEST(SvgCanvas, ReplacesWhatXmlMayNotHold) {
  const std::string document = textElement(
      "a\x01"
      "b\xff\xc3(\xed\xa0\x80");
  EXPECT_THAT(document, HasSubstr(">a\uFFFDb\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFD</text>"));
  EXPECT_EQ(testing::XmlWalk::complaint(document), "");
}

TEST(SvgCanvas, WritesPaint) {
  SvgCanvas canvas(10, 10);
  canvas.rect({1, 2, 3, 4}, {.fill = Color(ink.rgb, 0.5), .stroke = Stroke{ink, 2, 4}, .radius = 6});
  EXPECT_THAT(
      canvas.finish(),
      HasSubstr(
          "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" rx=\"6\" fill=\"#1b2430\" fill-opacity=\"0.5\" "
          "stroke=\"#1b2430\" stroke-width=\"2\" stroke-dasharray=\"4\"/>"));
}

TEST(SvgCanvas, WritesPaths) {
  SvgCanvas canvas(10, 10);
  canvas.path(Path().moveTo({0, 0}).lineTo({8, 0.5}).cubicTo({1, 2}, {3, 4}, {5, 6}).close(), {.fill = ink});
  EXPECT_THAT(canvas.finish(), HasSubstr("<path d=\"M0 0L8 0.5C1 2 3 4 5 6Z\" fill=\"#1b2430\"/>"));
}

TEST(SvgCanvas, GroupsWhatStandsForTheSameThingUnderUniqueIds) {
  SvgCanvas canvas(10, 10);
  const Ref weight{RefKind::weight, 1, 2, 3, 4};
  canvas.tag(weight);
  canvas.rect({0, 0, 1, 1}, {.fill = ink});
  canvas.text({0, 0}, "7", {});
  canvas.tag({});
  canvas.rect({5, 5, 1, 1}, {.fill = ink});
  canvas.tag(weight);
  canvas.rect({0, 0, 2, 2}, {.fill = ink});
  const std::string document = canvas.finish();
  EXPECT_THAT(document, HasSubstr("<g id=\"weight-1-2-3-4\">\n<rect x=\"0\""));
  EXPECT_THAT(document, HasSubstr(">7</text>\n</g>\n<rect x=\"5\""));
  EXPECT_THAT(document, HasSubstr("<g id=\"weight-1-2-3-4_2\">"));
  EXPECT_EQ(testing::XmlWalk::complaint(document), "");
}

TEST(SvgCanvas, ClipsNestAndAreClosedAtTheEnd) {
  SvgCanvas canvas(10, 10);
  canvas.pushClip({0, 0, 5, 5});
  canvas.tag({RefKind::input, 0, 0, 0, 0});
  canvas.rect({0, 0, 9, 9}, {.fill = ink});
  canvas.pushClip({1, 1, 2, 2});
  canvas.rect({0, 0, 8, 8}, {.fill = ink});
  const std::string document = canvas.finish();
  EXPECT_THAT(document,
              HasSubstr("<clipPath id=\"clip-2\"><rect x=\"1\" y=\"1\" width=\"2\" height=\"2\"/>"));
  EXPECT_THAT(document, HasSubstr("<g clip-path=\"url(#clip-2)\">\n<g id=\"input-0-0-0_2\">"));
  EXPECT_EQ(testing::XmlWalk::complaint(document), "");
}

TEST(SvgCanvas, HeatmapsArePicturesWithSharpCells) {
  EXPECT_THAT(sample(),
              HasSubstr("image-rendering:pixelated\" xlink:href=\"data:image/png;base64,iVBORw0KGgo"));
}

TEST(SvgCanvas, EnlargedCellsKeepTheirPlaceAndColour) {
  const std::vector<tconv::Rgb> colors{{1, 2, 3}, {4, 5, 6}};
  const std::vector<std::uint8_t> above{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6};
  std::vector<std::uint8_t> twice = above;
  twice.insert(twice.end(), above.begin(), above.end());
  EXPECT_EQ(cellPixels({colors, 1, 2}, 2), twice);
  EXPECT_EQ(cellPixels({colors, 2, 1}), (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6}));
}

TEST(SvgCanvas, APictureIsTheSameImageAsAHeatmapOfItsColours) {
  const Theme& t = theme(ThemeChoice::light);
  const std::vector<float> values{-1, 0, 1, 0.5F};
  std::vector<tconv::Rgb> colors;
  for (const float v : values) colors.push_back(t.values[tconv::colorIndex(v, 1)]);
  SvgCanvas map(20, 20), picture(20, 20), other(20, 20);
  map.heatmap({0, 0, 20, 20}, {.values = values, .rows = 2, .columns = 2, .limit = 1, .colors = &t.values});
  picture.picture({0, 0, 20, 20}, {.colors = colors, .rows = 2, .columns = 2});
  std::swap(colors[0], colors[1]);
  other.picture({0, 0, 20, 20}, {.colors = colors, .rows = 2, .columns = 2});
  const std::string expected = map.finish();
  EXPECT_THAT(expected, HasSubstr("image-rendering:pixelated"));
  EXPECT_EQ(picture.finish(), expected);
  EXPECT_NE(other.finish(), expected);
}

}  // namespace
}  // namespace lab::view
