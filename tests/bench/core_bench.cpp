#include <benchmark/benchmark.h>

#include <cmath>
#include <limits>

#include "tconv/tconv.h"

/// Each benchmark first holds its result against the reference, and refuses to time what is wrong.
namespace {

using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Position;
using tconv::Shape;
using tconv::Tensor;
using tconv::TensorD;
using tconv::Trace;

struct Work {
  Layer layer;
  Tensor x, weight;
};

Work makeWork(Layer layer, Pair size) {
  const Shape shape{1, layer.in_channels, size.h, size.w};
  return {layer, tconv::makeValues(tconv::ValuePreset::normal, shape, 1),
          tconv::makeKernel(tconv::KernelPreset::normal, layer, 2)};
}

/// A photograph, a U-Net stage, a DCGAN stage and a grouped upsampling.
Work work(Index which) {
  switch (which) {
    case 0:
      return makeWork({.kernel_size = 3, .stride = 2, .padding = Pair(1)}, 512);
    case 1:
      return makeWork({.in_channels = 32, .out_channels = 16, .kernel_size = 2, .stride = 2}, 64);
    case 2:
      return makeWork(
          {.in_channels = 64, .out_channels = 32, .kernel_size = 4, .stride = 2, .padding = Pair(1)}, 16);
    default:
      return makeWork(
          {.in_channels = 16, .out_channels = 16, .kernel_size = Pair(5, 7), .dilation = 2, .groups = 16},
          {48, 80});
  }
}

TensorD toDouble(const Tensor& t) {
  return {t.shape(), std::vector<double>(t.values().begin(), t.values().end())};
}

TensorD magnitudes(const Tensor& t) {
  TensorD result = toDouble(t);
  for (double& v : result.values()) v = std::abs(v);
  return result;
}

/// Whether y keeps the documented bound in every cell.
bool agrees(const Work& w, const Tensor& y) {
  const TensorD expected = tconv::forwardReference(w.layer, toDouble(w.x), toDouble(w.weight));
  const TensorD magnitude = tconv::forwardReference(w.layer, magnitudes(w.x), magnitudes(w.weight));
  const TensorD terms =
      tconv::forwardReference(w.layer, TensorD(w.x.shape(), 1), TensorD(w.weight.shape(), 1));
  if (y.shape() != expected.shape()) return false;
  for (Index i = 0; i < y.size(); ++i) {
    const double bound =
        (terms.values()[i] + 2) * std::numeric_limits<float>::epsilon() * magnitude.values()[i];
    if (std::abs(y.values()[i] - expected.values()[i]) > bound) return false;
  }
  return true;
}

void countMultiplyAdds(benchmark::State& state, const Work& w) {
  const auto each = static_cast<double>(tconv::multiplyAdds(w.layer, w.x.shape()));
  state.counters["MAC/s"] = benchmark::Counter(each, benchmark::Counter::kIsIterationInvariantRate);
}

void forward(benchmark::State& state) {
  const Work w = work(state.range(0));
  if (!agrees(w, tconv::forward(w.layer, w.x, w.weight))) return state.SkipWithError("wrong result");
  for (auto _ : state) benchmark::DoNotOptimize(tconv::forward(w.layer, w.x, w.weight));
  countMultiplyAdds(state, w);
}
BENCHMARK(forward)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

/// Opening alone takes no time: the canvas is summed when it is asked for.
void traceConstruction(benchmark::State& state) {
  const Work w = work(state.range(0));
  const Trace trace(w.layer, w.x, w.weight);
  if (!agrees(w, trace.output({trace.steps(), 0}))) return state.SkipWithError("wrong result");
  for (auto _ : state) benchmark::DoNotOptimize(Trace(w.layer, w.x, w.weight).largestMagnitude());
  countMultiplyAdds(state, w);
}
BENCHMARK(traceConstruction)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

/// A seek to the middle of the animation, checked against the sum of every cell's own terms.
bool seekAgrees(const Trace& trace, Position at) {
  const Tensor canvas = trace.canvas(at);
  const Shape size = canvas.shape();
  for (Index o = 0; o < size.c; ++o)
    for (Index i = 0; i < size.h; ++i)
      for (Index j = 0; j < size.w; ++j)
        if (canvas(0, o, i, j) != trace.value(at, o, i, j)) return false;
  return true;
}

void traceSeek(benchmark::State& state) {
  const Work w = work(state.range(0));
  const Trace trace(w.layer, w.x, w.weight);
  const Position middle{trace.steps() / 2, trace.tapsPerStep() / 2};
  if (!seekAgrees(trace, middle)) return state.SkipWithError("wrong result");
  for (auto _ : state) benchmark::DoNotOptimize(trace.canvas(middle));
}
BENCHMARK(traceSeek)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

/// A photograph's worth of steps: one million.
Work large() { return makeWork({.kernel_size = 4, .stride = 2}, 1024); }

void openMillionSteps(benchmark::State& state) {
  const Work w = large();
  for (auto _ : state) benchmark::DoNotOptimize(Trace(w.layer, w.x, w.weight).largestMagnitude());
}
BENCHMARK(openMillionSteps)->Unit(benchmark::kMillisecond);

/// What drawing needs of a seek: the rows that the current input row reaches; others are copies. The argument
/// is how many per cent of the steps are done.
void seekBand(benchmark::State& state) {
  const Work w = large();
  const Trace trace(w.layer, w.x, w.weight);
  const Position at{trace.steps() * state.range(0) / 100 + 512, 3};
  const Index width = trace.canvasSize().w, top = trace.step(at.step).patch.top;
  std::vector<float> band(static_cast<std::size_t>(4 * width));
  trace.rows(at, 0, top, top + 4, band);
  for (Index i = 0; i < 4 * width; ++i)
    if (band[static_cast<std::size_t>(i)] != trace.value(at, 0, top + i / width, i % width))
      return state.SkipWithError("wrong result");
  for (auto _ : state) {
    trace.rows(at, 0, top, top + 4, band);
    benchmark::DoNotOptimize(band.data());
  }
}
BENCHMARK(seekBand)->Arg(1)->Arg(50)->Arg(98)->Unit(benchmark::kMicrosecond);

/// The whole canvas in the middle, beside the forward pass of the same shape.
void seekCanvas(benchmark::State& state) {
  const Work w = large();
  const Trace trace(w.layer, w.x, w.weight);
  for (auto _ : state) benchmark::DoNotOptimize(trace.canvas({trace.steps() / 2, 3}));
}
BENCHMARK(seekCanvas)->Unit(benchmark::kMillisecond);

void forwardOfTheSame(benchmark::State& state) {
  const Work w = large();
  for (auto _ : state) benchmark::DoNotOptimize(tconv::forward(w.layer, w.x, w.weight));
}
BENCHMARK(forwardOfTheSame)->Unit(benchmark::kMillisecond);

double checksum(const Tensor& canvas) {
  double sum = 0;
  for (const float v : canvas.values()) sum += v;
  return sum;
}

/// Every step of 64 x 64, one after the other, some at a time.
void steps(benchmark::State& state) {
  const Work w = makeWork({.kernel_size = 3}, 64);
  const auto trace = std::make_shared<const Trace>(w.layer, w.x, w.weight);
  const double expected = checksum(trace->canvas({trace->steps(), 0}));
  tconv::Stepper stepper(trace);
  for (auto _ : state) {
    state.PauseTiming();
    stepper.restart();
    state.ResumeTiming();
    while (stepper.done() < trace->steps()) stepper.advance(state.range(0));
    state.PauseTiming();
    if (checksum(stepper.canvas()) != expected) state.SkipWithError("wrong result");
    state.ResumeTiming();
  }
  state.counters["steps/s"] =
      benchmark::Counter(static_cast<double>(trace->steps()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(steps)->Arg(1)->Arg(64)->Arg(4096);

}  // namespace
