#include "model/examples.h"
#include "i18n/translate.h"

#include <array>

namespace lab {
namespace {

Document with(Pair input, Pair kernel, Pair stride, Pair padding, Pair output_padding, Pair dilation) {
  Document document;
  document.input_size = input;
  document.layer.kernel_size = kernel;
  document.layer.stride = stride;
  document.layer.padding = padding;
  document.layer.output_padding = output_padding;
  document.layer.dilation = dilation;
  return document;
}

Document channels(Index in, Index out, Index groups) {
  Document document = with(3, 2, 2, 0, 0, 1);
  document.layer.in_channels = in;
  document.layer.out_channels = out;
  document.layer.groups = groups;
  document.kernel.preset = tconv::KernelPreset::random_integers;
  return document;
}

Document oneDimensional() {
  Document document = with({1, 5}, {1, 3}, 2, 0, 0, 1);
  document.layer.dims = 1;
  return document;
}

Document bilinear() {
  Document document = with(4, 4, 2, 1, 0, 1);
  document.input.preset = tconv::ValuePreset::random_integers;
  document.kernel.preset = tconv::KernelPreset::bilinear;
  return document;
}

Document picture() {
  Document document = with(64, 4, 2, 1, 0, 1);
  document.input.preset = tconv::ValuePreset::picture;
  document.kernel.preset = tconv::KernelPreset::bilinear;
  return document;
}

Document checkerboard(Index kernel) {
  Document document = with(5, kernel, 2, 1, 0, 1);
  document.input.preset = tconv::ValuePreset::ones;
  document.kernel.preset = tconv::KernelPreset::ones;
  return document;
}

constexpr std::array<Example, 12> kExamples = {{
    {"textbook", "X = K = [[0,1],[2,3]]", trLater("the basic operation"), textbookDocument},
    {"newcomer", trLater("Stride 2 spreads the patches"), "k3 s2 p1", newcomerDocument},
    {"padding", trLater("Padding crops the output"), "k3 s1 p1", [] { return with(4, 3, 1, 1, 0, 1); }},
    {"output_padding", trLater("Output padding"), "k3 s2 p1 op1", [] { return with(3, 3, 2, 1, 1, 1); }},
    {"dilation", trLater("Dilation"), "k3 s1 d2", [] { return with(3, 3, 1, 0, 0, 2); }},
    {"rectangular", trLater("Height and width differ"), "k(3,2) s(1,2)",
     [] { return with({3, 2}, {3, 2}, {1, 2}, 0, 0, 1); }},
    {"uneven", trLater("Checkerboard"), trLater("k3 s2, ones"), [] { return checkerboard(3); }},
    {"even", trLater("No checkerboard"), trLater("k4 s2, ones"), [] { return checkerboard(4); }},
    {"bilinear", trLater("Bilinear upsampling"), "k4 s2 p1", bilinear},
    {"picture", trLater("A picture, upsampled"), "64 × 64, k4 s2 p1", picture},
    {"channels", trLater("Channels and groups"), "4 → 2, G = 2", [] { return channels(4, 2, 2); }},
    {"one_dimensional", trLater("One dimension"), "k3 s2", oneDimensional},
}};

}  // namespace

std::span<const Example> examples() { return kExamples; }

}  // namespace lab
