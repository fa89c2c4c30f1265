#include <gmock/gmock.h>

#include <random>

#include "model/parse.h"
#include "support/errors.h"

namespace lab {
namespace {

using support::errorOf;

std::string messageOf(std::string_view text) {
  return errorOf([&] { parseLayer(text); });
}

TEST(ParseLayer, ReadsALayerAsItIsWritten) {
  const Layer layer =
      parseLayer("nn.ConvTranspose2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), bias=False)");
  Layer expected;
  expected.in_channels = 16, expected.out_channels = 33, expected.kernel_size = {3, 5};
  expected.stride = {2, 1}, expected.padding = Pair{4, 2}, expected.bias = false;
  EXPECT_EQ(layer, expected);
}

TEST(ParseLayer, HasTheDefaultsOfPyTorch) {
  Layer expected;
  expected.in_channels = 2, expected.out_channels = 3, expected.kernel_size = 4, expected.bias = true;
  EXPECT_EQ(parseLayer("ConvTranspose2d(2, 3, 4)"), expected);
}

TEST(ParseLayer, KnowsThePositionalOrder) {
  const Layer layer = parseLayer(
      "torch.nn.ConvTranspose2d(4, 6, 3, 2, 1, (1, 0), 2, False, 5, 'zeros', None, torch.float32)");
  EXPECT_EQ(layer.stride, Pair{2});
  EXPECT_EQ(layer.padding, (tconv::Padding{Pair{1}}));
  EXPECT_EQ(layer.output_padding, (Pair{1, 0}));
  EXPECT_EQ(layer.groups, 2);
  EXPECT_FALSE(layer.bias);
  EXPECT_EQ(layer.dilation, Pair{5});
}

TEST(ParseLayer, LooksThroughTheLineAroundIt) {
  for (const char* text :
       {"self.up = nn.ConvTranspose2d(1, 1, kernel_size=3, stride=2)  # doubles",
        "(0): ConvTranspose2d(1, 1, kernel_size=(3, 3), stride=(2, 2))",
        "nn.ConvTranspose2d(1, 1, 3, stride=[2, 2],),",
        "\n ConvTranspose2d ( in_channels = 1 , out_channels = 1 , kernel_size = 3 , stride = 2 ) \n"}) {
    const Layer layer = parseLayer(text);
    EXPECT_EQ(layer.stride, Pair{2}) << text;
    EXPECT_EQ(layer.kernel_size, Pair{3}) << text;
  }
}

TEST(ParseLayer, ReadsOneDimension) {
  for (const char* text :
       {"nn.ConvTranspose1d(1, 2, 5, stride=3, padding=1)", "nn.ConvTranspose1d(1, 2, (5,), (3,), (1,))"}) {
    const Layer layer = parseLayer(text);
    EXPECT_EQ(layer.dims, 1);
    EXPECT_EQ(layer.kernel_size, (Pair{1, 5}));
    EXPECT_EQ(layer.stride, (Pair{1, 3}));
    EXPECT_EQ(layer.padding, (tconv::Padding{Pair{0, 1}}));
    EXPECT_EQ(tconv::validate(layer, {1, 1, 1, 4}), std::nullopt);
  }
}

TEST(ParseLayer, KeepsIllegalValuesForTheWindowToShow) {
  EXPECT_EQ(parseLayer("nn.ConvTranspose2d(1, 1, 3, stride=0, output_padding=-1)").stride, Pair{0});
}

TEST(ParseLayer, RefusesByName) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"nn.ConvTranspose2d(1, 1, 3, colour=2)",
       "layer = \"colour\": is not a parameter of a transposed convolution"},
      {"nn.ConvTranspose2d(1, 1, 3, padding_mode='reflect')",
       "padding_mode = \"'reflect'\": must be 'zeros', the only mode of a transposed convolution"},
      {"nn.ConvTranspose3d(1, 1, 3)",
       "layer = \"ConvTranspose3d\": must be ConvTranspose1d or ConvTranspose2d"},
      {"nn.ConvTranspose2d(1, 1)", "kernel_size: is missing"},
      {"nn.ConvTranspose2d()", "in_channels: is missing"},
      {"nn.ConvTranspose2d(1, 1, 3, kernel_size=3)", "kernel_size: is given twice"},
      {"nn.ConvTranspose2d(1, 1, kernel_size=3, 2)", "layer = \"2\": positional arguments must come first"},
      {"nn.ConvTranspose2d(1, 1, 3, stride=(1, 2, 3))",
       "stride = \"(1, 2, 3)\": must be an integer or a tuple of 2"},
      {"nn.ConvTranspose1d(1, 1, 3, stride=(1, 2))",
       "stride = \"(1, 2)\": must be an integer or a tuple of 1"},
      {"nn.ConvTranspose2d(1, 1, 3, stride=1.5)", "stride = \"1.5\": must be an integer"},
      {"nn.ConvTranspose2d(1, 1, 3, stride=(1, x))", "stride = \"x\": must be an integer"},
      {"nn.ConvTranspose2d(c, 1, 3)", "in_channels = \"c\": must be an integer"},
      {"nn.ConvTranspose2d(1, 1, 3, bias=0)", "bias = \"0\": must be True or False"},
      {"nn.ConvTranspose2d(1, 1, 99999999999999999999)",
       "kernel_size = \"99999999999999999999\": must be an integer"},
      {"nn.ConvTranspose2d(1, 1, 3", "layer = \"1, 1, 3\": the closing parenthesis is missing"},
      {"nn.ConvTranspose2d(1,, 3)", "layer = \"1,, 3\": an argument is missing before a comma"},
      {"nn.ConvTranspose2d(1, 1, 3) + 1", "layer = \"+ 1\": nothing may follow the closing parenthesis"},
      {"nn.ConvTranspose2d", "layer: must have its arguments in parentheses"},
      {"nn.Conv2d(1, 1, 3)",
       "layer = \"nn.Conv2d(1, 1, 3)\": must be a line like nn.ConvTranspose2d(1, 1, 3)"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(messageOf(text), message);
}

TEST(ParseLayer, SurvivesAnyText) {
  std::mt19937 random(1);
  const std::string alphabet = "(),=[] '\"0123-abstride_\n#";
  for (int round = 0; round < 20000; ++round) {
    std::string text = "ConvTranspose2d(1,1,3";
    for (std::size_t n = random() % 16; n > 0; --n) text += alphabet[random() % alphabet.size()];
    text += ")";
    EXPECT_EQ(messageOf(text).find('\n'), std::string::npos);
  }
}

TEST(LooksLikeLayer, TellsALayerFromNumbers) {
  EXPECT_TRUE(looksLikeLayer("x = nn.ConvTranspose1d(1, 1, 3)"));
  EXPECT_FALSE(looksLikeLayer("tensor([[0, 1]])"));
  EXPECT_FALSE(looksLikeLayer("1\t2"));
}

}  // namespace
}  // namespace lab
