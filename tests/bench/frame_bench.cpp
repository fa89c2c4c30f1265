// Times what the processor does for one frame of the window, without drawing it on a screen:
//     tconv_frame_bench [FACE]
// Textures are filled as on a graphics card, but nothing is rendered. Frames are those of the real interface
// over a real document; an export runs beside some of them. With the name of a face, or "faces" for all, it
// is faces over large documents that are timed instead.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string_view>
#include <thread>
#include <vector>

#include "platform/egl_screen.h"
#include "platform/export_job.h"
#include "support/files.h"
#include "support/ui_driver.h"
#include "ui/studio.h"

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

lab::Document square(tconv::Index size, tconv::Index kernel, tconv::Index stride) {
  lab::Document document = lab::newcomerDocument();
  document.layer = {.kernel_size = kernel, .stride = stride};
  document.input_size = size;
  return document;
}

/// The interface over a document, playing.
struct Window {
  explicit Window(const lab::Document& document) : bench({document, {}}) { bench.togglePlay(); }

  void draw() {
    painter.beginFrame();
    const ImGuiIO& io = ImGui::GetIO();
    lab::ui::drawStudio(studio, io.DisplaySize.x, io.DisplaySize.y, io.DeltaTime);
    if (!bench.view().playhead.playing) {
      bench.seek(0);
      bench.togglePlay();
    }
  }

  lab::test::EglContext context;
  lab::platform::GlHeatmapPainter painter;
  lab::Workbench bench;
  lab::test::UiDriver driver{[this] { draw(); }};
  lab::ui::Studio studio{bench, driver.fonts, {}, &painter};
};

struct Times {
  explicit Times(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    median = times[times.size() / 2], within = times[times.size() * 99 / 100], longest = times.back();
  }
  double median, within, longest;  ///< milliseconds; 99 of 100 frames take at most `within`
};

void tell(const char* what, const std::vector<double>& frames) {
  const Times times(frames);
  fmt::print("| {} | {} | {:.2f} | {:.2f} | {:.2f} |\n", what, frames.size(), times.median, times.within,
             times.longest);
}

/// Frames, sixty a second where they are quick enough, as long as `more` says.
template <class More>
std::vector<double> framesWhile(Window& window, More more) {
  std::vector<double> times;
  while (more(times.size())) {
    const Clock::time_point start = Clock::now();
    window.driver.frame();
    times.push_back(millisecondsSince(start));
    std::this_thread::sleep_until(start + std::chrono::microseconds(16667));
  }
  return times;
}

void tellPlaying(const char* what, const lab::Document& document) {
  Window window(document);
  window.driver.frame(3);
  tell(what, framesWhile(window, [](std::size_t done) { return done < 300; }));
}

void tellBesideExport(lab::exporting::Format format, const char* what) {
  const support::TemporaryFolder folder;
  Window window(lab::newcomerDocument());
  window.driver.frame(3);
  lab::exporting::Request request;
  request.format = format;
  request.output = folder / fmt::format("a.{}", lab::exporting::info(format).extension);
  request.width = 1920;
  request.height = 1080;
  request.selection.phases = 60;
  lab::platform::ExportJob job;
  job.start(window.bench.derived(), request);
  const std::vector<double> times = framesWhile(window, [&](std::size_t) { return job.status().running; });
  const auto end = job.ended();
  if (!end || end->failed || !std::filesystem::exists(request.output))
    throw std::runtime_error(end ? end->text : "the export did not end");
  tell(what, times);
}

/// What a user does to a board that is playing.
struct Motion {
  const char* name;
  double zoom;  ///< that it begins with
  void (*next)(Window& window, double frame);
};

constexpr Motion kMotions[] = {
    {"playing", 1, [](Window&, double) {}},
    {"zoomed", 1, [](Window& window, double) { window.bench.view().zoom *= 1.05; }},
    {"panned", 3, [](Window& window, double frame) { window.bench.view().pan_x = 0.01 * frame; }},
    {"pointed at", 1,
     [](Window& window, double frame) { window.driver.input.move({500 + 2 * frame, 250 + 3 * frame}); }},
};

/// From the middle of the animation, as fast as it goes.
std::vector<double> framesOf(Window& window, const Motion& motion) {
  lab::ViewState& view = window.bench.view();
  view.zoom = motion.zoom, view.pan_x = 0;
  window.bench.seek(static_cast<double>(window.bench.timeline().steps) / 2);
  window.bench.togglePlay();
  view.playhead.speed = lab::Playhead::most_speed;
  window.driver.frame(2);
  return framesWhile(window, [&](std::size_t done) {
    motion.next(window, static_cast<double>(done));
    return done < 60;
  });
}

void tellFaces(std::string_view wanted, const char* what, const lab::Document& document) {
  Window window(document);
  for (const lab::FaceInfo& face : lab::faces()) {
    if (wanted != "faces" && wanted != face.id) continue;
    window.bench.showFace(face.face);
    const Clock::time_point start = Clock::now();
    window.driver.frame();
    fmt::print("| {}, {} | {:.0f} |", what, face.id, millisecondsSince(start));
    for (const Motion& motion : kMotions) {
      const Times times(framesOf(window, motion));
      fmt::print(" {:.2f}, {:.1f} |", times.median, times.within);
    }
    fmt::print("\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) {
    fmt::print("| face | first frame, ms |");
    for (const Motion& motion : kMotions) fmt::print(" {}: median, 99 % within, ms |", motion.name);
    fmt::print("\n|---|---|---|---|---|---|\n");
    tellFaces(argv[1], "2048x2048 k2 s2", square(2048, 2, 2));
    tellFaces(argv[1], "1024x1024 k4 s2", square(1024, 4, 2));
    return 0;
  }
  fmt::print("| frames | number | median ms | 99 % within ms | longest ms |\n|---|---|---|---|---|\n");
  tellPlaying("3x3, playing", lab::newcomerDocument());
  tellPlaying("8x8 k3 s2, playing", square(8, 3, 2));
  tellPlaying("64x64 k4 s2, playing", square(64, 4, 2));
  tellPlaying("1024x1024 k4 s2, playing", square(1024, 4, 2));
  tellPlaying("2048x2048 k2 s2, playing", square(2048, 2, 2));
  tellBesideExport(lab::exporting::Format::gif, "3x3, playing, a GIF of 1920x1080 is written");
  tellBesideExport(lab::exporting::Format::mp4, "3x3, playing, an MP4 of 1920x1080 is written");
}
