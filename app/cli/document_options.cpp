#include "cli/document_options.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "cli/operands.h"
#include "i18n/translate.h"
#include "tconv/presets.h"

namespace lab::cli {
namespace {

/// Options that describe a document, and so have no place beside --session.
constexpr const char* kDocumentOptions[] = {
    "--input",  "--weight",         "--bias",         "--stride",       "--padding",       "--pads",
    "--groups", "--output-padding", "--dilation",     "--output-size",  "--dims",          "--input-size",
    "--kernel", "--in-channels",    "--out-channels", "--input-preset", "--kernel-preset", "--seed"};

template <class Call>
auto asUsage(Call call) {
  try {
    return call();
  } catch (const tconv::Error& error) {
    throw UsageError(error.problem());
  }
}

void readOperands(const Options& options, Document& document) {
  Layer& layer = document.layer;
  if (const auto path = options.find("--input")) {
    Tensor x = readInput(*path, layer.dims).values;
    if (x.shape().n != 1)
      throw badOption("--input", *path, tconv::Phrase("holds {} images, must hold 1", x.shape().n));
    layer.in_channels = x.shape().c;
    document.input_size = x.shape().spatial();
    document.input.custom = std::make_shared<const Tensor>(std::move(x));
  }
  if (const auto path = options.find("--weight")) {
    Tensor weight = readWeight(*path, layer.dims);
    if (!options.given("--input") && !options.given("--in-channels")) layer.in_channels = weight.shape().n;
    setWeightShape(layer, weight.shape());
    document.kernel.custom = std::make_shared<const Tensor>(std::move(weight));
  }
  if (const auto path = options.find("--bias")) {
    document.bias = readBias(*path);
    layer.bias = true;
  }
}

void readPresets(const Options& options, Document& document) {
  if (const auto name = options.find("--input-preset"))
    document.input.preset = asUsage([&] { return tconv::valuePreset(*name); });
  if (const auto name = options.find("--kernel-preset"))
    document.kernel.preset = asUsage([&] { return tconv::kernelPreset(*name); });
  if (const auto seed = options.find("--seed"))
    document.input.seed = document.kernel.seed = parseSeed("--seed", *seed);
}

/// Own values are cropped to a document's sizes when they are resolved; here they must fit without.
void requireOperandsThatFit(const Document& document) {
  const Layer& layer = document.layer;
  const Shape input = inputShape(document);
  requireValidLayer(layer, input);
  const Shape weight = document.kernel.custom ? document.kernel.custom->shape() : tconv::weightShape(layer);
  std::optional<Index> bias;
  if (layer.bias) bias = static_cast<Index>(document.bias.size());
  if (const auto problem = tconv::validateOperands(layer, input, weight, bias)) throw UsageError(*problem);
}

Document documentOf(const Options& options) {
  for (const auto& [file, other] : {std::pair{"--input", "--input-size"},
                                    {"--input", "--in-channels"},
                                    {"--input", "--input-preset"},
                                    {"--weight", "--kernel"},
                                    {"--weight", "--out-channels"},
                                    {"--weight", "--kernel-preset"}})
    options.refuseTogether(file, other);
  if (!options.given("--input") && !options.given("--input-size"))
    throw UsageError(
        {"--input", "", tconv::Phrase("is missing: give --session, or --input or --input-size"), {}});
  if (!options.given("--weight") && !options.given("--kernel"))
    throw UsageError(
        {"--weight", "", tconv::Phrase("is missing: give --session, or --weight or --kernel"), {}});
  Document document;
  applyLayerOptions(options, document);
  applySizeOptions(options, document);
  readPresets(options, document);
  readOperands(options, document);
  applyOutputSize(options, document.layer, document.input_size);
  requireOperandsThatFit(document);
  return document;
}

}  // namespace

void addDocumentOptions(Options& options) {
  options.group(tr("What is drawn"));
  options.add("--session", "S.json", tr("The session to draw, instead of parameters."));
  addSizeOptions(options);
  options.add("--input-preset", "NAME", trf("{} (default ramp)", fmt::join(tconv::valuePresetNames(), ", ")));
  options.add("--kernel-preset", "NAME",
              trf("{} (default textbook)", fmt::join(tconv::kernelPresetNames(), ", ")));
  options.add("--seed", "N", tr("Seed of random presets (default 1)."));
  addOperandOptions(options, false);
  addLayerOptions(options);
  options.add("--sweep", "FIELD[,FIELD]",
              trf("Many settings as small pictures: the columns, and the rows, run through some of {} (the "
                  "compare face).",
                  fmt::join(sweepFields().first(sweepFields().size() - 1), ", ")));
}

namespace {

io::LoadedSession withoutSweep(const Options& options) {
  if (!options.given("--session")) return {{documentOf(options), {}}, {}};
  for (const char* option : kDocumentOptions) options.refuseTogether("--session", option);
  return io::loadSession(options.text("--session"));
}

/// Which parameters a sweep runs through: columns first.
void readSweep(const Options& options, Session& session) {
  const auto text = options.find("--sweep");
  if (!text) return;
  const std::size_t comma = std::min(text->find(','), text->size());
  const auto field_of = [&](std::string name) {
    std::replace(name.begin(), name.end(), '-', '_');
    const auto names = sweepFields().first(sweepFields().size() - 1);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
      throw badOption("--sweep", name,
                      tconv::Phrase("must be one or two different ones of {}",
                                    fmt::format("{}", fmt::join(names, ", "))));
    return static_cast<SweepField>(found - names.begin());
  };
  Comparison& comparison = session.document.comparison;
  comparison.mode = CompareMode::sweep;
  comparison.columns = field_of(text->substr(0, comma));
  comparison.rows = comma == text->size() ? SweepField::none : field_of(text->substr(comma + 1));
  if (comparison.rows == comparison.columns)
    throw badOption("--sweep", *text, tconv::Phrase("must name two different parameters, or one"));
  session.view.faces = {Face::compare};
}

}  // namespace

io::LoadedSession sessionOf(const Options& options) {
  io::LoadedSession loaded = withoutSweep(options);
  readSweep(options, loaded.session);
  return loaded;
}
}  // namespace lab::cli
