#include "io/session.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "io/npy.h"
#include "io/session_format.h"
#include "model/derive.h"
#include "support/errors.h"
#include "support/files.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using session_format::contentHash;
using support::contentOf;
using support::errorOf;
using support::put;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::json;

std::shared_ptr<const Tensor> tensor(Shape shape, float start = 0) {
  Tensor made(shape);
  for (float& v : made.values()) v = start += 0.1F;
  return std::make_shared<const Tensor>(std::move(made));
}

/// A session in which nothing has its default.
Session unusualSession() {
  Session session;
  Layer& layer = session.document.layer;
  layer.in_channels = 4, layer.out_channels = 6, layer.groups = 2, layer.bias = true;
  layer.kernel_size = {2, 3}, layer.stride = {3, 2}, layer.dilation = {2, 1}, layer.output_padding = {1, 0};
  layer.padding = {Pair{1, 0}, Pair{0, 2}};
  session.document.input_size = {4, 5};
  session.document.input = {tconv::ValuePreset::normal, ~std::uint64_t{0}, tensor({1, 4, 4, 5})};
  session.document.kernel = {tconv::KernelPreset::random_integers, 7, tensor({4, 3, 2, 3}, -1)};
  session.document.bias = {0.5F, std::numeric_limits<float>::quiet_NaN(),
                           -std::numeric_limits<float>::infinity()};
  session.document.bias.resize(3);
  session.document.comparison = {CompareMode::sweep,
                                 {{5, 2}, {3, 1}, {Pair{1, 0}, Pair{0, 2}}, {1, 0}, {1, 2}},
                                 SweepField::none,
                                 SweepField::dilation};
  ViewState& view = session.view;
  view.playhead = {12.25, 250, true, true, Granularity::tap, 13.0};
  view.pinned = {RefKind::term, 1, 2, 3, 4, 5, 6};
  view.faces = {Face::arithmetic, Face::scatter};
  view.split = {0.25, 0.75};
  view.options.show_convolution = true;
  view.options.loss = tconv::Loss::half_square;
  view.options.enlarged_by = tconv::Interpolation::nearest;
  view.options.one_kernel = false;
  view.scales = {2.5F, {}, 0.1F, true};
  view.options.lens = {LensCall::onnx_same_lower, LensCall::jax_valid_transpose};
  view.zoom = 2.5, view.pan_x = -0.25, view.pan_y = 0.125;
  view.link_axes = view.show_parameters = view.show_arithmetic = view.show_transport = false;
  view.show_symbols = view.reduced_motion = true;
  view.theme = ThemeChoice::dark;
  return session;
}

class SessionFile : public testing::Test {
 protected:
  Session roundTrip(const Session& session) {
    saveSession(path_, session);
    const LoadedSession loaded = loadSession(path_);
    EXPECT_THAT(loaded.warnings, IsEmpty());
    return loaded.session;
  }
  /// Loads a session with these members besides format and version.
  LoadedSession load(const std::string& members) {
    put(path_,
        R"({"format": "tconv-lab session", "version": 1)" + (members.empty() ? "" : ", " + members) + "}");
    return loadSession(path_);
  }
  std::string messageOf(const std::string& members) {
    return errorOf([&] { load(members); });
  }

  TemporaryFolder folder_;
  fs::path path_ = folder_ / "lecture.json";
};

TEST_F(SessionFile, ComesBackAsItWasSaved) {
  EXPECT_TRUE(roundTrip(Session{}) == Session{});
  EXPECT_TRUE(roundTrip(Session{newcomerDocument(), {}}) == (Session{newcomerDocument(), {}}));
  EXPECT_TRUE(roundTrip(Session{textbookDocument(), {}}) == (Session{textbookDocument(), {}}));
  EXPECT_THAT(folder_.names(), ElementsAre("lecture.json"));
}

TEST_F(SessionFile, KeepsEveryUnusualValue) {
  Session session = unusualSession();
  const Session back = roundTrip(session);
  ASSERT_EQ(back.document.bias.size(), 3U);
  EXPECT_TRUE(std::isnan(back.document.bias[1]));
  session.document.bias[1] = 0;
  Session comparable = back;
  comparable.document.bias[1] = 0;
  EXPECT_TRUE(comparable == session);
}

