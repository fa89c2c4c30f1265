// Tells how the cost of the core grows, and fails where it grows in another way than it should:
//     tconv_growth_bench [PLOT.svg]
// Each sweep changes one thing, measures a time for each value, and fits time = a value^b to them by least
// squares of the logarithms. b is the growth: the sweep says between which bounds it must lie, so that the
// speed of the machine does not matter. The plot has both axes logarithmic: a power is a straight line there.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "io/atomic_file.h"
#include "tconv/tconv.h"
#include "view/svg_canvas.h"
#include "view/theme.h"

namespace {

using lab::view::Box;
using lab::view::Point;
using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Tensor;

struct Sample {
  double value, seconds;
};

/// seconds = factor value^growth.
struct Fit {
  double factor, growth;
  double at(double value) const { return factor * std::pow(value, growth); }
};

Fit fitOf(const std::vector<Sample>& samples) {
  double x = 0, y = 0, xx = 0, xy = 0;
  const auto n = static_cast<double>(samples.size());
  for (const Sample& s : samples) {
    const double u = std::log(s.value), t = std::log(s.seconds);
    x += u;
    y += t;
    xx += u * u;
    xy += u * t;
  }
  const double growth = (n * xy - x * y) / (n * xx - x * x);
  return {std::exp((y - growth * x) / n), growth};
}

struct Sweep {
  std::string title, unit;
  double least, most;  ///< growth
  std::vector<Index> values;
  /// What is timed for one of the values.
  std::function<std::function<void()>(Index value)> make;
};

double secondsOf(const std::function<void()>& work, int repeats) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < repeats; ++i) work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / repeats;
}

/// The best times, all values in turn, so that a busy moment of the machine is shared out.
std::vector<Sample> measured(const Sweep& sweep) {
  constexpr int kRounds = 7;
  constexpr double kLeast = 2e-3;
  std::vector<std::function<void()>> works;
  std::vector<Sample> samples;
  for (const Index value : sweep.values) {
    works.push_back(sweep.make(value));
    works.back()();
    samples.push_back({static_cast<double>(value), secondsOf(works.back(), 1)});
  }
  for (int round = 0; round < kRounds; ++round)
    for (std::size_t i = 0; i < works.size(); ++i) {
      const int repeats = std::clamp(static_cast<int>(kLeast / samples[i].seconds), 1, 100'000);
      samples[i].seconds = std::min(samples[i].seconds, secondsOf(works[i], repeats));
    }
  return samples;
}

std::function<void()> forwardOf(const Layer& layer, Pair size) {
  const Tensor x = tconv::makeValues(tconv::ValuePreset::normal, {1, layer.in_channels, size.h, size.w}, 1),
               weight = tconv::makeKernel(tconv::KernelPreset::normal, layer, 2);
  const auto plan = std::make_shared<tconv::ForwardPlan>(layer, size, weight);
  const auto y = std::make_shared<Tensor>(tconv::outputShape(layer, x.shape()));
  return [=] { plan->run(x, {}, *y); };
}

std::function<void()> weightGradientOf(const Layer& layer, Pair size) {
  const Tensor x = tconv::makeValues(tconv::ValuePreset::normal, {1, layer.in_channels, size.h, size.w}, 1),
               dy = tconv::makeValues(tconv::ValuePreset::normal, tconv::outputShape(layer, x.shape()), 2);
  return [=] { tconv::gradientWeight(layer, x, dy); };
}

std::function<std::shared_ptr<const tconv::Trace>()> openerOf(const Layer& layer, Index size) {
  return [layer, x = tconv::makeValues(tconv::ValuePreset::normal, {1, 1, size, size}, 1),
          weight = tconv::makeKernel(tconv::KernelPreset::normal, layer, 2)] {
    return std::make_shared<const tconv::Trace>(layer, x, weight);
  };
}

/// Bounds leave room for caches that become too small and for what every call costs.
std::vector<Sweep> sweeps() {
  const Layer doubling{.kernel_size = 4, .stride = 2, .padding = Pair(1)};
  return {
      {"forward, input size",
       "height and width",
       1.7,
       2.4,
       {64, 128, 256, 512, 1024, 2048},
       [=](Index n) { return forwardOf(doubling, n); }},
      {"forward, channels",
       "C_in and C_out",
       1.6,
       2.4,
       {16, 32, 64, 128, 256},
       [](Index n) { return forwardOf({.in_channels = n, .out_channels = n, .kernel_size = 3}, 32); }},
      {"forward, kernel size",
       "height and width",
       1.4,
       2.2,
       {3, 5, 7, 9, 13, 17},
       [](Index n) { return forwardOf({.in_channels = 8, .out_channels = 8, .kernel_size = n}, 96); }},
      // The products stay the same and the output grows with the square.
      {"forward, stride",
       "height and width",
       0.0,
       2.2,
       {2, 3, 4, 5, 6, 7, 8},
       [](Index n) {
         return forwardOf({.in_channels = 16, .out_channels = 16, .kernel_size = 8, .stride = n}, 48);
       }},
      {"weight gradient, input size",
       "height and width",
       1.7,
       2.4,
       {64, 128, 256, 512, 1024},
       [=](Index n) { return weightGradientOf(doubling, n); }},
      {"opening a trace, input size",
       "height and width",
       1.5,
       2.4,
       {64, 128, 256, 512, 1024},
       [=](Index n) { return [open = openerOf(doubling, n)] { open()->largestMagnitude(); }; }},
      {"all steps, input size",
       "height and width",
       1.7,
       2.4,
       {32, 64, 128, 256, 512},
       [=](Index n) {
         const auto stepper = std::make_shared<tconv::Stepper>(openerOf(doubling, n)());
         return [=] {
           stepper->restart();
           stepper->advance(n * n);
         };
       }},
      {"seeking one band, step",
       "percent of a million steps",
       -0.2,
       0.2,
       {1, 3, 10, 30, 98},
       [=, trace = openerOf(doubling, 1024)()](Index percent) {
         const Index step = trace->steps() * percent / 100, top = trace->step(step).row * 2,
                     width = trace->canvasSize().w;
         const auto band = std::make_shared<std::vector<float>>(static_cast<std::size_t>(4 * width));
         return [=] { trace->rows({step, 0}, 0, top, top + 4, *band); };
       }},
  };
}

std::string timeText(double seconds) {
  if (seconds < 1e-3) return fmt::format("{:.3g} µs", seconds * 1e6);
  return fmt::format("{:.3g} ms", seconds * 1e3);
}

struct Result {
  Sweep sweep;
  std::vector<Sample> samples;
  Fit fit;
  bool passes() const { return fit.growth >= sweep.least && fit.growth <= sweep.most; }
};

constexpr double kPlotWidth = 340, kPlotHeight = 250;

/// One sweep: its points, the fitted line, the ends of both axes.
void drawPlot(lab::view::Canvas& canvas, const Result& result, Point corner) {
  const lab::view::Theme& theme = lab::view::theme(lab::ThemeChoice::light);
  const Box plot{corner.x + 70, corner.y + 46, kPlotWidth - 90, kPlotHeight - 100};
  const auto text = [&](Point at, const std::string& words, double size, tconv::Rgb color,
                        lab::view::Align align = lab::view::Align::start) {
    canvas.text(at, words, {.size = size, .color = color, .align = align});
  };
  constexpr auto kMiddle = lab::view::Align::middle, kEnd = lab::view::Align::end;
  text({plot.x, corner.y + 20}, result.sweep.title, 14, theme.ink);
  text({plot.x, corner.y + 37},
       fmt::format("grows with the power {:.2f}; {:.1f} to {:.1f} expected", result.fit.growth,
                   result.sweep.least, result.sweep.most),
       11, result.passes() ? theme.muted : theme.problem);
  const double first = result.samples.front().value, last = result.samples.back().value;
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const Sample& s : result.samples) {
    low = std::min({low, s.seconds, result.fit.at(s.value)});
    high = std::max({high, s.seconds, result.fit.at(s.value)});
  }
  // A flat one is not blown up to fill its plot.
  const double middle = std::sqrt(low * high);
  low = std::min(low, middle / 3);
  high = std::max(high, middle * 3);
  const auto place = [&](double value, double seconds) {
    return Point{plot.x + plot.w * std::log(value / first) / std::log(last / first),
                 plot.bottom() - plot.h * std::log(seconds / low) / std::log(high / low)};
  };
  canvas.rect(plot, {.stroke = lab::view::Stroke{theme.line, 1}});
  lab::view::Path line;
  line.moveTo(place(first, result.fit.at(first))).lineTo(place(last, result.fit.at(last)));
  canvas.path(line, {.stroke = lab::view::Stroke{theme.accent, 1.5}});
  for (const Sample& s : result.samples) {
    const Point at = place(s.value, s.seconds);
    canvas.rect({at.x - 3, at.y - 3, 6, 6}, {.fill = lab::view::Color(theme.ink), .radius = 3});
    text({at.x, plot.bottom() + 16}, fmt::format("{:.0f}", s.value), 11, theme.faint, kMiddle);
  }
  text({plot.center().x, plot.bottom() + 34}, result.sweep.unit, 11, theme.muted, kMiddle);
  text({plot.x - 8, plot.y + 10}, timeText(high), 11, theme.faint, kEnd);
  text({plot.x - 8, plot.bottom()}, timeText(low), 11, theme.faint, kEnd);
}

