#include "io/onnx.h"

#include <fmt/format.h>

#include "i18n/translate.h"
#include "model/quoted.h"

namespace lab::io {

Document documentOf(const OnnxNode& node, const Document& base) {
  Document document = base;
  document.input_size = node.input_size.value_or(base.input_size);
  if (node.layer.dims == 1) document.input_size.h = 1;
  const auto refuse = [&](const tconv::Problem& problem) {
    return tconv::Error({trf("node {}", inQuotes(node.name)), "", tconv::Phrase("{}", tr(problem)), {}});
  };
  const auto made = tconv::realize(node.call, node.layer, document.input_size);
  if (const auto* problem = std::get_if<tconv::Problem>(&made)) throw refuse(*problem);
  const auto& [layer, turned, blank] = std::get<tconv::FrameworkLayer>(made);
  if (turned || blank != tconv::Padding())
    throw refuse({"output_shape", "", tconv::Phrase("is longer than any legal output_padding makes it"), {}});
  document.layer = layer;
  document.kernel.custom = std::make_shared<const Tensor>(node.weight);
  document.bias = node.bias;
  const Shape input = inputShape(document);
  if (auto problem = tconv::validate(layer, input)) throw refuse(*problem);
  // What was the input of another layer says nothing about this one.
  if (document.input.custom && document.input.custom->shape() != input) document.input.custom.reset();
  return document;
}

}  // namespace lab::io
