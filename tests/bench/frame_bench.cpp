// Times what the processor does for one frame of the window, without drawing it on a screen:
//     tconv_frame_bench
// Textures are filled as on a graphics card, but nothing is rendered. Frames are those of the real interface
// over a real document; an export runs beside some of them.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
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

void tell(const char* what, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  fmt::print("| {} | {} | {:.2f} | {:.2f} | {:.2f} |\n", what, times.size(), times[times.size() / 2],
             times[times.size() * 99 / 100], times.back());
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
  std::vector<double> times = framesWhile(window, [&](std::size_t) { return job.status().running; });
  const auto end = job.ended();
  if (!end || end->failed || !std::filesystem::exists(request.output))
    throw std::runtime_error(end ? end->text : "the export did not end");
  tell(what, std::move(times));
}

}  // namespace

int main() {
  fmt::print("| frames | number | median ms | 99 % within ms | longest ms |\n|---|---|---|---|---|\n");
  tellPlaying("3x3, playing", lab::newcomerDocument());
  tellPlaying("8x8 k3 s2, playing", square(8, 3, 2));
  tellPlaying("64x64 k4 s2, playing", square(64, 4, 2));
  tellPlaying("1024x1024 k4 s2, playing", square(1024, 4, 2));
  tellPlaying("2048x2048 k2 s2, playing", square(2048, 2, 2));
  tellBesideExport(lab::exporting::Format::gif, "3x3, playing, a GIF of 1920x1080 is written");
  tellBesideExport(lab::exporting::Format::mp4, "3x3, playing, an MP4 of 1920x1080 is written");
}
