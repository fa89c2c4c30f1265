#include "tconv/layer.h"

#include <limits>
#include <string>

#include "checked.h"
#include "ranges.h"

namespace tconv {
namespace {

/// H + pb + pe - ke: how far the kernel can move over the padded signal, from -ke on.
Index slack(const Axis& axis) { return axis.input + axis.pad_begin + axis.pad_end - axis.extent(); }

Problem outsideRange(int which, Index wanted, Index least, Index most) {
  const auto rule =
      Phrase("must be between {} and {} for this input, kernel, stride, padding and dilation", least, most);
  const Index nearest = wanted < least ? least : most;
  return {"output_size[" + std::to_string(which) + "]", std::to_string(wanted), rule,
          Fix{"output_size", which, nearest}};
}

Index outputPaddingOn(const Axis& axis, int which, Index wanted) {
  const Index shortest = axis.output(), longest = shortest + axis.stride - 1;
  const Index least = shortest < 1 ? 1 : shortest;
  if (longest < 1)
    throw Error({"padding[" + std::to_string(which) + "]",
                 std::to_string(axis.pad_begin),
                 Phrase("leaves no output cell whatever the output size"),
                 {}});
  if (wanted < least || wanted > longest) throw Error(outsideRange(which, wanted, least, longest));
  return wanted - shortest;
}

}  // namespace

Axis axis(const Layer& layer, Pair input, int which) {
  if (layer.dims == 1 && which == 0) return {};
  return {.input = input[which],
          .kernel = layer.kernel_size[which],
          .stride = layer.stride[which],
          .dilation = layer.dilation[which],
          .pad_begin = layer.padding.begin[which],
          .pad_end = layer.padding.end[which],
          .output_padding = layer.output_padding[which]};
}

Axes axes(const Layer& layer, Pair input) { return {axis(layer, input, 0), axis(layer, input, 1)}; }

Shape weightShape(const Layer& layer) {
  return {layer.in_channels, layer.out_channels / layer.groups, layer.dims == 1 ? 1 : layer.kernel_size.h,
          layer.kernel_size.w};
}

Shape outputShape(const Layer& layer, Shape input) {
  const Axes both = axes(layer, input.spatial());
  return {input.n, layer.out_channels, both.h.output(), both.w.output()};
}

Pair outputPaddingFor(const Layer& layer, Pair input, Pair wanted) {
  Layer bare = layer;
  bare.output_padding = 0;
  if (const auto problem = validateParameters(bare, input)) throw Error(*problem);
  Pair result;
  for (int a = 0; a < 2; ++a) result[a] = outputPaddingOn(axis(bare, input, a), a, wanted[a]);
  return result;
}

Pair convOutputSize(const Layer& layer, Pair size) {
  Pair result;
  for (int a = 0; a < 2; ++a) {
    const Axis along = axis(layer, size, a);
    result[a] = floorDiv(slack(along), along.stride) + 1;
  }
  return result;
}

Pair returningOutputPadding(const Layer& layer, Pair size) {
  Pair result;
  for (int a = 0; a < 2; ++a) {
    const Axis along = axis(layer, size, a);
    result[a] = slack(along) - floorDiv(slack(along), along.stride) * along.stride;
  }
  return result;
}

Index multiplyAdds(const Layer& layer, Shape input) {
  const Shape weight = weightShape(layer);
  return checkedProduct({input.n, weight.n, weight.c, input.h, input.w, weight.h, weight.w})
      .value_or(std::numeric_limits<Index>::max());
}

}  // namespace tconv
