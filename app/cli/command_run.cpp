#include "cli/commands.h"
#include "cli/operands.h"
#include "cli/terminal.h"
#include "io/atomic_file.h"
#include "io/memory.h"
#include "io/npy.h"
#include "tconv/forward.h"

namespace lab::cli {
namespace {

/// Operands and result are there at once, and the result a second time as the bytes of its file.
void requireMemoryFor(Shape output) {
  const double cells = static_cast<double>(output.n) * static_cast<double>(output.c) *
                       static_cast<double>(output.h) * static_cast<double>(output.w);
  io::requireMemory("output", 2 * sizeof(float) * cells);
}

void requireOperands(const Layer& layer, Shape x, Shape weight, std::optional<Index> bias) {
  if (const auto problem = tconv::validateOperands(layer, x, weight, bias)) throw UsageError(*problem);
}

std::string resultFile(const Options& options) {
  Document document;
  applyLayerOptions(options, document);
  Layer& layer = document.layer;
  io::requireWritable(options.text("--output"));
  const InputFile input = readInput(options.text("--input"), layer.dims);
  const Tensor weight = readWeight(options.text("--weight"), layer.dims);
  const auto bias_path = options.find("--bias");
  const std::vector<float> bias = bias_path ? readBias(*bias_path) : std::vector<float>();
  const Shape x = input.values.shape();
  layer.in_channels = x.c;
  layer.bias = bias_path.has_value();
  setWeightShape(layer, weight.shape());
  applyOutputSize(options, layer, x.spatial());
  requireValidLayer(layer, x);
  requireMemoryFor(tconv::outputShape(layer, x));
  requireOperands(layer, x, weight.shape(),
                  bias_path ? std::optional(static_cast<Index>(bias.size())) : std::nullopt);
  const Tensor y = tconv::forward(layer, input.values, weight, bias);
  return io::formatNpy(outputFileShape(y.shape(), input.rank, layer.dims), y.values());
}

}  // namespace

int runCommand(std::span<const std::string> arguments) {
  CLI::App app("Applies a transposed convolution to arrays in .npy files.");
  describe(app, "tconv-lab run");
  Options options(app);
  addOperandOptions(options, true);
  addLayerOptions(options);
  options.add("--output", "Y.npy", "The result, float32; an existing regular file is replaced.", true);
  if (!parse(app, arguments)) return 0;
  options.requireAll();
  io::writeFile(options.text("--output"), resultFile(options));
  return 0;
}

}  // namespace lab::cli