void savePlots(const std::vector<Result>& results, const char* path) {
  constexpr int kColumns = 2;
  const auto rows = static_cast<int>((results.size() + kColumns - 1) / kColumns);
  lab::view::SvgCanvas canvas(kColumns * kPlotWidth, rows * kPlotHeight);
  canvas.rect({0, 0, kColumns * kPlotWidth, rows * kPlotHeight},
              {.fill = lab::view::Color(lab::view::theme(lab::ThemeChoice::light).background)});
  for (std::size_t i = 0; i < results.size(); ++i)
    drawPlot(
        canvas, results[i],
        {static_cast<double>(i % kColumns) * kPlotWidth, static_cast<double>(i / kColumns) * kPlotHeight});
  lab::io::FileWriter file(path);
  file.append(canvas.finish());
  file.finish();
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Result> results;
  fmt::print(
      "| sweep | from | to | time | grows with the power | expected | |\n|---|---|---|---|---|---|---|\n");
  for (const Sweep& sweep : sweeps()) {
    const std::vector<Sample> samples = measured(sweep);
    const Result& r = results.emplace_back(Result{sweep, samples, fitOf(samples)});
    fmt::print("| {} | {} | {} | {} to {} | {:.2f} | {:.1f} to {:.1f} | {} |\n", sweep.title,
               sweep.values.front(), sweep.values.back(), timeText(samples.front().seconds),
               timeText(samples.back().seconds), r.fit.growth, sweep.least, sweep.most,
               r.passes() ? "as expected" : "**not as expected**");
    std::fflush(stdout);
  }
  if (argc > 1) savePlots(results, argv[1]);
  return std::ranges::all_of(results, &Result::passes) ? 0 : 1;
}
