#include <gmock/gmock.h>

#include "support/golden.h"
#include "tidy_check.h"
#include "view/hit_canvas.h"
#include "view/round_trip.h"

namespace lab::view {
namespace {

using testing::Contains;
using testing::HasSubstr;

Document edited(Document document, void (*edit)(Document&)) {
  edit(document);
  return document;
}

Document example(std::string_view id) {
  for (const Example& e : examples())
    if (e.id == id) return e.make();
  throw std::out_of_range(std::string(id));
}

Frame tripFrame(const Derived& derived, Box area = {0, 0, 728, 500}) {
  Frame frame = frameOf(derived, 0, area);
  frame.faces = {Face::roundtrip};
  return frame;
}

struct GoldenCase {
  std::string name;
  Document document;
  void (*adjust)(Frame&) = [](Frame&) {};
};
void PrintTo(const GoldenCase& c, std::ostream* out) { *out << c.name; }

class RoundTripGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(RoundTripGolden, IsAsItWasLookedAt) {
  const GoldenCase& c = GetParam();
  const Derived derived = support::derived(c.document);
  Frame frame = tripFrame(derived);
  c.adjust(frame);
  RecordCanvas canvas;
  drawBoard(canvas, frame);
  support::expectGolden("roundtrip_" + c.name, canvas.text());
}

Ref tile(TripGrid grid, Index row, Index column) {
  return {RefKind::tile, 0, roundtrip::kTile + static_cast<Index>(grid), row, column};
}

const std::vector<GoldenCase> kCases = {
    {"textbook", textbookDocument()},
    {"rectangular", edited(newcomerDocument(),
                           [](Document& d) {
                             d.input_size = {4, 7};
                             d.layer.output_padding = 1;
                           })},
    {"dilation", edited(example("dilation"), [](Document& d) { d.input_size = 6; })},
    {"channels", example("channels")},
    {"one_dimensional", example("one_dimensional")},
    {"misfit", edited(newcomerDocument(), [](Document& d) { d.layer.kernel_size = 6; })},
    {"hovered_conv", edited(newcomerDocument(), [](Document& d) { d.input_size = 5; }),
     [](Frame& f) { f.hover = tile(TripGrid::conv, 1, 1); }},
};
constexpr auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Cases, RoundTripGolden, testing::ValuesIn(kCases), kName);

TEST(RoundTripFace, ExamplesAreTidy) { expectTidyExamples(drawRoundTrip); }

/// The convolution and the way back by the definition, in plain loops.
struct PlainTrip {
  explicit PlainTrip(const Document& document, const Tensor& x) {
    const Layer& l = document.layer;
    const Tensor& w = *document.kernel.custom;
    const Index outs = w.shape().c, ins = l.in_channels / l.groups;
    const Pair s = l.dims == 1 ? Pair(1, l.stride.w) : l.stride,
               d = l.dims == 1 ? Pair(1, l.dilation.w) : l.dilation;
    const Pair p = l.dims == 1 ? Pair(0, l.padding.begin.w) : l.padding.begin;
    const Pair e = l.dims == 1 ? Pair(0, l.padding.end.w) : l.padding.end;
    const auto length = [](Index n, Index k, Index s_, Index d_, Index pads) {
      const Index room = n + pads - d_ * (k - 1) - 1;
      return room < 0 ? 0 : room / s_ + 1;
    };
    conv = Tensor({1, l.in_channels, length(x.shape().h, w.shape().h, s.h, d.h, p.h + e.h),
                   length(x.shape().w, w.shape().w, s.w, d.w, p.w + e.w)});
    back = Tensor(x.shape());
    for (const bool there : {true, false})
      for (Index c = 0; c < conv.shape().c; ++c)
        for (Index o = 0; o < outs; ++o)
          for (Index i = 0; i < conv.shape().h; ++i)
            for (Index j = 0; j < conv.shape().w; ++j)
              for (Index u = 0; u < w.shape().h; ++u)
                for (Index v = 0; v < w.shape().w; ++v) {
                  const Index row = i * s.h + u * d.h - p.h, column = j * s.w + v * d.w - p.w;
                  if (row < 0 || column < 0 || row >= x.shape().h || column >= x.shape().w) continue;
                  const Index of = c / ins * outs + o;
                  if (there)
                    conv(0, c, i, j) += x(0, of, row, column) * w(c, o, u, v);
                  else
                    back(0, of, row, column) += conv(0, c, i, j) * w(c, o, u, v);
                }
  }
  Tensor conv, back;
};

std::string shown(float value) {
  return (value < 0 ? "−" : "") + std::to_string(std::lround(std::abs(value)));
}

TEST(RoundTripFace, TheGridsHoldThereAndBackAndWhatIsLost) {
  support::forAll(80, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const Tensor x = resized(*document.input.custom, {1, document.layer.out_channels, inputShape(document).h,
                                                      inputShape(document).w});
    const PlainTrip plain(document, x);
    const auto labels = labelsOf(linesIn(drawRoundTrip, tripFrame(derived, {0, 0, 4000, 3000})));
    if (plain.conv.size() == 0) {
      RC_ASSERT(labels.empty());
      return;
    }
    Index count = 0;
    for (const auto& [ref, texts] : labels) {
      const auto number = static_cast<TripGrid>(ref.kind == RefKind::input ? 0 : ref.out - roundtrip::kTile);
      const float at_x = number == TripGrid::conv ? 0 : x(0, 0, ref.row, ref.column);
      const float expected = number == TripGrid::x      ? at_x
                             : number == TripGrid::conv ? plain.conv(0, 0, ref.row, ref.column)
                             : number == TripGrid::back ? plain.back(0, 0, ref.row, ref.column)
                                                        : at_x - plain.back(0, 0, ref.row, ref.column);
      RC_ASSERT(texts == std::vector<std::string>{shown(expected)});
      ++count;
    }
    RC_ASSERT(count == 3 * x.shape().h * x.shape().w + plain.conv.shape().h * plain.conv.shape().w);
  });
}

