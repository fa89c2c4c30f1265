#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <set>

#include "model/self_check.h"
#include "view/face_cases.h"
#include "view/tidy_check.h"

/// Frames in other languages: every word is translated, and has its room.
namespace lab::view {
namespace {

using i18n::Language;

struct Shown {
  std::string what;
  Frame frame;
};

/// Calls look(what, lines, area) on each face, of each document, at moments of each kind.
template <class Look>
void forEachPicture(Language language, Look look) {
  std::vector<FaceCase> cases = faceCases();
  for (const CompareMode mode : {CompareMode::sweep, CompareMode::upsampling}) {
    Document document = newcomerDocument();
    document.comparison.mode = mode;
    document.layer.output_padding = 1;  // all four ways are legal
    cases.push_back({mode == CompareMode::sweep ? "sweep" : "upsampling", document});
  }
  Document bias = newcomerDocument();
  bias.layer.bias = true;
  bias.layer.out_channels = 2;
  bias.bias = {1, 2};
  bias.kernel.custom = std::make_shared<const Tensor>(tconv::weightShape(bias.layer), 1.0F);
  cases.push_back({"bias", bias});
  Document misfit = newcomerDocument();
  misfit.layer.kernel_size = 6;
  cases.push_back({"misfit", misfit});
  for (const FaceCase& c : cases) {
    const Derived derived = support::derived(c.document);
    const auto steps = static_cast<double>(derived.trace->steps());
    for (const FaceInfo& face : faces())
      for (const Granularity granularity : {Granularity::element, Granularity::cell})
        for (const double time : {0.0, std::floor(steps / 2), std::floor(steps / 2) + 0.5, steps}) {
          Frame frame = faceFrame(face.face, derived, time, {0, 0, 1280, 720});
          frame.granularity = granularity;
          frame.language = language;
          frame.parts.formula = true;
          frame.pinned = {RefKind::canvas, 0, 0, 1, 1};
          RecordCanvas canvas;
          drawBoard(canvas, frame);
          look(fmt::format("{} {} at {}{}", face.id, c.name, time,
                           granularity == Granularity::cell ? " by cell" : ""),
               parseRecord(canvas.text()), frame.area);
        }
  }
}

TEST(Translation, EveryWordOfAFrameIsTranslated) {
  // Calls, names and refusals of the frameworks, and functions of mathematics.
  const std::regex code(
      R"(\b(nn\.|keras\.|onnx\.|jax\.)|^(A|B)  |^(PyTorch|Keras|ONNX|JAX)$|gcd\(|^conv\(x\)$|^(groups|padding\[0\]) = )");
  const std::regex word("[A-Za-z]{3,}"), accents("á|é|í|ó|ú|Á|É|Í|Ó|Ú");
  std::set<std::string> missed;
  forEachPicture(Language::pseudo,
                 [&](const std::string& what, const std::vector<RecordLine>& lines, const Box&) {
                   for (const RecordLine& line : lines) {
                     if (line.verb != "text" || std::regex_search(line.text, accents)) continue;
                     if (std::regex_search(line.text, word) && !std::regex_search(line.text, code))
                       missed.insert(line.text + "   (" + what.substr(0, what.find(" at ")) + ")");
                   }
                 });
  EXPECT_THAT(missed, testing::IsEmpty());
}

/// Where the English texts of a picture have their room, so have those of another language.
std::set<std::string> untidyIn(Language language) {
  std::set<std::string> in_english, untidy;
  const auto look_into = [](std::set<std::string>& found) {
    return [&](const std::string& what, const std::vector<RecordLine>& lines, const Box& area) {
      if (!untidiness(lines, area, 0.6).empty()) found.insert(what);
    };
  };
  forEachPicture(Language::english, look_into(in_english));
  forEachPicture(language,
                 [&](const std::string& what, const std::vector<RecordLine>& lines, const Box& area) {
                   const std::string found = untidiness(lines, area, 0.6);
                   if (!found.empty() && !in_english.contains(what)) untidy.insert(what + ": " + found);
                 });
  return untidy;
}

TEST(Translation, TextsInChineseHaveTheirRoom) {
  EXPECT_THAT(untidyIn(Language::chinese), testing::IsEmpty());
}

TEST(Translation, LongerTextsHaveTheirRoomOrAreLeftOut) {
  EXPECT_THAT(untidyIn(Language::pseudo), testing::IsEmpty());
}

TEST(Translation, TheSelfCheckNamesItsFormsInTheLanguage) {
  const Derived derived = support::derived(textbookDocument());
  const i18n::LanguageScope scope(Language::chinese);
  for (const tconv::FormCheck& form : selfCheckOf(derived).forms)
    EXPECT_NE(tr(form.name), form.name) << form.name << " has no translation";
}

TEST(Translation, AFrameIsThatOfItsLanguageWhateverTheThreadSpeaks) {
  const Derived derived = support::derived(textbookDocument());
  Frame frame = faceFrame(Face::scatter, derived, 1);
  const auto drawn = [&] {
    RecordCanvas canvas;
    drawBoard(canvas, frame);
    return canvas.text();
  };
  const std::string english = drawn();
  const i18n::LanguageScope scope(Language::chinese);
  EXPECT_EQ(drawn(), english);
  frame.language = Language::chinese;
  EXPECT_THAT(drawn(), testing::HasSubstr("第 1 / 4 步"));
  EXPECT_EQ(i18n::language(), Language::chinese);
}

}  // namespace
}  // namespace lab::view
