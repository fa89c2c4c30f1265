#include "export/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include "export/animation.h"
#include "export/in_order.h"
#include "export/layer_files.h"
#include "export/render.h"
#include "export/shots.h"
#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/memory.h"
#include "model/utf8.h"
#include "tconv/error.h"
#include "view/cairo_canvas.h"
#include "view/canvas_text.h"
#include "view/scene.h"
#include "view/tikz_canvas.h"

namespace lab::exporting {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(std::string subject, std::string value, tconv::Phrase rule) {
  throw tconv::Error({std::move(subject), std::move(value), std::move(rule), {}});
}

/// Names that sort in order: numbers with leading zeros, and "_2" after nothing at all, since '.' comes
/// before
/// '_'.
class FileNames {
 public:
  FileNames(const Derived& derived, const Request& request, const std::vector<PageShots>& pages)
      : extension_(info(request.format).extension),
        states_(statesOf(derived, request.granularity)),
        sheets_(request.selection.columns * request.selection.rows > 1 || request.selection.strip > 0),
        pages_(static_cast<Index>(pages.size())) {
    for (const PageShots& page : pages)
      for (const Shot& shot : page) most_phase_ = std::max(most_phase_, shot.phase);
  }
  /// Of page number i, from 0.
  std::string of(const PageShots& page, std::size_t i) const {
    if (sheets_) return fmt::format("page_{:0{}}.{}", i + 1, digits(pages_), extension_);
    const Shot& shot = page.front();
    std::string name = fmt::format("step_{:0{}}", shot.state, digits(states_));
    if (shot.phase > 0) name += fmt::format("_{:0{}}", shot.phase, digits(most_phase_));
    return fmt::format("{}.{}", name, extension_);
  }

 private:
  static std::size_t digits(Index number) { return fmt::formatted_size("{}", number); }

  std::string_view extension_;
  Index states_;
  bool sheets_;
  Index pages_;
  int most_phase_ = 0;
};

/// Whether the output is the name of one file and not of a folder. @throws tconv::Error where it ends like
/// another format, or must be a file and does not end like one.
bool namesFile(const Request& request) {
  if (endsLike(request.output, request.format)) return true;
  const FormatInfo& wanted = info(request.format);
  if (wanted.product != Product::pictures || endsLikeAny(request.output))
    refuse(trLater("output file"), request.output.string(),
           tconv::Phrase("must end in .{}, as the format is", wanted.extension));
  return false;
}

io::Existing existing(const Request& request) {
  return request.overwrite ? io::Existing::replace : io::Existing::refuse;
}

void checkFolder(const fs::path& folder) {
  std::error_code error;
  if (folder.empty()) refuse(trLater("output folder"), "", tconv::Phrase("must be named"));
  if (const auto there = fs::status(folder, error); fs::exists(there) && !fs::is_directory(there))
    refuse(trLater("output folder"), folder.string(), tconv::Phrase("exists and is not a folder"));
}

void checkFile(const fs::path& path, bool overwrite) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) return;
  if (!overwrite)
    refuse(trLater("output file"), path.string(),
           tconv::Phrase("exists already; ask to overwrite to replace it"));
  if (!fs::is_regular_file(fs::status(path, error)))
    refuse(trLater("output file"), path.string(), tconv::Phrase("exists and is not a regular file"));
}

void makeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    refuse(trLater("output folder"), folder.string(), tconv::Phrase("cannot be made: {}", error.message()));
}

/// One page as the file that is named.
Written writePicture(const Derived& derived, const Request& request, const std::vector<PageShots>& pages) {
  if (pages.size() != 1)
    refuse(
        "output file", request.output.string(),
        tconv::Phrase("holds one picture, and {} were asked for; name a folder, or one state", pages.size()));
  checkFile(request.output, request.overwrite);
  const std::string bytes = renderFile(Page(derived, request), pages.front(), request);
  io::writeFile(request.output, bytes, existing(request));
  return {1, static_cast<Index>(pages.front().size()), bytes.size()};
}

Index framesIn(const std::vector<PageShots>& pages) {
  Index frames = 0;
  for (const PageShots& page : pages) frames += static_cast<Index>(page.size());
  return frames;
}

/// Bytes that one thread draws with: the copies of a picture on its way from the canvas into the file, and
/// the letters. Cairo does not survive that memory ends while it draws, so that there must be enough before.
double drawingMemory(const Request& request) {
  constexpr double kPerPixel = 24, kBeside = 16 << 20;
  return kPerPixel * request.width * request.height + kBeside;
}

/// As many threads as are wanted and as there is memory for; one is there already.
std::size_t threadsOf(const Request& request) {
  constexpr double kSetApart =
      136 << 20;  // for each further thread: its stack, and an arena of the C library
  const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
  const auto wanted = static_cast<std::size_t>(request.threads > 0 ? request.threads : processors);
  const double available = static_cast<double>(io::availableMemory());
  const double most = available / (drawingMemory(request) + kSetApart);
  return most < static_cast<double>(wanted) ? std::max<std::size_t>(1, static_cast<std::size_t>(most))
                                            : wanted;
}