TEST(RoundTripFace, TheCentreOfEveryCellStandsForIt) {
  support::forAll(15, [] {
    const Derived derived = support::derived(*support::documents());
    const Frame frame = tripFrame(derived);
    for (const auto& [ref, box] : cellsOf(linesIn(drawRoundTrip, frame))) {
      HitCanvas canvas(box.center());
      drawRoundTrip(canvas, frame);
      RC_ASSERT(canvas.hit() == ref);
    }
  });
}

std::vector<std::string> textsOf(const Document& document, Box area = {0, 0, 728, 500}) {
  const Derived derived = support::derived(document);
  std::vector<std::string> texts;
  for (const RecordLine& line : linesIn(drawRoundTrip, tripFrame(derived, area)))
    if (line.verb == "text") texts.push_back(line.text);
  return texts;
}

TEST(RoundTripFace, TheFanListsAllSizesAndTheOutputPaddingOfEach) {
  const auto texts = textsOf(edited(newcomerDocument(), [](Document& d) {
    d.input_size = 17;
    d.layer.kernel_size = 5;
    d.layer.stride = 3;
    d.layer.padding = Pair(2);
  }));
  EXPECT_THAT(texts, Contains("Sizes that share the result 6"));
  for (const char* line : {"16", "17", "18", "16  op 0", "17  op 1", "18  op 2"})
    EXPECT_THAT(texts, Contains(line));
  EXPECT_THAT(texts, Contains("op = 1"));
  EXPECT_THAT(texts, Contains("k5 s3 p2"));
}

TEST(RoundTripFace, AFanWithoutRoomForAllShowsTheCurrentSize) {
  const auto texts = textsOf(edited(newcomerDocument(), [](Document& d) {
    d.input_size = 70;
    d.layer.kernel_size = 1;
    d.layer.stride = 50;
    d.layer.padding = Pair(0);
  }));
  EXPECT_THAT(texts, Contains("70  op 19"));
  EXPECT_THAT(texts, testing::Not(Contains("100  op 49")));
}

TEST(RoundTripFace, BothSidesOfTheAdjointAreSaid) {
  const auto texts = textsOf(newcomerDocument());
  EXPECT_THAT(texts, Contains(HasSubstr("⟨Cx, y⟩ = ")));
  EXPECT_THAT(texts, Contains(testing::StartsWith("difference 0 ≤ bound ")));
}

TEST(RoundTripFace, AKernelThatDoesNotFitIsSaidPlainly) {
  const auto texts = textsOf(edited(newcomerDocument(), [](Document& d) { d.layer.kernel_size = 6; }));
  EXPECT_THAT(texts,
              testing::ElementsAre("The convolution has no result to come back from",
                                   "The kernel spans 6 rows, the padded input has only 5: it does not fit."));
}

TEST(RoundTripFace, HoveringACellOfTheConvolutionMarksItsWindowOnAllGrids) {
  const Derived derived = support::derived(edited(newcomerDocument(), [](Document& d) { d.input_size = 5; }));
  Frame frame = tripFrame(derived);
  const auto still = linesIn(drawRoundTrip, frame);
  frame.hover = tile(TripGrid::conv, 0, 1);
  const auto marked = linesIn(drawRoundTrip, frame);
  // Of the window's 3 x 3 cells the padding hides the upper row; and so on three grids, and the cell itself.
  EXPECT_EQ(marked.size() - still.size(), 3u * 2 * 3 + 1);
}

}  // namespace
}  // namespace lab::view
