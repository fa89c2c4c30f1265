#include <gmock/gmock.h>

#include "face_cases.h"
#include "model/number.h"
#include "model/photo.h"
#include "support/golden.h"
#include "tidy_check.h"
#include "view/canvas_text.h"
#include "view/hit_canvas.h"

/// The image laboratory: its pictures as text, its colours and numbers against the definition.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

std::vector<RecordLine> linesOf(const Frame& frame) { return linesIn(drawImage, frame); }

Document photograph(Index side, Index channels) {
  Document document;
  document.layer.in_channels = channels;
  document.input_size = side;
  document.input.preset = tconv::ValuePreset::picture;
  return enlarging(document, 2);
}

struct GoldenCase {
  std::string name;
  Document document;
  double time = 2;
  Granularity granularity = Granularity::element;
  Box area = kFaceBoard;
};
void PrintTo(const GoldenCase& c, std::ostream* out) { *out << c.name; }

std::vector<GoldenCase> goldenCases() {
  std::vector<GoldenCase> cases;
  for (const FaceCase& c : faceCases()) cases.push_back({c.name, c.document});
  cases.push_back({"rest", photograph(8, 1), 0});
  cases.push_back({"color", photograph(8, 3), 100});
  cases.push_back({"cell", photograph(8, 1), 100, Granularity::cell});
  cases.push_back({"quarter", photograph(8, 1), 64, Granularity::element, {0, 0, 364, 320}});
  return cases;
}

class ImageGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(ImageGolden, IsAsItWasLookedAt) {
  const GoldenCase& c = GetParam();
  const Derived derived = support::derived(c.document);
  Frame frame = faceFrame(Face::image, derived, c.time, c.area);
  frame.granularity = c.granularity;
  RecordCanvas canvas;
  drawBoard(canvas, frame);
  support::expectGolden("image_" + c.name, canvas.text());
}

INSTANTIATE_TEST_SUITE_P(Cases, ImageGolden, testing::ValuesIn(goldenCases()),
                         [](const auto& about) { return about.param.name; });

TEST(Image, TextsAreInTheirAreaAndApart) { expectTidyExamples(drawImage); }

/// Keeps pictures that stand for the output, and draws nothing.
class OutputPictures final : public Canvas {
 public:
  void tag(const Ref& what) override { tag_ = what; }
  void rect(const Box&, const Paint&) override {}
  void path(const Path&, const Paint&) override {}
  void text(Point, std::string_view, const TextStyle&) override {}
  void heatmap(const Box&, const Heatmap&) override {}
  void picture(const Box&, const ColorCells& cells) override {
    if (tag_.kind != RefKind::canvas) return;
    step = cells.step, columns = cells.columns;
    colors.assign(cells.colors.begin(), cells.colors.end());
  }
  void pushClip(const Box&) override {}
  void popClip() override {}

  Index step = 0, columns = 0;
  std::vector<tconv::Rgb> colors;

 private:
  Ref tag_;
};

TEST(Image, FromAfarBlocksMixTheBackgroundWithWhatIsThere) {
  Document document;
  document.input_size = 400;
  document.input.preset = tconv::ValuePreset::picture;
  document.layer.kernel_size = 1;
  document.layer.stride = 2;
  document.kernel.preset = tconv::KernelPreset::ones;
  const Derived derived = support::derived(document);
  Frame frame = faceFrame(Face::image, derived, 200.0 * 400, {0, 0, 700, 400});
  OutputPictures seen;
  drawImage(seen, frame);
  ASSERT_GE(seen.step, 2);
  const tconv::Rgb background = frame.theme->background;
  EXPECT_EQ(seen.colors.back(), background);
  double sum = 0, blank = 0;
  for (Index row = 0; row < seen.step; ++row)
    for (Index column = 0; column < seen.step; ++column)
      if (row % 2 == 0 && column % 2 == 0)
        sum += tconv::brightnessByte(derived.trace->x()(0, 0, row / 2, column / 2));
      else
        blank += 1;
  const double cells = static_cast<double>(seen.step * seen.step);
  EXPECT_NEAR(seen.colors.front().r, (sum + blank * background.r) / cells, 1);
  EXPECT_NEAR(seen.colors.front().b, (sum + blank * background.b) / cells, 1);
}

/// "5, 7, 9" as numbers.
std::vector<float> numbersIn(const std::vector<std::string>& texts) {
  std::vector<float> numbers;
  for (const std::string& text : texts) numbers.push_back(parseNumber(text).value());
  return numbers;
}

/// The values of a cell that are seen: of three channels all, else the first.
std::vector<float> seen(const std::vector<float>& channels) {
  return channels.size() == 3 ? channels : std::vector<float>{channels.front()};
}

TEST(Image, CellsOfTheFinishedOutputHoldItsNumbers) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const PlainScatter plain(document);
    const auto cells = plain.after(plain.steps());
    const Derived derived = support::derived(document);
    const auto lines = linesOf(
        faceFrame(Face::image, derived, static_cast<double>(derived.trace->steps()), {0, 0, 20000, 16000}));
    const Rect window = derived.trace->window();
    auto labels = labelsOf(lines);
    for (Index row = window.top; row < window.bottom; ++row)
      for (Index column = window.left; column < window.right; ++column) {
        std::vector<float> values;
        for (Index c = 0; c < document.layer.out_channels; ++c)
          values.push_back(cells[plain.at({c, row, column})].value);
        // The output, and behind it the difference on the same cells.
        const auto texts = labels[{RefKind::canvas, 0, 0, row, column}];
        const std::vector<float> expected = seen(values);
        RC_ASSERT(texts.size() >= expected.size());
        RC_ASSERT(numbersIn({texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(expected.size())}) ==
                  expected);
      }
  });
}

TEST(Image, TheCentreOfEveryCellStandsForTheCell) {
  support::forAll(15, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const double steps = static_cast<double>(derived.trace->steps());
    const Frame frame = faceFrame(
        Face::image, derived, std::floor(steps * static_cast<double>(pick(0, 10)) / 10), {0, 0, 900, 700});
    for (const RecordLine& line : linesOf(frame)) {
      if (line.verb != "rect" || !line.ref) continue;
      HitCanvas hit(line.box().center());
      drawImage(hit, frame);
      RC_ASSERT(hit.hit() == line.ref);
    }
  });
}

TEST(Image, AWeightOfTheOneKernelIsShownOnceAndEachKernelWhereTheyDiffer) {
  Document document = photograph(6, 3);
  const auto weights = [&] {
    const Derived derived = support::derived(document);
    std::set<Index> channels;
    for (const auto& [ref, box] : cellsOf(linesOf(faceFrame(Face::image, derived, 0, {0, 0, 1200, 900}))))
      if (ref.kind == RefKind::weight) channels.insert(ref.channel);
    return channels;
  };
  EXPECT_THAT(weights(), testing::ElementsAre(0));
  document.kernel.preset = tconv::KernelPreset::random_integers;
  EXPECT_THAT(weights(), testing::ElementsAre(0, 1, 2));
}

TEST(Image, SaysWhenValuesAreClamped) {
  Document document = photograph(6, 1);
  document.kernel.preset = tconv::KernelPreset::ones;
  const Derived derived = support::derived(document);
  std::string texts;
  for (const RecordLine& line : linesOf(faceFrame(Face::image, derived, 0, {0, 0, 1200, 900})))
    if (line.verb == "text") texts += line.text + "\n";
  EXPECT_THAT(texts, testing::HasSubstr("clamped"));
}

}  // namespace
}  // namespace lab::view
