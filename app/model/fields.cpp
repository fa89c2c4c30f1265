#include "model/fields.h"

#include <array>
#include <stdexcept>
#include <string>

#include "i18n/translate.h"

namespace lab {
namespace {

void setPadding(Document& document, Pair value) {
  auto& padding = document.layer.padding;
  if (padding.symmetric()) padding.end = value;
  padding.begin = value;
}

constexpr std::array<Field, 10> kFields = {{
    {"kernel_size", "--kernel", trLater("Kernel size"), "k",
     trLater(
         "Height and width of the kernel: how many output cells one input element reaches, before dilation."),
     1, 7, 3, true, [](const Document& d) { return d.layer.kernel_size; },
     [](Document& d, Pair v) { d.layer.kernel_size = v; }},
    {"stride", "--stride", trLater("Stride"), "s",
     trLater("How far apart the patches of neighbouring input elements land. It moves the output, not the "
             "input."),
     1, 5, 1, true, [](const Document& d) { return d.layer.stride; },
     [](Document& d, Pair v) { d.layer.stride = v; }},
    {"padding", "--padding", trLater("Padding"), "p",
     trLater("Rows and columns that are cropped from each side of the full canvas. More padding, smaller "
             "output."),
     0, 5, 0, true, [](const Document& d) { return d.layer.padding.begin; }, setPadding},
    {"padding_end", "", trLater("Padding at the end"), "pe",
     trLater(
         "What is cropped at the bottom and on the right, where it differs from the top and the left (ONNX, "
         "Keras)."),
     0, 5, 0, true, [](const Document& d) { return d.layer.padding.end; },
     [](Document& d, Pair v) { d.layer.padding.end = v; }},
    {"output_padding", "--output-padding", trLater("Output padding"), "op",
     trLater("Extends the output at the bottom and right, to choose between sizes that share one convolution "
             "result. "
             "It does not append zeros: kernel taps reach there too."),
     0, 4, 0, true, [](const Document& d) { return d.layer.output_padding; },
     [](Document& d, Pair v) { d.layer.output_padding = v; }},
    {"dilation", "--dilation", trLater("Dilation"), "d",
     trLater(
         "Distance between neighbouring kernel taps in the output. Sharing a factor with the stride leaves "
         "holes."),
     1, 4, 1, true, [](const Document& d) { return d.layer.dilation; },
     [](Document& d, Pair v) { d.layer.dilation = v; }},
    {"groups", "--groups", trLater("Groups"), "G",
     trLater("Splits the channels into independent parts. Must divide the input and the output channels."), 1,
     8, 1, false, [](const Document& d) { return Pair{d.layer.groups}; },
     [](Document& d, Pair v) { d.layer.groups = v.h; }},
    {"input_size", "--input-size", trLater("Height × width"), "n",
     trLater("Height and width of the input grid."), 1, 16, 3, true,
     [](const Document& d) { return d.input_size; }, [](Document& d, Pair v) { d.input_size = v; }},
    {"in_channels", "--in-channels", trLater("Input channels"), "C_in",
     trLater("Number of input planes. Each step takes one element of one plane."), 1, 8, 1, false,
     [](const Document& d) { return Pair{d.layer.in_channels}; },
     [](Document& d, Pair v) { d.layer.in_channels = v.h; }},
    {"out_channels", "--out-channels", trLater("Output channels"), "C_out",
     trLater("Number of output planes. Every element adds a patch to each plane of its group."), 1, 8, 1,
     false, [](const Document& d) { return Pair{d.layer.out_channels}; },
     [](Document& d, Pair v) { d.layer.out_channels = v.h; }},
}};

}  // namespace

std::span<const Field> fields() { return kFields; }

const Field& field(std::string_view id) {
  for (const Field& f : kFields)
    if (f.id == id) return f;
  throw std::out_of_range("no field named " + std::string(id));
}

}  // namespace lab
