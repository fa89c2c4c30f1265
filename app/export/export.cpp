#include "export/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "io/atomic_file.h"
#include "io/image.h"
#include "tconv/error.h"
#include "view/cairo_canvas.h"
#include "view/scene.h"
#include "view/svg_canvas.h"

namespace lab::exporting {
namespace {

namespace fs = std::filesystem;
using tconv::Error;

constexpr int least_side = 64, most_side = 16384, most_phases = 1000;
constexpr Index most_pixels = Index{1} << 26;

[[noreturn]] void refuse(std::string subject, std::string value, std::string rule) {
  throw Error({std::move(subject), std::move(value), std::move(rule), {}});
}

void checkSize(const Request& request) {
  const auto fits = [](int side) { return side >= least_side && side <= most_side; };
  if (!fits(request.width) || !fits(request.height) || Index{request.width} * request.height > most_pixels) {
    refuse("size", fmt::format("{}x{}", request.width, request.height),
           fmt::format("each side must be {} to {}, and the area at most {} pixels", least_side, most_side,
                       most_pixels));
  }
}

/// What a state is: taps and rows are parts and groups of input elements.
Granularity unitOf(Granularity granularity) {
  return granularity == Granularity::cell ? Granularity::cell : Granularity::element;
}

Index lastOf(const Derived& derived, const Request& request) {
  return request.last < 0 ? statesOf(derived, request.granularity) : request.last;
}

void checkRange(const Derived& derived, const Request& request) {
  const Index states = statesOf(derived, request.granularity), last = lastOf(derived, request);
  if (request.first < 0 || last > states || request.first >= last) {
    refuse("steps", fmt::format("{}:{}", request.first, last),
           fmt::format("must be a non-empty part of 0:{}, the end not included", states));
  }
  if (request.phases < 1 || request.phases > most_phases) {
    refuse("phases", fmt::format("{}", request.phases), fmt::format("must be 1 to {}", most_phases));
  }
}

/// A file of the sequence.
struct Item {
  double time;
  fs::path path;
};

/// "_2" sorts after nothing at all, since '.' comes before '_'.
std::string nameOf(Index state, int phase, Index states, const Request& request) {
  const auto digits = [](Index number) { return fmt::formatted_size("{}", number); };
  std::string name = fmt::format("step_{:0{}}", state, digits(states));
  if (phase > 0) name += fmt::format("_{:0{}}", phase, digits(request.phases - 1));
  return name + (request.format == Format::png ? ".png" : ".svg");
}

/// Nothing moves after the last state: it has no phases.
std::vector<Item> itemsOf(const Derived& derived, const Request& request) {
  const Timeline timeline = timelineOf(*derived.trace);
  const Granularity unit = unitOf(request.granularity);
  const Index steps = unitsOf(timeline, unit), last = lastOf(derived, request);
  const double length = timeAfter(timeline, unit, 1);
  std::vector<Item> items;
  for (Index state = request.first; state < last; ++state) {
    const int phases = state == steps ? 1 : request.phases;
    for (int phase = 0; phase < phases; ++phase) {
      items.push_back({timeAfter(timeline, unit, state) + length * double(phase) / request.phases,
                       request.folder / nameOf(state, phase, steps + 1, request)});
    }
  }
  return items;
}

void checkTargets(const std::vector<Item>& items, const Request& request) {
  std::error_code error;
  if (request.folder.empty()) refuse("output folder", "", "must be named");
  if (const auto there = fs::status(request.folder, error); fs::exists(there) && !fs::is_directory(there)) {
    refuse("output folder", request.folder.string(), "exists and is not a folder");
  }
  for (const Item& item : items) {
    const fs::file_status there = fs::symlink_status(item.path, error);
    if (!fs::exists(there)) continue;
    if (!request.overwrite)
      refuse("output file", item.path.string(), "exists already; ask to overwrite to replace it");
    if (!fs::is_regular_file(fs::status(item.path, error))) {
      refuse("output file", item.path.string(), "exists and is not a regular file");
    }
  }
}

void makeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse("output folder", folder.string(), "cannot be made: " + error.message());
}

view::Frame frameOf(const Derived& derived, double time, const Request& request) {
  view::Frame frame;
  frame.derived = &derived;
  frame.time = time;
  frame.theme = &view::theme(request.theme);
  frame.granularity = request.granularity;
  frame.faces = request.faces;
  frame.split = request.split;
  frame.options = request.options;
  frame.scales = request.scales;
  frame.pinned = request.pinned;
  frame.symbols = request.symbols;
  frame.area = {0, 0, double(request.width), double(request.height)};
  // Both ways, so that a larger or smaller picture is the same picture.
  frame.scale = std::min(request.width / 1280.0, request.height / 720.0);
  return frame;
}

std::string renderPng(const view::Frame& frame, const Request& request) {
  view::CairoCanvas canvas(request.width, request.height, 1, frame.theme->background);
  view::drawBoard(canvas, frame);
  const view::Picture picture = canvas.finish();
  return io::formatPng(picture.width, picture.height, picture.rgb);
}

std::string renderSvg(const view::Frame& frame, const Request& request) {
  view::SvgCanvas canvas(request.width, request.height);
  canvas.rect(frame.area, {.fill = view::Color(frame.theme->background)});
  view::drawBoard(canvas, frame);
  return canvas.finish();
}

}  // namespace

Index statesOf(const Derived& derived, Granularity granularity) {
  return unitsOf(timelineOf(*derived.trace), unitOf(granularity)) + 1;
}

std::string renderFrame(const Derived& derived, double time, const Request& request) {
  checkSize(request);
  const view::Frame frame = frameOf(derived, time, request);
  return request.format == Format::png ? renderPng(frame, request) : renderSvg(frame, request);
}

Index writeSequence(const Derived& derived, const Request& request) {
  checkSize(request);
  checkRange(derived, request);
  const std::vector<Item> items = itemsOf(derived, request);
  checkTargets(items, request);
  const auto existing = request.overwrite ? io::Existing::replace : io::Existing::refuse;
  bool folder_made = false;
  for (const Item& item : items) {
    const std::string bytes = renderFrame(derived, item.time, request);
    if (!folder_made) makeFolder(request.folder);  // not before a first frame could be drawn
    folder_made = true;
    io::writeFile(item.path, bytes, existing);
  }
  return static_cast<Index>(items.size());
}

}  // namespace lab::exporting
