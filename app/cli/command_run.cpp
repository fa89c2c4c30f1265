#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/operands.h"
#include "cli/terminal.h"
#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/memory.h"
#include "io/npy.h"
#include "tconv/forward.h"

namespace lab::cli {
namespace {

/// What the kernels need beyond their operands and the result, at most.
constexpr double kScratch = 64 << 20;

void requireMemoryFor(Shape output) {
  const double cells = static_cast<double>(output.n) * static_cast<double>(output.c) *
                       static_cast<double>(output.h) * static_cast<double>(output.w);
  const double bytes = sizeof(float) * cells;
  io::requireMemory("output", bytes + std::min(bytes, kScratch));
}

tconv::Algorithm algorithmOf(const std::string& name) {
  if (name == "direct") return tconv::Algorithm::direct;
  if (name == "fast") return tconv::Algorithm::fast;
  throw badOption("--algorithm", name, tconv::Phrase("must be direct or fast"));
}

tconv::Method methodOf(const std::string& name) {
  std::vector<std::string_view> names;
  for (const tconv::MethodInfo& info : tconv::methods()) {
    if (info.name == name) return info.method;
    names.push_back(info.name);
  }
  throw badOption("--method", name,
                  tconv::Phrase("must be one of {}", fmt::format("{}", fmt::join(names, ", "))));
}

/// Core, which knows no languages, has these remarks: marked here to be translated where they are shown.
[[maybe_unused]] constexpr const char* kRemarks[] = {
    trLater("the quickest one for the shape"),
    trLater("the scatter loop"),
    trLater("vectors along the output rows"),
    trLater("vectors along the output channels"),
    trLater("vectors along the kernel rows"),
    trLater("Winograd's minimal filtering"),
    trLater("gradients by matrix products, the weights as they lie")};

std::string methodHelp() {
  std::string all;
  for (const tconv::MethodInfo& info : tconv::methods())
    all += fmt::format("{}{} ({})", all.empty() ? "" : "; ", info.name, tr(info.remark));
  return trf("Forces one: {}.", all);
}

tconv::ComputeOptions forwardOptions(const Options& options) {
  tconv::ComputeOptions how;
  if (const auto name = options.find("--algorithm")) how.algorithm = algorithmOf(*name);
  if (const auto name = options.find("--method")) how.method = methodOf(*name);
  const auto threads = options.find("--threads");
  how.threads = threads ? static_cast<int>(parseInteger("--threads", *threads, 1, 1024))
                        : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return how;
}

Tensor resultOf(const Layer& layer, const Tensor& x, const Tensor& weight, tconv::Bias bias,
                const tconv::ComputeOptions& how) {
  try {
    return tconv::forward(layer, x, weight, bias, how);
  } catch (const tconv::Error& error) {
    throw UsageError(error.problem());
  }
}

void requireOperands(const Layer& layer, Shape x, Shape weight, std::optional<Index> bias) {
  if (const auto problem = tconv::validateOperands(layer, x, weight, bias)) throw UsageError(*problem);
}

void writeResult(const Options& options) {
  const tconv::ComputeOptions how = forwardOptions(options);
  Document document;
  applyLayerOptions(options, document);
  Layer& layer = document.layer;
  const std::string& path = options.text("--output");
  io::requireWritable(path);
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
  const Tensor y = resultOf(layer, input.values, weight, bias, how);
  io::writeNpy(path, outputFileShape(y.shape(), input.rank, layer.dims), y.values());
}

}  // namespace

int runCommand(std::span<const std::string> arguments) {
  CLI::App app(tr("Applies a transposed convolution to arrays in .npy files."));
  describe(app, "tconv-lab run");
  Options options(app);
  addLanguageOption(options);
  addOperandOptions(options, true);
  addLayerOptions(options);
  options.add("--output", "Y.npy", tr("The result, float32; an existing regular file is replaced."), true);
  options.group(tr("Computation"));
  options.add(
      "--algorithm", "NAME",
      tr("direct: every product and sum rounded once (default); fast: Winograd where it pays, to 1e-4 of the "
         "largest magnitude."));
  options.add("--method", "NAME", methodHelp());
  options.add("--threads", "N",
              tr("At most as many; as many as there are processors by default. The result is the same."));
  if (!parse(app, arguments)) return 0;
  options.requireAll();
  writeResult(options);
  return 0;
}

}  // namespace lab::cli
