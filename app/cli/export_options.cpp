#include "cli/export_options.h"
#include "i18n/translate.h"

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

constexpr Index kMostPhases = 1000, kMostAcross = 20;

ThemeChoice parseTheme(const std::string& text) {
  if (text == "light") return ThemeChoice::light;
  if (text == "dark") return ThemeChoice::dark;
  if (text == "print") return ThemeChoice::print;
  throw badOption("--theme", text, tconv::Phrase("must be light, dark or print"));
}

/// Pixels or points, from pixels, centimetres or a name.
void readSize(const Options& options, Request& request) {
  const auto text = options.find("--size"), dpi_text = options.find("--dpi");
  const double dpi = dpi_text ? parseDecimal("--dpi", *dpi_text) : 300;
  if (dpi < 10 || dpi > 2400) throw badOption("--dpi", *dpi_text, tconv::Phrase("must be 10 to 2400"));
  if (text) {
    try {
      exporting::setSize(request, *text, dpi);
    } catch (const tconv::Error& error) {
      throw badOption("--size", *text, error.problem().rule);
    }
  }
  if (dpi_text && !request.points)
    throw badOption("--dpi", *dpi_text, tconv::Phrase("needs a --size in centimetres"));
}

tconv::Rgb parseColor(const std::string& text) {
  const bool digits =
      text.size() == 7 && text[0] == '#' &&
      std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isxdigit(c); });
  if (!digits)
    throw badOption("--background", text, tconv::Phrase("must be transparent or a colour like #fffaf0"));
  const auto channel = [&](std::size_t at) {
    return static_cast<std::uint8_t>(std::stoi(text.substr(at, 2), nullptr, 16));
  };
  return {channel(1), channel(3), channel(5)};
}

/// The parts that --without leaves out.
void readWithout(const std::string& text, view::Parts& parts) {
  std::stringstream names(text);
  for (std::string name; std::getline(names, name, ',');) {
    if (name == "title")
      parts.title = false;
    else if (name == "legend")
      parts.legend = false;
    else if (name == "numbers")
      parts.numbers = false;
    else
      throw badOption("--without", name, tconv::Phrase("must be some of title, legend, numbers"));
  }
}

void readLook(const Options& options, Request& request) {
  exporting::Look& look = request.look;
  if (const auto text = options.find("--theme")) look.theme = parseTheme(*text);
  if (const auto text = options.find("--language")) look.language = parseLanguage(*text);
  if (const auto text = options.find("--background")) {
    look.transparent = *text == "transparent";
    if (!look.transparent) look.background = parseColor(*text);
  }
  if (const auto text = options.find("--margin")) look.margin = parseDecimal("--margin", *text);
  if (const auto text = options.find("--type-size")) look.least_type = parseDecimal("--type-size", *text);
  if (const auto text = options.find("--title")) look.title = *text;
  if (const auto text = options.find("--caption")) look.caption = *text;
  if (const auto text = options.find("--without")) readWithout(*text, look.parts);
  look.parts.formula = options.flag("--formula");
  if (const auto text = options.find("--decimals"))
    look.parts.decimals = static_cast<int>(parseInteger("--decimals", *text, 0, 9));
}

/// An option of pictures; a flag where it has no kind.
struct FrameOption {
  const char* group;
  const char* name;
  const char* kind;
  const char* help;
};
constexpr const char* kFramesGroup = trLater("Frames");
constexpr const char* kLookGroup = trLater("Look");
constexpr FrameOption kFrameOptions[] = {
    {kFramesGroup, "--phases", "N",
     trLater("Frames for each step (default 1; in animations what --fps makes of a step).")},
    {kFramesGroup, "--phase-ends", nullptr, trLater("Each step at the end of each of its movements.")},
    {kFramesGroup, "--strip", "K", trLater("K frames, spread evenly over the states, in a row on one page.")},
    {kFramesGroup, "--sheet", "COLUMNSxROWS", trLater("So many frames on each page.")},
    {kLookGroup, "--size", "WxH[cm]",
     trLater("Pixels, points of SVG, PDF and LaTeX, or centimetres; or 16:9, 4:3, square, column (8.5 cm "
             "wide), page "
             "(17.5 cm) (default 1280x720).")},
    {kLookGroup, "--dpi", "N", trLater("Pixels per inch of a size in centimetres (default 300).")},
    {kLookGroup, "--theme", "light|dark|print",
     trLater("Colours (default the session's, else light); print is grey and survives a copier.")},
    {kLookGroup, "--background", "transparent|#RRGGBB", trLater("Instead of the theme's.")},
    {kLookGroup, "--margin", "N", trLater("Free border, in pixels or points (default 0).")},
    {kLookGroup, "--type-size", "N",
     trLater(
         "Smallest letters, in pixels or points (default by the size; 5 pt where it is in centimetres).")},
    {kLookGroup, "--title", "TEXT", trLater("A heading of your own.")},
    {kLookGroup, "--caption", "TEXT", trLater("Lines below the frames.")},
    {kLookGroup, "--formula", nullptr, trLater("The output size as a formula with its numbers.")},
    {kLookGroup, "--without", "PART[,PART..]",
     trLater("Leaves out title (what the step is), legend or numbers.")},
    {kLookGroup, "--decimals", "N",
     trLater("Digits after the point, where they fit (default as many as are needed).")},
};