TEST_F(SessionFile, RefusesComparisonsByNameValueAndRule) {
  EXPECT_THAT(messageOf(R"("comparison": {"mode": "both"})"),
              HasSubstr("comparison.mode = \"both\": must be one of settings, sweep, upsampling"));
  EXPECT_EQ(messageOf(R"("comparison": {"b": {"stride": [1, 0]}})"),
            "comparison.b.stride[1] = 0: must be at least 1");
  EXPECT_EQ(messageOf(R"("comparison": {"rows": "stride"})"),
            "comparison.rows = \"stride\": must differ from comparison.columns");
  EXPECT_THAT(messageOf(R"("comparison": {"columns": "none"})"), HasSubstr("comparison.columns"));
  EXPECT_THAT(messageOf(R"("view": {"lens": {"a": "caffe"}})"), HasSubstr("view.lens.a"));
  EXPECT_EQ(messageOf(R"("view": {"options": {"loss": "entropy"}})"),
            "view.options.loss = \"entropy\": must be one of sum, half_square");
  EXPECT_EQ(messageOf(R"("view": {"options": {"enlarged_by": "cubic"}})"),
            "view.options.enlarged_by = \"cubic\": must be one of nearest, bilinear");
  EXPECT_THAT(load(R"("comparison": {"c": 1})").warnings, ElementsAre("unknown key comparison.c ignored"));
}

TEST_F(SessionFile, KeepsNonFiniteTensorsBitForBit) {
  Session session;
  const float inf = std::numeric_limits<float>::infinity();
  session.document.input.custom = std::make_shared<const Tensor>(
      Shape{1, 1, 2, 3},
      std::vector<float>{inf, -inf, std::numeric_limits<float>::quiet_NaN(), -0.0F, 1e-45F, 3.4e38F});
  EXPECT_TRUE(roundTrip(session) == session);
  EXPECT_THAT(contentOf(path_), HasSubstr(R"(["inf",)"));
}

RC_GTEST_FIXTURE_PROP(SessionFile, KeepsAnyFloatBitForBit, (const std::vector<std::uint32_t>& bits)) {
  std::vector<float> values = {1};
  for (const std::uint32_t b : bits) {
    const auto value = std::bit_cast<float>(b);
    if (!std::isnan(value)) values.push_back(value);
  }
  Session session;
  const auto count = static_cast<Index>(values.size());
  session.document.input.custom = std::make_shared<const Tensor>(Shape{1, 1, 1, count}, values);
  RC_ASSERT(roundTrip(session) == session);
}

TEST_F(SessionFile, PutsLargeTensorsBesideIt) {
  Session session;
  session.document.input.custom = tensor({1, 1, 64, 64});
  EXPECT_TRUE(roundTrip(session) == session);
  EXPECT_THAT(folder_.names(), ElementsAre("lecture.json"));
  session.document.input.custom = tensor({1, 1, 64, 65});
  session.document.kernel.custom = session.document.input.custom;
  EXPECT_TRUE(roundTrip(session) == session);
  EXPECT_THAT(folder_.names(), ElementsAre("lecture.json", "lecture.tensors"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "lecture.tensors"), {}), 1)
      << "the same content is one file";
}

TEST_F(SessionFile, RefusesATensorThatIsNotWhatItsNameSays) {
  Session session;
  session.document.input.custom = tensor({1, 1, 64, 65});
  saveSession(path_, session);
  const fs::path file = fs::directory_iterator(folder_ / "lecture.tensors")->path();
  std::string bytes = contentOf(file);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  put(file, bytes);
  EXPECT_THAT(errorOf([&] { loadSession(path_); }),
              EndsWith(".npy: does not have the content that it is named after"));
  fs::remove(file);
  EXPECT_THAT(errorOf([&] { loadSession(path_); }), HasSubstr("cannot be read: No such file"));
}

TEST_F(SessionFile, RefusesATensorThatIsNoBatchOfImages) {
  const std::string bytes = formatNpy({3}, std::vector<float>{1, 2, 3});
  fs::create_directory(folder_ / "lecture.tensors");
  put(folder_ / "lecture.tensors" / (contentHash(bytes) + ".npy"), bytes);
  EXPECT_THAT(messageOf(R"("input": {"file": "lecture.tensors/)" + contentHash(bytes) + ".npy\"}"),
              EndsWith(".npy: must have the shape (N, C, H, W) and at least one value"));
}

TEST_F(SessionFile, RefusesReferencesThatLeadElsewhere) {
  const std::string name(32, 'a');
  for (const std::string& reference : std::vector<std::string>{
           "/etc/passwd", "../a.tensors/" + name + ".npy", name + ".npy", "a.tensors/../" + name + ".npy",
           "a/" + name + ".npy", ".tensors/" + name + ".npy", "a.tensors/" + name + ".txt"})
    EXPECT_THAT(messageOf(R"("input": {"file": ")" + reference + "\"}"),
                HasSubstr("input.file = \"" + reference))
        << reference;
  EXPECT_THAT(messageOf(R"("input": {"file": 3})"),
              "input.file = 3: must be the name of a tensor beside the session, <name>.tensors/<hash>.npy");
}

