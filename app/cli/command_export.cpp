#include <cstdio>
#include <filesystem>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/operands.h"
#include "cli/terminal.h"
#include "export/export.h"
#include "io/session.h"
#include "tconv/presets.h"

namespace lab::cli {
namespace {

using exporting::Request;

constexpr Index kMostPhases = 1000;

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
      throw badOption("--input", *path, fmt::format("holds {} images, must hold 1", x.shape().n));
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
    throw UsageError({"--input", "", "is missing: give --session, or --input or --input-size", {}});
  if (!options.given("--weight") && !options.given("--kernel"))
    throw UsageError({"--weight", "", "is missing: give --session, or --weight or --kernel", {}});
  Document document;
  applyLayerOptions(options, document);
  applySizeOptions(options, document);
  readPresets(options, document);
  readOperands(options, document);
  applyOutputSize(options, document.layer, document.input_size);
  requireOperandsThatFit(document);
  return document;
}

io::LoadedSession sessionOf(const Options& options) {
  if (!options.given("--session")) return {{documentOf(options), {}}, {}};
  for (const char* option : kDocumentOptions) options.refuseTogether("--session", option);
  return io::loadSession(options.text("--session"));
}

ThemeChoice parseTheme(const std::string& text) {
  if (text == "light") return ThemeChoice::light;
  if (text == "dark") return ThemeChoice::dark;
  throw badOption("--theme", text, "must be light or dark");
}

/// Pixels or points, as --size gives them.
void readSize(const Options& options, Request& request) {
  constexpr Index kLeast = 64, kMost = 16384;
  const auto text = options.find("--size");
  if (!text) return;
  const std::string rule = fmt::format("must be WIDTHxHEIGHT, each from {} to {}", kLeast, kMost);
  const Pair size = parseTwo("--size", *text, 'x', rule);
  if (std::min(size.h, size.w) < kLeast || std::max(size.h, size.w) > kMost)
    throw badOption("--size", *text, rule);
  request.width = static_cast<int>(size.h);
  request.height = static_cast<int>(size.w);
}

exporting::Format formatOf(const Options& options) {
  const std::string& id = options.text("--format");
  try {
    return exporting::formatOf(id);
  } catch (const tconv::Error& error) {
    throw badOption("--format", id, error.problem().rule);
  }
}

std::filesystem::path outputOf(const Options& options) {
  const std::string& output = options.text("--output");
  if (output.empty()) throw badOption("--output", "", "must be the name of a folder or of a file");
  return output;
}

/// Different faces, separated by commas.
std::vector<Face> parseFaces(const std::string& text) {
  std::vector<Face> shown;
  std::stringstream names(text);
  for (std::string name; std::getline(names, name, ',');) {
    try {
      shown.push_back(faceOf(name));
    } catch (const tconv::Error& error) {
      throw badOption("--face", name, error.problem().rule);
    }
  }
  const std::set<Face> different(shown.begin(), shown.end());
  if (shown.empty() || shown.size() > kMostFaces || different.size() < shown.size())
    throw badOption("--face", text, fmt::format("must name 1 to {} different faces", kMostFaces));
  return shown;
}

/// The states that --steps a:b asks for, as numbers; their upper limit is known once the document is.
Pair stepsOf(const Options& options) {
  const auto text = options.find("--steps");
  if (!text) return {0, -1};
  const Pair range = parseTwo("--steps", *text, ':', "must be first:end as two whole numbers, like 0:10");
  if (range.h < 0 || range.w <= range.h)
    throw badOption("--steps", *text, "must start at 0 or later and end behind its start");
  return range;
}

Derived derivedFrom(const Document& document) {
  auto result = derive(document);
  if (auto* problem = std::get_if<tconv::Problem>(&result)) throw UsageError(*problem);
  return std::get<Derived>(std::move(result));
}

/// The part of the options that does not depend on the document, over what the session says.
Request requestOf(const Options& options, const ViewState& view) {
  Request request = exporting::requestFor(view);
  request.format = formatOf(options);
  request.output = outputOf(options);
  readSize(options, request);
  if (const auto text = options.find("--phases"))
    request.phases = static_cast<int>(parseInteger("--phases", *text, 1, kMostPhases));
  if (const auto text = options.find("--theme")) request.theme = parseTheme(*text);
  if (const auto text = options.find("--face")) {
    request.faces = parseFaces(*text);
    // A face that goes output cell by output cell counts its states so.
    if (request.faces.size() == 1 && info(request.faces.front()).by_cell)
      request.granularity = Granularity::cell;
  }
  const Pair steps = stepsOf(options);
  request.first = steps.h;
  request.last = steps.w;
  return request;
}

void addExportOptions(Options& options) {
  options.add("--session", "S.json", "The session to draw, instead of parameters.");
  addSizeOptions(options);
  options.add("--input-preset", "NAME",
              fmt::format("{} (default ramp)", fmt::join(tconv::valuePresetNames(), ", ")));
  options.add("--kernel-preset", "NAME",
              fmt::format("{} (default textbook)", fmt::join(tconv::kernelPresetNames(), ", ")));
  options.add("--seed", "N", "Seed of random presets (default 1).");
  addOperandOptions(options, false);
  addLayerOptions(options);
  std::vector<std::string_view> formats;
  for (const exporting::FormatInfo& format : exporting::formats()) formats.push_back(format.id);
  options.add("--format", fmt::format("{}", fmt::join(formats, "|")), "Kind of files.", true);
  options.add("--output", "PATH",
              "Folder for one file for each state, made if missing; or one picture's file, like step.png.",
              true);
  options.add("--size", "WxH", "Pixels of a PNG, points of an SVG (default 1280x720).");
  std::vector<std::string_view> ids;
  for (const FaceInfo& face : faces()) ids.push_back(face.id);
  options.add("--face", "NAME[,NAME..]",
              fmt::format("One to {} of {} (default the session's, else scatter).", kMostFaces,
                          fmt::join(ids, ", ")));
  options.add("--steps", "A:B",
              "States A up to but not B; state 0 is rest, state i follows i steps (default all).");
  options.add("--phases", "N", "Frames for each step (default 1).");
  options.add("--theme", "light|dark", "Colours (default the session's, else light).");
}

}  // namespace

int exportCommand(std::span<const std::string> arguments) {
  CLI::App app("Writes the states of the animation as pictures, drawn as the window draws them.");
  describe(app, "tconv-lab export");
  Options options(app);
  addExportOptions(options);
  bool overwrite = false;
  app.add_flag("--overwrite", overwrite, "Replace files that exist.")->disable_flag_override();
  if (!parse(app, arguments)) return 0;
  options.requireAll();
  requestOf(options, {});  // what is wrong with the options is said before anything is read
  const io::LoadedSession loaded = sessionOf(options);
  Request request = requestOf(options, loaded.session.view);
  request.overwrite = overwrite;
  const Derived derived = derivedFrom(loaded.session.document);
  const Index states = exporting::statesOf(derived, request.granularity);
  if (request.last > states)
    throw badOption("--steps", options.text("--steps"),
                    fmt::format("must end at {} at most, the number of states", states));
  exporting::write(derived, request);
  for (const std::string& warning : loaded.warnings) printError("tconv-lab export: warning: " + warning);
  return 0;
}

}  // namespace lab::cli