/// Options of frames have no place where there are none.
void refuseFrameOptions(const Options& options, const exporting::FormatInfo& format) {
  if (format.product != exporting::Product::layer) return;
  const auto refuse = [&](const char* name, const std::string& value) {
    throw badOption(name, value, tconv::Phrase("is for frames, and {} has none", format.id));
  };
  for (const char* name : {"--face", "--steps"})
    if (const auto text = options.find(name)) refuse(name, *text);
  for (const FrameOption& option : kFrameOptions) {
    if (option.kind == nullptr && options.flag(option.name)) refuse(option.name, "");
    if (option.kind == nullptr) continue;
    if (const auto text = options.find(option.name)) refuse(option.name, *text);
  }
}

/// The one that is named, or else the one that the output ends like.
exporting::Format formatOf(const Options& options) {
  const auto id = options.find("--format");
  if (!id) {
    const std::filesystem::path output = options.text("--output");
    for (const exporting::FormatInfo& format : exporting::formats())
      if (output.extension() != ".py" && endsLike(output, format.format)) return format.format;
    throw badOption("--output", output.string(), tconv::Phrase("does not tell the format: give --format"));
  }
  try {
    return exporting::formatOf(*id);
  } catch (const tconv::Error& error) {
    throw badOption("--format", *id, error.problem().rule);
  }
}

std::filesystem::path outputOf(const Options& options) {
  const std::string& output = options.text("--output");
  if (output.empty())
    throw badOption("--output", "", tconv::Phrase("must be the name of a folder or of a file"));
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
    {"--fps", "N", false, trLater("Frames per second (default 25)."),
     [](Timing& t, double v) { t.frames_per_second = v; }},
    {"--seconds-per-step", "S", false, trLater("How long a step takes (default 1)."),
     [](Timing& t, double v) { t.seconds_per_step = v; }},
    {"--pause", "S", false, trLater("How long the last frame stays (default 2)."),
     [](Timing& t, double v) { t.pause = v; }},
    {"--loops", "N", true, trLater("How often it is played; 0, the default, is for ever."),
     [](Timing& t, double v) { t.loops = static_cast<int>(v); }},
    {"--slow-steps", "K", true, trLater("After the first K steps the others are --speed-up times as fast."),
     [](Timing& t, double v) { t.slow_steps = static_cast<Index>(v); }},
    {"--speed-up", "F", false, trLater("How much faster they are (default 1)."),
     [](Timing& t, double v) { t.speed_up = v; }},
    {"--at-most", "S", false, trLater("Leaves out steps evenly where it would take longer than that."),
     [](Timing& t, double v) { t.at_most = v; }},
};

void readTiming(const Options& options, Request& request) {
  const exporting::FormatInfo& format = info(request.format);
  for (const TimingOption& option : kTimingOptions) {
    const auto text = options.find(option.name);
    if (!text) continue;
    if (format.product != exporting::Product::animation)
      throw badOption(option.name, *text, tconv::Phrase("is for animations, and {} is none", format.id));
    option.set(request.timing, option.whole ? double(parseInteger(option.name, *text, 0, 65535))
                                            : parseDecimal(option.name, *text));
    try {
      requireValid(request.timing);
    } catch (const tconv::Error& error) {
      throw badOption(option.name, *text, error.problem().rule);
    }
  }
  if (options.given("--slow-steps") && !options.given("--speed-up"))
    throw badOption("--slow-steps", options.text("--slow-steps"),
                    tconv::Phrase("needs --speed-up for the other steps"));
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
    throw badOption("--face", text, tconv::Phrase("must name 1 to {} different faces", kMostFaces));
  return shown;
}

