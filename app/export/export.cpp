#include "export/export.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "export/animation.h"
#include "export/layer_files.h"
#include "export/render.h"
#include "export/shots.h"
#include "io/atomic_file.h"
#include "tconv/error.h"
#include "view/cairo_canvas.h"
#include "view/scene.h"
#include "view/tikz_canvas.h"

namespace lab::exporting {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(std::string subject, std::string value, std::string rule) {
  throw tconv::Error({std::move(subject), std::move(value), std::move(rule), {}});
}

/// "_2" sorts after nothing at all, since '.' comes before '_'.
std::string nameOf(const Shot& shot, Index states, const Request& request) {
  const auto digits = [](Index number) { return fmt::formatted_size("{}", number); };
  std::string name = fmt::format("step_{:0{}}", shot.state, digits(states));
  if (shot.phase > 0) name += fmt::format("_{:0{}}", shot.phase, digits(request.phases.value_or(1) - 1));
  return fmt::format("{}.{}", name, info(request.format).extension);
}

/// Whether the output is the name of one file and not of a folder. @throws tconv::Error where it ends like
/// another format, or must be a file and does not end like one.
bool namesFile(const Request& request) {
  if (endsLike(request.output, request.format)) return true;
  const FormatInfo& wanted = info(request.format);
  if (wanted.product != Product::pictures || endsLikeAny(request.output))
    refuse("output file", request.output.string(),
           fmt::format("must end in .{}, as the format is", wanted.extension));
  return false;
}

io::Existing existing(const Request& request) {
  return request.overwrite ? io::Existing::replace : io::Existing::refuse;
}

void checkFolder(const fs::path& folder) {
  std::error_code error;
  if (folder.empty()) refuse("output folder", "", "must be named");
  if (const auto there = fs::status(folder, error); fs::exists(there) && !fs::is_directory(there))
    refuse("output folder", folder.string(), "exists and is not a folder");
}

void checkFile(const fs::path& path, bool overwrite) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) return;
  if (!overwrite) refuse("output file", path.string(), "exists already; ask to overwrite to replace it");
  if (!fs::is_regular_file(fs::status(path, error)))
    refuse("output file", path.string(), "exists and is not a regular file");
}

void makeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse("output folder", folder.string(), "cannot be made: " + error.message());
}

/// One frame as the file that is named.
void writePicture(const Derived& derived, const Request& request, const std::vector<Shot>& shots) {
  if (shots.size() != 1)
    refuse("output file", request.output.string(),
           fmt::format("holds one frame, and {} were asked for; name a folder, or one state", shots.size()));
  checkFile(request.output, request.overwrite);
  const std::string bytes = renderFile(frameAt(derived, shots.front().time, request), request.format);
  io::writeFile(request.output, bytes, existing(request));
}

void writePictures(const Derived& derived, const Request& request, const std::vector<Shot>& shots) {
  const Index states = statesOf(derived, request.granularity);
  checkFolder(request.output);
  for (const Shot& shot : shots) checkFile(request.output / nameOf(shot, states, request), request.overwrite);
  bool folder_made = false;
  for (const Shot& shot : shots) {
    const std::string bytes = renderFile(frameAt(derived, shot.time, request), request.format);
    if (!std::exchange(folder_made, true)) makeFolder(request.output);  // not before a first frame is there
    io::writeFile(request.output / nameOf(shot, states, request), bytes, existing(request));
  }
}

/// Page by page, so that memory does not grow with their number.
template <class PageCanvas>
void writePages(const Derived& derived, const Request& request, const std::vector<Shot>& shots) {
  checkFile(request.output, request.overwrite);
  io::FileWriter file(request.output, existing(request));
  PageCanvas canvas(request.width, request.height);
  for (const Shot& shot : shots) {
    const view::Frame frame = frameAt(derived, shot.time, request);
    canvas.beginPage(frame.theme->background);
    view::drawBoard(canvas, frame);
    canvas.endPage();
    file.append(canvas.take());
  }
  file.append(canvas.finish());
  file.finish();
}

void writeAnimation(const Derived& derived, Request request, const std::vector<Shot>& shots) {
  checkFile(request.output, request.overwrite);
  // Videos have colours for two by two pixels.
  const bool even = request.format == Format::mp4 || request.format == Format::webm;
  if (even) request.width += request.width % 2;
  if (even) request.height += request.height % 2;
  const auto writer =
      animationWriter(request.format, {request.output, existing(request), request.width, request.height,
                                       request.timing.frames_per_second, request.timing.loops});
  for (const Shot& shot : shots)
    writer->add(renderPicture(frameAt(derived, shot.time, request)), shot.seconds);
  writer->finish();
}

/// A file, and those beside it that it loads. Nothing is written where one of the names is taken.
Index writeLayer(const Derived& derived, const Request& request) {
  std::vector<LayerFile> files = layerFiles(derived, request.format, request.output);
  for (const LayerFile& file : files) checkFile(file.path, request.overwrite);
  for (const LayerFile& file : files) io::writeFile(file.path, file.bytes, existing(request));
  return static_cast<Index>(files.size());
}

}  // namespace

Request requestFor(const ViewState& view) {
  Request request;
  request.theme = view.theme;
  request.faces = view.faces;
  request.split = view.split;
  request.options = view.options;
  request.scales = view.scales;
  request.granularity = view.playhead.granularity;
  request.pinned = view.pinned;
  request.symbols = view.show_symbols;
  return request;
}

Index write(const Derived& derived, const Request& request) {
  const bool one_file = namesFile(request);
  if (info(request.format).product == Product::layer) return writeLayer(derived, request);
  const std::vector<Shot> shots = shotsOf(derived, request);
  switch (info(request.format).product) {
    case Product::pages:
      if (request.format == Format::tikz)
        writePages<view::TikzCanvas>(derived, request, shots);
      else
        writePages<view::PdfCanvas>(derived, request, shots);
      return 1;
    case Product::animation:
      writeAnimation(derived, request, shots);
      return 1;
    default:
      break;
  }
  if (one_file) {
    writePicture(derived, request, shots);
    return 1;
  }
  writePictures(derived, request, shots);
  return static_cast<Index>(shots.size());
}

}  // namespace lab::exporting