TEST_F(SessionFile, RefusesBadValuesByNameValueAndRule) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("parameters": {"stride": [0, 2]})", "stride[0] = 0: must be at least 1"},
      {R"("parameters": {"stride": [2, 0]})", "stride[1] = 0: must be at least 1"},
      {R"("parameters": {"padding": -1})", "padding = -1: must be at least 0"},
      {R"("parameters": {"stride": "two"})",
       "stride = \"two\": must be an integer or a pair [height, width]"},
      {R"("parameters": {"stride": [1, 2, 3]})",
       "stride = [1,2,3]: must be an integer or a pair [height, width]"},
      {R"("parameters": {"stride": 1.5})", "stride = 1.5: must be an integer"},
      {R"("parameters": {"dilation": [1, true]})", "dilation[1] = true: must be an integer"},
      {R"("parameters": {"groups": 0})", "groups = 0: must be at least 1"},
      {R"("parameters": {"groups": 18446744073709551615})",
       "groups = 18446744073709551615: must be an integer of 64 bits"},
      {R"("parameters": {"dims": 3})", "dims = 3: must be 1 or 2"},
      {R"("parameters": {"bias": 1})", "parameters.bias = 1: must be true or false"},
      {R"("parameters": [])", "parameters = []: must be a JSON object"},
      {R"("input": {"preset": "rump"})",
       "input.preset = \"rump\": must be one of ramp, ones, impulse, checkerboard, random-integers, normal, "
       "picture"},
      {R"("input": {"seed": -1})", "input.seed = -1: must be an integer from 0 to 2^64 - 1"},
      {R"("input": {"values": [[[[1, "x"]]]]})",
       "input.values[0][0][0][1] = \"x\": must be a number, \"nan\", \"inf\" or \"-inf\""},
      {R"("input": {"values": [[[[1, 2], [3]]]]})",
       "input.values[0][0][1] = [3]: must be a list of 2 like those before"},
      {R"("input": {"values": [1, 2]})",
       "input.values = [1,2]: must be lists of numbers nested as [N][C][H][W]"},
      {R"("input": {"values": [[[[1]]], [[[1]]]]})", "input.values = 2: images given, must be 1"},
      {R"("input": {"values": [[[[1]]]], "file": "lecture.tensors/0.npy"})",
       "input: must have values or a file, not both"},
      {R"("kernel": {"values": [[[[1e39]]]]})",
       "kernel.values[0][0][0][0] = 1e+39: must be a number that float32 can hold"},
      {R"("bias": [1, null])", "bias[1] = null: must be a number, \"nan\", \"inf\" or \"-inf\""},
      {R"("view": {"zoom": 0})", "view.zoom = 0: must be a number from 0.0001 to 10000"},
      {R"("view": {"theme": "blue"})", "view.theme = \"blue\": must be one of light, dark"},
      {R"("view": {"playhead": {"speed": 1e9}})",
       "view.playhead.speed = 1000000000.0: must be a number from 0.25 to 1000"},
      {R"("view": {"playhead": {"time": -1}})",
       "view.playhead.time = -1: must be a number from 0 to 1000000000000000"},
      {R"("view": {"pinned": {"row": -1}})", "view.pinned.row = -1: must be at least 0"},
      {R"("view": {"faces": []})", "view.faces = []: must list 1 to 4 different faces by their names"},
      {R"("view": {"faces": ["scatter", "scatter"]})",
       "view.faces = [\"scatter\",\"scatter\"]: must list 1 to 4 different faces by their names"},
      {R"("view": {"faces": [1]})", "view.faces = [1]: must list 1 to 4 different faces by their names"},
      {R"("view": {"split": [0.5, 0.9]})", "view.split = [0.5,0.9]: must be two numbers from 0.2 to 0.8"},
      {R"("view": {"scales": {"kernel": 0}})", "view.scales.kernel = 0: must be a number above 0"},
      {R"("view": {"scales": {"input": "inf"}})", "view.scales.input = \"inf\": must be a number above 0"},
      {R"("view": {"playhead": {"granularity": "column"}})",
       "view.playhead.granularity = \"column\": must be one of element, tap, row, cell"},
  };
  for (const auto& [members, message] : cases) EXPECT_EQ(messageOf(members), message) << members;
}

TEST_F(SessionFile, NamesTheFacesThereAreWhenOneIsUnknown) {
  EXPECT_THAT(messageOf(R"("view": {"faces": ["scater"]})"),
              testing::StartsWith("view.faces = \"scater\": must be one of scatter, "));
}

TEST_F(SessionFile, LoadsAnIllegalCombination) {
  const Session session =
      load(R"("parameters": {"stride": 2, "output_padding": [7, 0], "groups": 3})").session;
  EXPECT_EQ(session.document.layer.output_padding, (Pair{7, 0}));
  EXPECT_TRUE(std::holds_alternative<tconv::Problem>(derive(session.document)));
}

