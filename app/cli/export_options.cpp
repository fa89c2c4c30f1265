#include "cli/export_options.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lab::cli {
namespace {

using exporting::Request;
using exporting::Timing;

constexpr Index kMostPhases = 1000;

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

/// Options of frames have no place where there are none.
void refuseFrameOptions(const Options& options, const exporting::FormatInfo& format) {
  if (format.product != exporting::Product::layer) return;
  for (const char* name : {"--size", "--face", "--steps", "--phases", "--theme"})
    if (const auto text = options.find(name))
      throw badOption(name, *text, fmt::format("is for frames, and {} has none", format.id));
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

/// The options of animations, and which number of the timing each one sets.
struct TimingOption {
  const char* name;
  const char* kind;
  bool whole;  ///< a whole number
  const char* help;
  void (*set)(Timing&, double);
};
constexpr TimingOption kTimingOptions[] = {
    {"--fps", "N", false, "Frames per second (default 25).",
     [](Timing& t, double v) { t.frames_per_second = v; }},
    {"--seconds-per-step", "S", false, "How long a step takes (default 1).",
     [](Timing& t, double v) { t.seconds_per_step = v; }},
    {"--pause", "S", false, "How long the last frame stays (default 2).",
     [](Timing& t, double v) { t.pause = v; }},
    {"--loops", "N", true, "How often it is played; 0, the default, is for ever.",
     [](Timing& t, double v) { t.loops = static_cast<int>(v); }},
    {"--slow-steps", "K", true, "After the first K steps the others are --speed-up times as fast.",
     [](Timing& t, double v) { t.slow_steps = static_cast<Index>(v); }},
    {"--speed-up", "F", false, "How much faster they are (default 1).",
     [](Timing& t, double v) { t.speed_up = v; }},
    {"--at-most", "S", false, "Leaves out steps evenly where it would take longer than that.",
     [](Timing& t, double v) { t.at_most = v; }},
};

void readTiming(const Options& options, Request& request) {
  const exporting::FormatInfo& format = info(request.format);
  for (const TimingOption& option : kTimingOptions) {
    const auto text = options.find(option.name);
    if (!text) continue;
    if (format.product != exporting::Product::animation)
      throw badOption(option.name, *text, fmt::format("is for animations, and {} is none", format.id));
    option.set(request.timing, option.whole ? double(parseInteger(option.name, *text, 0, 65535))
                                            : parseDecimal(option.name, *text));
    try {
      requireValid(request.timing);
    } catch (const tconv::Error& error) {
      throw badOption(option.name, *text, error.problem().rule);
    }
  }
  if (options.given("--slow-steps") && !options.given("--speed-up"))
    throw badOption("--slow-steps", options.text("--slow-steps"), "needs --speed-up for the other steps");
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

}  // namespace

Request requestOf(const Options& options, const ViewState& view) {
  Request request = exporting::requestFor(view);
  request.format = formatOf(options);
  request.output = outputOf(options);
  refuseFrameOptions(options, info(request.format));
  readSize(options, request);
  if (const auto text = options.find("--phases"))
    request.phases = static_cast<int>(parseInteger("--phases", *text, 1, kMostPhases));
  readTiming(options, request);
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
  std::vector<std::string_view> formats;
  for (const exporting::FormatInfo& format : exporting::formats()) formats.push_back(format.id);
  options.add("--format", fmt::format("{}", fmt::join(formats, "|")), "Kind of files.", true);
  options.add("--output", "PATH",
              "The file; or, of PNG and SVG, a folder for one picture of each state, made if missing.", true);
  options.add("--size", "WxH", "Pixels, points of an SVG (default 1280x720).");
  std::vector<std::string_view> ids;
  for (const FaceInfo& face : faces()) ids.push_back(face.id);
  options.add("--face", "NAME[,NAME..]",
              fmt::format("One to {} of {} (default the session's, else scatter).", kMostFaces,
                          fmt::join(ids, ", ")));
  options.add("--steps", "A:B",
              "States A up to but not B; state 0 is rest, state i follows i steps (default all).");
  options.add("--phases", "N", "Frames for each step (default 1; in animations what --fps makes of a step).");
  for (const TimingOption& option : kTimingOptions) options.add(option.name, option.kind, option.help);
  options.add("--theme", "light|dark", "Colours (default the session's, else light).");
}

}  // namespace lab::cli
