#include "export/layer_files.h"

#include <gmock/gmock.h>

#include "export/code.h"
#include "export/export.h"
#include "support/documents.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/shell.h"
#include "tconv/forward.h"

namespace lab::exporting {
namespace {

using support::contentOf;
using support::errorOf;
using support::outputOf;
using support::put;
using support::quoted;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kPython = "/usr/bin/python3 ";

bool hasNumpy() { return outputOf(kPython + "-c 'import numpy; print(1)'") == "1\n"; }

Document grouped() {
  Document document;
  document.layer.in_channels = 4;
  document.layer.out_channels = 6;
  document.layer.groups = 2;
  document.layer.bias = true;
  document.bias = {1, 2, 3, 4, 5, 6};
  document.layer.kernel_size = {2, 3};
  document.layer.stride = {3, 2};
  document.layer.padding = tconv::Padding({1, 0}, {0, 1});
  document.layer.output_padding = {2, 1};
  document.layer.dilation = {1, 2};
  document.input_size = {2, 3};
  document.kernel.preset = tconv::KernelPreset::normal;
  return document;
}

Document line() {
  Document document;
  document.layer.dims = 1;
  document.layer.kernel_size = {1, 4};
  document.layer.stride = {1, 2};
  document.layer.output_padding = {0, 1};
  document.input_size = {1, 5};
  return document;
}

class Code : public testing::Test {
 protected:
  std::string runs(const std::filesystem::path& script) {
    return outputOf(kPython + quoted(script) + " > /dev/null && echo ran");
  }
  TemporaryFolder folder_;
};

TEST_F(Code, OfNumpyRunsAndFindsTheOutputAsExpected) {
  if (!hasNumpy()) GTEST_SKIP() << "python3-numpy is not installed";
  std::vector<Document> documents = {newcomerDocument(), textbookDocument(), grouped(), line()};
  for (std::uint64_t seed = 0; seed < 12; ++seed)
    documents.push_back(support::documents()(rc::Random(seed), 30).value());
  for (const Document& document : documents) {
    const auto script =
        put(folder_ / "layer.py", codeFor(CodeFor::numpy, support::derived(document), "layer"));
    EXPECT_EQ(runs(script), "ran\n") << contentOf(script);
  }
}

TEST_F(Code, FailsWhereTheOutputIsAnother) {
  if (!hasNumpy()) GTEST_SKIP() << "python3-numpy is not installed";
  std::string code = codeFor(CodeFor::numpy, support::derived(textbookDocument()), "layer");
  const std::size_t expected = code.find("[0, 0, 1]", code.find("expected = "));
  ASSERT_NE(expected, std::string::npos);
  code.replace(expected, 9, "[0, 0, 2]");
  EXPECT_EQ(runs(put(folder_ / "layer.py", code)), "");
}

TEST_F(Code, OfEveryFrameworkIsPythonWithTheNumbersOfTheDocument) {
  for (const CodeFor what : {CodeFor::pytorch, CodeFor::keras, CodeFor::jax, CodeFor::onnx, CodeFor::numpy}) {
    Document document = newcomerDocument();
    for (const bool bias : {false, true}) {
      document.layer.bias = bias;
      document.bias = {0.25F};
      const std::string code = codeFor(what, support::derived(document), "layer");
      EXPECT_THAT(code, HasSubstr("[7, 8, 9]]]], dtype=np.float32)"));
      EXPECT_EQ(code.find("b = np.array([0.25]") != std::string::npos, bias);
      const auto script = put(folder_ / "layer.py", code);
      EXPECT_EQ(outputOf(kPython + "-c 'import ast, sys; ast.parse(open(sys.argv[1]).read()); print(1)' " +
                         quoted(script)),
                "1\n")
          << code;
    }
  }
}

TEST_F(Code, MakesTheCallOfTheLens) {
  EXPECT_THAT(codeFor(CodeFor::pytorch, support::derived(newcomerDocument()), ""),
              HasSubstr("layer = nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, bias=False)\n"));
}

TEST_F(Code, OfOneDimensionDoesNotAskForTheHeightThatTwoHad) {
  Document document = line();
  document.input_size.h = 3;
  EXPECT_THAT(codeFor(CodeFor::pytorch, support::derived(document), ""),
              HasSubstr("nn.ConvTranspose1d(1, 1, 4"));
}

TEST_F(Code, SaysWhatAFrameworkCannotExpress) {
  const Derived derived = support::derived(grouped());
  EXPECT_THAT(errorOf([&] { codeFor(CodeFor::keras, derived, ""); }),
              HasSubstr("Keras: cannot express the layer: "));
  EXPECT_THAT(errorOf([&] { codeFor(CodeFor::pytorch, derived, ""); }),
              HasSubstr("PyTorch: cannot express the layer: "));
}

TEST_F(Code, KeepsValuesThatAreNoPlainNumbers) {
  Document document = textbookDocument();
  const float inf = std::numeric_limits<float>::infinity();
  document.input.custom =
      std::make_shared<const Tensor>(Shape{1, 1, 2, 2}, std::vector<float>{-0.0F, std::nanf(""), -inf, 0.1F});
  EXPECT_THAT(
      codeFor(CodeFor::numpy, support::derived(document), ""),
      HasSubstr("x = np.array([[[[-0.0, np.nan],\n                [-np.inf, 0.1]]]], dtype=np.float32)"));
}

TEST_F(Code, LoadsLargeArraysFromFilesBesideIt) {
  if (!hasNumpy()) GTEST_SKIP() << "python3-numpy is not installed";
  Document document = newcomerDocument();
  document.input_size = 24;
  Request request;
  request.format = Format::numpy;
  request.output = folder_ / "a \"quoted\" layer.py";
  EXPECT_EQ(write(support::derived(document), request).files, 4);
  EXPECT_THAT(folder_.names(), ElementsAre("a \"quoted\" layer.py", "a \"quoted\" layer_expected.npy",
                                           "a \"quoted\" layer_w.npy", "a \"quoted\" layer_x.npy"));
  EXPECT_EQ(runs(request.output), "ran\n");
  EXPECT_THAT(errorOf([&] { write(support::derived(document), request); }), HasSubstr("exists already"));
}

TEST_F(Code, WritesNothingWhereOneOfItsNamesIsTaken) {
  Document document = newcomerDocument();
  document.input_size = 24;
  put(folder_ / "layer_w.npy", "mine");
  Request request;
  request.format = Format::pytorch;
  request.output = folder_ / "layer.py";
  EXPECT_THAT(errorOf([&] { write(support::derived(document), request); }),
              HasSubstr("layer_w.npy: exists already"));
  EXPECT_THAT(folder_.names(), ElementsAre("layer_w.npy"));
}

TEST(Npz, IsReadByNumpy) {
  if (!hasNumpy()) GTEST_SKIP() << "python3-numpy is not installed";
  const TemporaryFolder folder;
  const Derived derived = support::derived(grouped());
  Request request;
  request.format = Format::npz;
  request.output = folder / "layer.npz";
  EXPECT_EQ(write(derived, request).files, 1);
  const std::string script =
      "-c 'import numpy, sys; a = numpy.load(sys.argv[1])\nfor k in a: print(k, a[k].dtype, a[k].shape)\n"
      "a[\"y\"].tofile(sys.argv[2])' ";
  EXPECT_EQ(outputOf(kPython + script + quoted(request.output) + " " + quoted(folder / "y")),
            "x float32 (1, 4, 2, 3)\nw float32 (4, 3, 2, 3)\nb float32 (6,)\ny float32 (1, 6, 6, 9)\n");
  const Tensor y =
      tconv::forward(derived.document.layer, derived.trace->x(), derived.trace->weight(), derived.bias);
  const std::string bytes(reinterpret_cast<const char*>(y.values().data()), y.values().size_bytes());
  EXPECT_EQ(contentOf(folder / "y"), bytes);
}

TEST(Npz, IsTheSameFileTwice) {
  const Derived derived = support::derived(grouped());
  const auto made = [&] { return layerFiles(derived, Format::npz, "a.npz").front().bytes; };
  EXPECT_EQ(made(), made());
}

TEST(OnnxFile, IsAModelOrTheCodeThatMakesIt) {
  const Derived derived = support::derived(newcomerDocument());
  EXPECT_THAT(layerFiles(derived, Format::onnx, "a.onnx").front().bytes, HasSubstr("ConvTranspose"));
  EXPECT_THAT(layerFiles(derived, Format::onnx, "a.py").front().bytes, HasSubstr("onnxruntime"));
}

}  // namespace
}  // namespace lab::exporting