/// The states that --steps a:b asks for, as numbers; their upper limit is known once the document is.
Pair stepsOf(const Options& options) {
  const auto text = options.find("--steps");
  if (!text) return {0, -1};
  const auto rule =
      tconv::Phrase("must be first:end as two whole numbers, like 0:10, or one state, or last or poster");
  if (text->find(':') == std::string::npos) {
    constexpr Index kMost = tconv::kLargestParameter;
    try {
      const Index state = parseInteger("--steps", *text, 0, kMost);
      return {state, state + 1};
    } catch (const UsageError&) {
      throw badOption("--steps", *text, rule);
    }
  }
  const Pair range = parseTwo("--steps", *text, ':', rule);
  if (range.h < 0 || range.w <= range.h)
    throw badOption("--steps", *text, tconv::Phrase("must start at 0 or later and end behind its start"));
  return range;
}

void readSelection(const Options& options, Request& request) {
  exporting::Selection& selection = request.selection;
  const auto text_of_steps = options.find("--steps");
  if (text_of_steps == "last") {
    selection.only = exporting::Selection::Only::finished;
  } else if (text_of_steps == "poster") {
    selection.only = exporting::Selection::Only::poster;
  } else {
    const Pair steps = stepsOf(options);
    selection.first = steps.h;
    selection.last = steps.w;
  }
  if (const auto text = options.find("--phases"))
    selection.phases = static_cast<int>(parseInteger("--phases", *text, 1, kMostPhases));
  selection.phase_ends = options.flag("--phase-ends");
  if (selection.phase_ends) options.refuseTogether("--phase-ends", "--phases");
  options.refuseTogether("--strip", "--sheet");
  if (const auto text = options.find("--strip"))
    selection.strip = static_cast<int>(parseInteger("--strip", *text, 1, kMostAcross));
  if (const auto text = options.find("--sheet")) {
    const auto rule = tconv::Phrase("must be COLUMNSxROWS, each from 1 to {}", kMostAcross);
    const Pair sheet = parseTwo("--sheet", *text, 'x', rule);
    if (std::min(sheet.h, sheet.w) < 1 || std::max(sheet.h, sheet.w) > kMostAcross)
      throw badOption("--sheet", *text, rule);
    selection.columns = static_cast<int>(sheet.h);
    selection.rows = static_cast<int>(sheet.w);
  }
}

}  // namespace

Request requestOf(const Options& options, const ViewState& view) {
  Request request = exporting::requestFor(view);
  request.format = formatOf(options);
  request.output = outputOf(options);
  request.overwrite = options.flag("--overwrite");
  if (const auto text = options.find("--threads"))
    request.threads = static_cast<int>(parseInteger("--threads", *text, 1, 1024));
  refuseFrameOptions(options, info(request.format));
  readSize(options, request);
  readLook(options, request);
  readSelection(options, request);
  readTiming(options, request);
  if (const auto text = options.find("--face")) {
    request.faces = parseFaces(*text);
    // A face that goes output cell by output cell counts its states so.
    if (request.faces.size() == 1 && info(request.faces.front()).by_cell)
      request.granularity = Granularity::cell;
  }
  return request;
}

bool isTimingOption(std::string_view name) {
  return std::any_of(std::begin(kTimingOptions), std::end(kTimingOptions),
                     [&](const TimingOption& option) { return option.name == name; });
}

void addExportOptions(Options& options) {
  std::vector<std::string_view> formats;
  for (const exporting::FormatInfo& format : exporting::formats()) formats.push_back(format.id);
  options.group(tr("Files"));
  options.add("--format", fmt::format("{}", fmt::join(formats, "|")),
              tr("Kind of files (default what --output ends like)."));
  options.add("--output", "PATH",
              tr("The file; or, of PNG and SVG, a folder for one picture of each state, made if missing."),
              true);
  options.addFlag("--overwrite", tr("Replace files that exist."));
  options.add("--threads", "N",
              tr("Threads that draw; the files do not depend on it (default all processors)."));
  options.group(tr("Frames"));
  std::vector<std::string_view> ids;
  for (const FaceInfo& face : faces()) ids.push_back(face.id);
  options.add(
      "--face", "NAME[,NAME..]",
      trf("One to {} of {} (default the session's, else scatter).", kMostFaces, fmt::join(ids, ", ")));
  options.add("--steps", "A:B|A|last|poster",
              tr("States A up to but not B, or one; state 0 is rest, state i follows i steps (default all). "
                 "The poster "
                 "is the middle step as its patch is being added."));
  for (const FrameOption& option : kFrameOptions) {
    options.group(tr(option.group));
    if (option.kind == nullptr)
      options.addFlag(option.name, tr(option.help));
    else
      options.add(option.name, option.kind, tr(option.help));
  }
  addLanguageOption(options, tr("Of the words in frames (default en), of this help and of messages (default "
                                "that of the environment)."));
  options.group(tr("Timing of animations"));
  for (const TimingOption& option : kTimingOptions) options.add(option.name, option.kind, tr(option.help));
}

}  // namespace lab::cli