void report(const Progress& progress, std::size_t done, std::size_t total) {
  if (progress && !progress(static_cast<Index>(done), static_cast<Index>(total))) throw Cancelled{};
}

Written writePictures(const Derived& derived, const Request& request, const std::vector<PageShots>& pages,
                      const Progress& progress) {
  const FileNames names(derived, request, pages);
  const Page page(derived, request);
  checkFolder(request.output);
  for (std::size_t i = 0; i < pages.size(); ++i)
    checkFile(request.output / names.of(pages[i], i), request.overwrite);
  report(progress, 0, pages.size());
  bool folder_made = false;
  Written written{static_cast<Index>(pages.size()), framesIn(pages), 0};
  inOrder(
      pages.size(), threadsOf(request), [&](std::size_t i) { return renderFile(page, pages[i], request); },
      [&](std::size_t i, const std::string& bytes) {
        if (!std::exchange(folder_made, true)) makeFolder(request.output);  // not before a first one is there
        io::writeFile(request.output / names.of(pages[i], i), bytes, existing(request));
        written.bytes += bytes.size();
        report(progress, i + 1, pages.size());
      });
  return written;
}

view::TikzCanvas::Script scriptOf(const Look& look) {
  using Script = view::TikzCanvas::Script;
  const std::u32string own = decodeUtf8(look.title + look.caption);
  const bool chinese = look.language == i18n::Language::chinese || std::ranges::any_of(own, view::isChinese);
  return chinese ? Script::chinese : Script::latin;
}

/// Page by page, so that memory does not grow with their number.
template <class PageCanvas>
Written writePages(PageCanvas& canvas, const Derived& derived, const Request& request,
                   const std::vector<PageShots>& pages, const Progress& progress) {
  const Page page(derived, request);
  checkFile(request.output, request.overwrite);
  io::FileWriter file(request.output, existing(request));
  for (std::size_t i = 0; i < pages.size(); ++i) {
    report(progress, i, pages.size());
    canvas.beginPage(page.background());
    page.draw(canvas, pages[i]);
    canvas.endPage();
    file.append(canvas.take());
  }
  report(progress, pages.size(), pages.size());
  file.append(canvas.finish());
  file.finish();
  return {1, framesIn(pages), file.size()};
}

Written writeAnimation(const Derived& derived, Request request, const Progress& progress) {
  // Videos have colours for two by two pixels.
  if (request.format == Format::mp4 || request.format == Format::webm) {
    request.width += request.width % 2;
    request.height += request.height % 2;
  }
  const Page page(derived, request);
  const std::vector<Shot> shots = shotsOf(derived, request);
  checkFile(request.output, request.overwrite);
  std::size_t done = 0;
  const auto tell = [&] { report(progress, done, shots.size()); };
  const auto writer =
      animationWriter(request.format, {request.output, existing(request), request.width, request.height,
                                       request.timing.frames_per_second, request.timing.loops, tell});
  tell();
  inOrder(
      shots.size(), threadsOf(request),
      [&](std::size_t i) { return renderPicture(page, {&shots[i], 1}, request); },
      [&](std::size_t i, view::Picture picture) {
        writer->add(std::move(picture), shots[i].seconds);
        done = i + 1;
        tell();
      });
  return {1, static_cast<Index>(shots.size()), writer->finish()};
}

/// A file, and those beside it that it loads. None appears where one of the names is taken, or the disk is
/// full.
Written writeLayer(const Derived& derived, const Request& request) {
  std::vector<LayerFile> files = layerFiles(derived, request.format, request.output);
  for (const LayerFile& file : files) checkFile(file.path, request.overwrite);
  Written written{static_cast<Index>(files.size()), 0, 0};
  std::vector<io::FileWriter> writers;
  for (const LayerFile& file : files) {
    writers.emplace_back(file.path, existing(request)).append(file.bytes);
    written.bytes += file.bytes.size();
  }
  for (io::FileWriter& writer : writers) writer.finish();
  return written;
}

}  // namespace

Request requestFor(const ViewState& view) {
  Request request;
  request.look.theme = view.theme;
  request.faces = view.faces;
  request.split = view.split;
  request.options = view.options;
  request.scales = view.scales;
  request.granularity = view.playhead.granularity;
  request.pinned = view.pinned;
  request.symbols = view.show_symbols;
  return request;
}

Written write(const Derived& derived, const Request& request, const Progress& progress) {
  const bool one_file = namesFile(request);
  const Product product = info(request.format).product;
  if (product == Product::layer) return writeLayer(derived, request);
  if (product == Product::animation || request.format == Format::png)
    io::requireMemory(trLater("picture"), drawingMemory(request));
  if (product == Product::animation) return writeAnimation(derived, request, progress);
  const std::vector<PageShots> pages = pagesOf(derived, request);
  if (!one_file) return writePictures(derived, request, pages, progress);
  if (request.format == Format::tikz) {
    view::TikzCanvas canvas(request.width, request.height, scriptOf(request.look));
    return writePages(canvas, derived, request, pages, progress);
  }
  if (request.format == Format::pdf) {
    view::PdfCanvas canvas(request.width, request.height);
    return writePages(canvas, derived, request, pages, progress);
  }
  return writePicture(derived, request, pages);
}

}  // namespace lab::exporting
