// The laboratory for large pictures while a slider is dragged, sixty changes a second:
//     tconv_live_bench
// The real interface over an image of 1024x1024 pixels in three colours, k4 s2, deriving beside the window.
// For each kind of change it prints what the processor does on the window's thread for a frame, how many of
// the changes are shown, and how old they are when they are. What is shown last is verified against derive().
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/egl_screen.h"
#include "support/ui_driver.h"
#include "ui/studio.h"

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int kChanges = 180;
constexpr auto kFrame = std::chrono::microseconds(16667);

double millisecondsSince(Clock::time_point start) { return Milliseconds(Clock::now() - start).count(); }

lab::Document photograph(tconv::Index groups) {
  lab::Document document = lab::newcomerDocument();
  document.layer = {.in_channels = 3,
                    .out_channels = 3,
                    .kernel_size = 4,
                    .stride = 2,
                    .padding = tconv::Pair{1},
                    .groups = groups};
  document.input_size = 1024;
  document.input.custom = std::make_shared<const lab::Tensor>(lab::resolveInput(document));
  document.kernel = {tconv::KernelPreset::random_integers, 1, nullptr};
  return document;
}

/// The interface over the photograph.
struct Window {
  explicit Window(const lab::Document& document) : bench({document, laboratory()}) {
    bench.workBeside({[this](const lab::ViewState& view) { return lab::ui::boardAhead(studio, view); }, {}});
  }

  static lab::ViewState laboratory() {
    lab::ViewState view;
    view.faces = {lab::Face::image};
    return view;
  }
  void draw() {
    painter.beginFrame();
    const ImGuiIO& io = ImGui::GetIO();
    lab::ui::drawStudio(studio, io.DisplaySize.x, io.DisplaySize.y, io.DeltaTime);
  }

  lab::test::EglContext context;
  lab::platform::GlHeatmapPainter painter;
  lab::Workbench bench;
  lab::test::UiDriver driver{[this] { draw(); }};
  lab::ui::Studio studio{bench, driver.fonts, {}, &painter};
};

double share(std::vector<double>& times, double part) {
  if (times.empty()) return 0;
  std::sort(times.begin(), times.end());
  return times[std::min(times.size() - 1,
                        static_cast<std::size_t>(part * static_cast<double>(times.size())))];
}

/// Frames while `change(document, i)` is made before each, and then as many as the last change needs.
template <class Change>
bool tell(const char* what, const lab::Document& document, Change change) {
  Window window(document);
  window.driver.frame(3);
  const lab::view::Point middle = window.studio.board.center();
  window.driver.moveTo(middle);
  window.driver.press(2);  // a button that is held is a gesture that goes on
  std::vector<double> frames, with_news, ages;
  std::vector<std::pair<lab::Document, Clock::time_point>> made;
  std::uint64_t shown_seed = window.bench.derived().document.kernel.seed;
  for (int i = 0; i < kChanges || window.bench.pending(); ++i) {
    if (i == kChanges) window.driver.release(2);
    const Clock::time_point start = Clock::now();
    if (i < kChanges) {
      lab::Document edited = window.bench.document();
      edited.kernel.seed = static_cast<std::uint64_t>(i) + 2;  // tells the changes apart
      change(edited, i);
      made.emplace_back(edited, start);
      window.bench.edit(std::move(edited));
    }
    window.driver.frame();
    const double spent = millisecondsSince(start);
    frames.push_back(spent);
    const std::uint64_t seed = window.bench.derived().document.kernel.seed;
    if (seed != shown_seed) {
      shown_seed = seed;
      with_news.push_back(spent);
      ages.push_back(millisecondsSince(made[seed - 2].second));
    }
    std::this_thread::sleep_until(start + kFrame);
  }
  const lab::Derived expected = std::get<lab::Derived>(lab::derive(made.back().first));
  const auto all = tconv::Position{expected.trace->steps()};
  const lab::Tensor a = expected.trace->output(all), b = window.bench.derived().trace->output(all);
  const bool right = std::equal(a.values().begin(), a.values().end(), b.values().begin(), b.values().end());
  const double seconds = static_cast<double>(kChanges) / 60;
  fmt::print("| {} | {} | {:.1f} | {:.2f} | {:.1f} | {:.1f} | {:.0f} | {} |\n", what, kChanges,
             static_cast<double>(ages.size()) / seconds, share(frames, 0.5), share(frames, 0.99),
             share(with_news, 0.5), share(ages, 0.5), right ? "yes" : "NO");
  return right;
}

}  // namespace

int main() {
  fmt::print("{} threads\n\n", std::thread::hardware_concurrency());
  fmt::print(
      "| change | changes | shown a second | frame, median ms | 99th | with a new picture | age when shown, "
      "ms | "
      "right |\n|---|---:|---:|---:|---:|---:|---:|---|\n");
  bool right = true;
  right &= tell("weights, dense", photograph(1), [](lab::Document&, int) {});
  right &= tell("weights, depthwise", photograph(3), [](lab::Document&, int) {});
  right &= tell("padding, depthwise", photograph(3),
                [](lab::Document& document, int i) { document.layer.padding = tconv::Pair{i % 2}; });
  right &= tell("stride, depthwise", photograph(3),
                [](lab::Document& document, int i) { document.layer.stride = 1 + i % 2; });
  return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