TEST_F(SessionFile, WarnsAboutUnknownKeysAndGoesOn) {
  const LoadedSession loaded =
      load(R"("colour": 1, "parameters": {"stride": 4, "tint\n": 2}, "view": {"playhead": {"x": 0}})");
  EXPECT_EQ(loaded.session.document.layer.stride, Pair{4});
  EXPECT_THAT(loaded.warnings,
              ElementsAre("unknown key parameters.tint\\n ignored", "unknown key view.playhead.x ignored",
                          "unknown key colour ignored"));
}

TEST_F(SessionFile, GivesMissingKeysTheirDefaults) {
  EXPECT_TRUE(load("").session == Session{});
  EXPECT_EQ(load(R"("parameters": {"padding": [1, 2]})").session.document.layer.padding,
            (tconv::Padding{Pair{1, 2}}));
  EXPECT_EQ(load(R"("parameters": {"padding": 1, "padding_end": 0})").session.document.layer.padding,
            (tconv::Padding{Pair{1}, Pair{0}}));
}

TEST_F(SessionFile, PutsAPlayheadBehindTheEndOnTheLastStep) {
  const LoadedSession loaded = load(R"("view": {"playhead": {"time": 99, "stop_at": 100}})");
  EXPECT_EQ(loaded.session.view.playhead.time, 9);
  EXPECT_EQ(loaded.session.view.playhead.stop_at, 9);
  EXPECT_THAT(loaded.warnings, ElementsAre("view.playhead.time = 99: set to 9, the number of steps"));
}

TEST_F(SessionFile, RefusesWhatIsNotASession) {
  const auto message = [&](const std::string& text) {
    put(path_, text);
    return errorOf([&] { loadSession(path_); });
  };
  EXPECT_THAT(message(""), EndsWith("lecture.json: is not valid JSON at line 1, column 1"));
  EXPECT_THAT(message("{\n  \"format\": tconv\n}"), EndsWith("is not valid JSON at line 2, column 14"));
  EXPECT_THAT(message("[1]"), EndsWith("is JSON, but not a tconv-lab session"));
  EXPECT_THAT(message("{}"), EndsWith("is JSON, but not a tconv-lab session"));
  EXPECT_THAT(message(R"({"format": "tconv-lab session"})"), EndsWith("has no version"));
  EXPECT_EQ(message(R"({"format": "tconv-lab session", "version": 2})"), "version = 2: must be 1");
  EXPECT_THAT(message(std::string(100000, '[')), EndsWith("is nested more than 16 levels deep"));
  EXPECT_THAT(message("{\"a\": 1e999}"), HasSubstr("is not valid JSON"));
  EXPECT_THAT(message(std::string("{\"format\": \"\xff\"}")), HasSubstr("is not valid JSON"));
}

TEST_F(SessionFile, SurvivesEveryTruncation) {
  saveSession(path_, unusualSession());
  const std::string whole = contentOf(path_);
  for (std::size_t length = 0; length + 1 < whole.size(); length += 7) {
    put(path_, whole.substr(0, length));
    EXPECT_THAT(errorOf([&] { loadSession(path_); }), HasSubstr("is not valid JSON at line")) << length;
  }
}

TEST_F(SessionFile, IsNotReplacedBySomethingThatCouldNotBeLoaded) {
  saveSession(path_, Session{});
  const std::string before = contentOf(path_);
  Session broken;
  broken.document.layer.stride = {1, 0};
  EXPECT_EQ(errorOf([&] { saveSession(path_, broken); }), "stride[1] = 0: must be at least 1");
  EXPECT_EQ(contentOf(path_), before);
}

TEST_F(SessionFile, LeavesNothingWhereItCannotBeWritten) {
  fs::create_directory(folder_ / "d.json");
  Session session;
  session.document.input.custom = tensor({1, 1, 64, 65});
  EXPECT_THAT(errorOf([&] { saveSession(folder_ / "d.json", session); }), HasSubstr("is a directory"));
  EXPECT_THAT(folder_.names(), ElementsAre("d.json"));
}

TEST_F(SessionFile, IsReadableJson) {
  saveSession(path_, Session{textbookDocument(), {}});
  const Json json = Json::parse(contentOf(path_));
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["parameters"]["kernel_size"], (Json{2, 2}));
  EXPECT_EQ(json["input"]["values"], (Json::parse("[[[[0,1],[2,3]]]]")));
  EXPECT_THAT(contentOf(path_), HasSubstr("[0,1],\n"));
}

}  // namespace
}  // namespace lab::io
