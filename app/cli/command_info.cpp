#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/operands.h"
#include "cli/terminal.h"
#include "i18n/translate.h"
#include "model/formula.h"
#include "tconv/overlap.h"

namespace lab::cli {
namespace {

using Json = nlohmann::ordered_json;

/// A setting and the shape of its input.
struct Setting {
  Document document;
  Shape input;
};

/// Sizes come from files where they are given, else from options.
Setting settingOf(const Options& options) {
  Setting setting;
  Document& document = setting.document;
  options.refuseTogether("--input", "--input-size");
  options.refuseTogether("--input", "--in-channels");
  options.refuseTogether("--weight", "--kernel");
  options.refuseTogether("--weight", "--out-channels");
  applyLayerOptions(options, document);
  applySizeOptions(options, document);
  Layer& layer = document.layer;
  if (!options.given("--input")) options.text("--input-size");
  if (!options.given("--weight")) options.text("--kernel");
  setting.input = inputShape(document);
  if (const auto path = options.find("--input")) {
    setting.input = readInput(*path, layer.dims).values.shape();
    layer.in_channels = setting.input.c;
    document.input_size = setting.input.spatial();
  }
  if (const auto path = options.find("--weight")) {
    const Tensor weight = readWeight(*path, layer.dims);
    if (!options.given("--input") && !options.given("--in-channels"))
      layer.in_channels = setting.input.c = weight.shape().n;
    setWeightShape(layer, weight.shape());
    applyOutputSize(options, layer, document.input_size);
    requireValidLayer(layer, setting.input);
    if (const auto problem = tconv::validateOperands(layer, setting.input, weight.shape(), {}))
      throw UsageError(*problem);
  }
  return setting;
}

const char* axisName(const Layer& layer, int a) {
  return layer.dims == 1 ? "length" : a == 0 ? "height" : "width";
}

std::string shapeText(Shape shape, int dims) {
  return dims == 1 ? fmt::format("({}, {}, {})", shape.n, shape.c, shape.w)
                   : fmt::format("({}, {}, {}, {})", shape.n, shape.c, shape.h, shape.w);
}

Json shapeJson(Shape shape, int dims) {
  return dims == 1 ? Json{shape.n, shape.c, shape.w} : Json{shape.n, shape.c, shape.h, shape.w};
}

std::string textFor(const Layer& layer, Shape input) {
  const tconv::Axes axes = tconv::axes(layer, input.spatial());
  std::string text = fmt::format("input          {}\n", shapeText(input, layer.dims));
  text += fmt::format("output         {}\n", shapeText(tconv::outputShape(layer, input), layer.dims));
  for (int a = layer.dims == 1 ? 1 : 0; a < 2; ++a)
    text += fmt::format("{:<14} {} = {} = {}\n", axisName(layer, a), plain(outputSizeInSymbols(axes[a])),
                        plain(outputSizeInNumbers(axes[a])), axes[a].output());
  text += "validity       valid\n";
  text += fmt::format("overlap        {}\n", tconv::describeOverlap(axes));
  return text + fmt::format("multiply-adds  {}\n", tconv::multiplyAdds(layer, input));
}

Json axisJson(const Layer& layer, const tconv::Axes& axes, int a) {
  const tconv::OverlapVerdict verdict = tconv::overlapVerdict(axes[a]);
  return {{"name", axisName(layer, a)},
          {"input", axes[a].input},
          {"kernel_size", axes[a].kernel},
          {"stride", axes[a].stride},
          {"padding", axes[a].pad_begin},
          {"padding_end", axes[a].pad_end},
          {"output_padding", axes[a].output_padding},
          {"dilation", axes[a].dilation},
          {"formula", plain(outputSizeInNumbers(axes[a]))},
          {"output", axes[a].output()},
          {"overlap",
           {{"fewest", verdict.fewest},
            {"most", verdict.most},
            {"even", verdict.even},
            {"holes", verdict.holes},
            {"border_ramp", verdict.border_ramp}}}};
}

Json jsonFor(const Layer& layer, Shape input) {
  const tconv::Axes axes = tconv::axes(layer, input.spatial());
  Json list = Json::array();
  for (int a = layer.dims == 1 ? 1 : 0; a < 2; ++a) list.push_back(axisJson(layer, axes, a));
  return {{"valid", true},
          {"dims", layer.dims},
          {"groups", layer.groups},
          {"input", shapeJson(input, layer.dims)},
          {"output", shapeJson(tconv::outputShape(layer, input), layer.dims)},
          {"axes", list},
          {"overlap", tconv::describeOverlap(axes)},
          {"multiply_adds", tconv::multiplyAdds(layer, input)}};
}

Json jsonFor(const tconv::Problem& problem) {
  Json json = {{"valid", false},
               {"subject", problem.subject},
               {"value", problem.value},
               {"rule", problem.rule.text()}};
  if (problem.fix)
    json["nearest"] = {
        {"parameter", problem.fix->parameter}, {"axis", problem.fix->axis}, {"value", problem.fix->value}};
  return json;
}

/// The same problem with the nearest legal value in its rule.
UsageError withNearest(tconv::Problem problem) {
  if (problem.fix) {
    const bool has_axes = problem.subject.ends_with(']');
    const std::string axis = has_axes ? fmt::format("[{}]", problem.fix->axis) : "";
    problem.rule = tconv::Phrase("{}; nearest legal value: {}{} = {}", tr(problem.rule),
                                 problem.fix->parameter, axis, problem.fix->value);
  }
  return UsageError(std::move(problem));
}

}  // namespace

int infoCommand(std::span<const std::string> arguments) {
  CLI::App app(tr("Says what a setting does: output size, validity, overlap, cost."));
  describe(app, "tconv-lab info");
  Options options(app);
  addLanguageOption(options);
  addSizeOptions(options);
  addOperandOptions(options, false);
  addLayerOptions(options);
  bool as_json = false;
  app.add_flag("--json", as_json, tr("Print JSON."))->disable_flag_override();
  if (!parse(app, arguments)) return 0;
  try {
    Setting setting = settingOf(options);
    Layer& layer = setting.document.layer;
    applyOutputSize(options, layer, setting.input.spatial());
    requireValidLayer(layer, setting.input);
    print(as_json ? jsonFor(layer, setting.input).dump(2) + "\n" : textFor(layer, setting.input));
  } catch (const UsageError& error) {
    if (as_json) print(jsonFor(error.problem()).dump(2) + "\n");
    throw withNearest(error.problem());
  }
  return 0;
}

}  // namespace lab::cli
