// Times the forward pass, or a gradient, beside other libraries, on results that were verified first:
//     peers_bench [--json] [--threads N] [--pass forward|input|weight] [NAME...]
// Each shape is computed by all of them in turn, again and again, and the best time of each counts. x and y
// are NCHW, weights are prepared.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <utility>

#include "peers/peer.h"

namespace {

using peers::Pass;
using peers::Peer;
using peers::Ready;
using peers::Work;
using tconv::Index;
using tconv::Pair;

struct ShapeCase {
  const char* kind;
  Index in, out, size, kernel, stride, padding, output_padding, groups, dilation;
  double demanded;  ///< times the best peer

  std::string name() const {
    return fmt::format("{}->{} {}x{} k{} s{} p{}{}{}", in, out, size, size, kernel, stride, padding,
                       groups > 1 ? fmt::format(" G{}", groups) : "",
                       dilation > 1 ? fmt::format(" D{}", dilation) : "");
  }
};

constexpr ShapeCase kShapes[] = {
    {"one channel", 1, 1, 64, 3, 2, 1, 1, 1, 1, 10},
    {"one channel", 1, 1, 512, 4, 2, 1, 0, 1, 1, 20},
    {"one channel", 1, 1, 1024, 2, 2, 0, 0, 1, 1, 10},
    {"RGB", 3, 3, 512, 4, 2, 1, 0, 1, 1, 6},
    {"RGB", 3, 3, 256, 9, 3, 3, 0, 1, 1, 7.5},
    {"depthwise", 64, 64, 64, 4, 2, 1, 0, 64, 1, 3.5},
    {"FCN upsampling", 21, 21, 16, 64, 32, 16, 0, 21, 1, 10},
    {"FCN upsampling", 21, 21, 16, 64, 32, 16, 0, 1, 1, 2.2},
    {"generator", 256, 128, 8, 4, 2, 1, 0, 1, 1, 1},
    {"generator", 128, 64, 16, 4, 2, 1, 0, 1, 1, 1},
    {"generator, tiny", 512, 256, 4, 4, 2, 1, 0, 1, 1, 1.05},
    {"generator, tiny", 100, 512, 1, 4, 1, 0, 0, 1, 1, 1.05},
    {"few output channels", 64, 3, 32, 4, 2, 1, 0, 1, 1, 1.45},
    {"few output channels", 56, 1, 128, 9, 3, 4, 2, 1, 1, 1.45},
    {"U-Net", 1024, 512, 28, 2, 2, 0, 0, 1, 1, 1},
    {"U-Net", 128, 64, 196, 2, 2, 0, 0, 1, 1, 1.15},
    {"plain", 64, 64, 56, 3, 1, 1, 0, 1, 1, 1.4},
    {"dilated", 32, 32, 64, 3, 1, 2, 0, 1, 2, 2.2},
};

Work workOf(const ShapeCase& s, Pass pass) {
  tconv::Layer layer{.in_channels = s.in,
                     .out_channels = s.out,
                     .kernel_size = s.kernel,
                     .stride = s.stride,
                     .padding = Pair(s.padding),
                     .output_padding = s.output_padding,
                     .dilation = s.dilation,
                     .groups = s.groups};
  Work work{layer,
            pass,
            tconv::makeValues(tconv::ValuePreset::normal, {1, s.in, s.size, s.size}, 1),
            tconv::makeKernel(tconv::KernelPreset::normal, layer, 2),
            {}};
  work.dy = tconv::makeValues(tconv::ValuePreset::normal, work.output(), 3);
  return work;
}

tconv::Tensor gradientBy(const Work& work, const tconv::ComputeOptions& options) {
  if (work.pass == Pass::weight_gradient) return tconv::gradientWeight(work.layer, work.x, work.dy, options);
  return tconv::gradientInput(work.layer, work.dy, work.weight, work.x.shape().spatial(), options);
}

/// Weights are ordered each time: the library has no plan for gradients.
Ready readyGradient(const Work& work, const tconv::ComputeOptions& options) {
  const auto result = std::make_shared<tconv::Tensor>();
  const auto run = [=, kept = std::make_shared<Work>(work)] { *result = gradientBy(*kept, options); };
  try {
    run();
  } catch (const tconv::Error&) {
    return {};  // the method cannot do it
  }
  return {run, [=] { return std::vector<float>(result->values().begin(), result->values().end()); }};
}

Peer ours(const tconv::MethodInfo& method) {
  return {fmt::format("ours, {}", method.name),
          [method = method.method](const Work& work, int threads) {
            const tconv::ComputeOptions options{.method = method, .threads = threads};
            if (work.pass != Pass::forward) return readyGradient(work, options);
            if (!tconv::supports(method, work.layer)) return Ready{};
            struct State {
              Work work;
              tconv::ForwardPlan plan;
              tconv::Tensor y;
            };
            const auto state = std::make_shared<State>(
                State{work, tconv::ForwardPlan(work.layer, work.x.shape().spatial(), work.weight, options),
                      tconv::Tensor(work.output())});
            return Ready{
                [=] { state->plan.run(state->work.x, {}, state->y); },
                [=] { return std::vector<float>(state->y.values().begin(), state->y.values().end()); }};
          },
          true};
}

struct Timed {
  Peer peer;
  Ready ready;
  double best = std::numeric_limits<double>::infinity(), error = 0;
};

double millisecondsOf(const Ready& ready, int repeats) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < repeats; ++i) ready.run();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count() /
         repeats;
}

/// The largest difference from the definition in double, relative to the largest value.
double errorOf(const tconv::TensorD& expected, const std::vector<float>& values) {
  if (static_cast<Index>(values.size()) != expected.size()) return std::numeric_limits<double>::infinity();
  double difference = 0, largest = 0;
  for (Index i = 0; i < expected.size(); ++i) {
    const double wanted = expected.values()[i];
    difference = std::max(difference, std::abs(values[static_cast<std::size_t>(i)] - wanted));
    largest = std::max(largest, std::abs(wanted));
  }
  return difference / largest;
}

tconv::TensorD toDouble(const tconv::Tensor& t) {
  return {t.shape(), std::vector<double>(t.values().begin(), t.values().end())};
}

/// Reading the operands and writing the result, taking turns with the rest.
constexpr const char* kMemory = "memory streams";

Timed memoryOf(const Work& work) {
  const tconv::Shape x = work.x.shape(), w = work.weight.shape(), y = work.output();
  if (work.pass == Pass::forward) return {{kMemory, {}}, peers::memoryStreams({x, w}, y)};
  if (work.pass == Pass::input_gradient) return {{kMemory, {}}, peers::memoryStreams({y, w}, x)};
  return {{kMemory, {}}, peers::memoryStreams({x, y}, w)};
}

std::vector<Timed> timedOn(const Work& work, const std::vector<Peer>& all, int threads) {
  constexpr double kTolerance = 1e-4, kLeast = 2,
                   kTotal = 400;  // ms of one measurement, and of all of one peer
  // Of the gradients the plain loops sum in double.
  const tconv::TensorD expected =
      work.pass == Pass::forward
          ? tconv::forwardReference(work.layer, toDouble(work.x), toDouble(work.weight))
          : toDouble(gradientBy(work, {.method = tconv::Method::plain}));
  std::vector<Timed> timed;
  for (const Peer& peer : all) {
    if (work.pass != Pass::forward && !peer.gradients) continue;
    Timed t{peer, peer.prepare(work, threads)};
    if (!t.ready.run) continue;
    t.ready.run();
    t.error = errorOf(expected, t.ready.result());
    if (t.error > kTolerance) throw std::runtime_error(fmt::format("{} is off by {}", peer.name, t.error));
    timed.push_back(std::move(t));
  }
  timed.push_back(memoryOf(work));
  for (double spent = 0; spent < kTotal;) {
    double longest = 0;
    for (Timed& t : timed) {
      const double once = std::isinf(t.best) ? millisecondsOf(t.ready, 1) : t.best;
      const int repeats = std::clamp(static_cast<int>(kLeast / once), 1, 1000);
      const double now = millisecondsOf(t.ready, repeats);
      t.best = std::min(t.best, now);
      longest = std::max(longest, now * repeats);
    }
    spent += longest;
  }
  return timed;
}

Pass passOf(const std::string& name) {
  if (name == "forward") return Pass::forward;
  if (name == "input") return Pass::input_gradient;
  if (name == "weight") return Pass::weight_gradient;
  throw std::runtime_error("--pass " + name + ": must be forward, input or weight");
}

void printRow(const ShapeCase& s, const Work& work, const std::vector<Timed>& timed, double peak, bool json,
              int threads, bool first) {
  const auto is_ours = [](const Timed& t) { return t.peer.name.starts_with("ours"); };
  const Timed *us = nullptr, *them = nullptr;
  for (const Timed& t : timed) {
    const Timed*& best = is_ours(t) ? us : them;
    // What is not given NCHW is told, but is no rival.
    if (t.peer.name.ends_with("own order") || t.peer.name == kMemory) continue;
    if (!best || t.best < best->best) best = &t;
  }
  const double work_done = 2.0 * static_cast<double>(work.x.size()) * static_cast<double>(s.out / s.groups) *
                           static_cast<double>(s.kernel * s.kernel);
  const double flops = work_done / us->best * 1e3;
  const double floor = timed.back().best / us->best;
  if (json) {
    fmt::print(
        "{}{{\"name\":\"{}\",\"class\":\"{}\",\"threads\":{},\"ours_ms\":{:.5f},\"best_peer\":\"{}\","
        "\"best_peer_ms\":{:.5f},\"peers\":{{",
        first ? "" : ",", s.name(), s.kind, threads, us->best, them ? them->peer.name : "",
        them ? them->best : 0.0);
    for (std::size_t i = 0; i < timed.size(); ++i)
      fmt::print("{}\"{}\":{:.5f}", i ? "," : "", timed[i].peer.name, timed[i].best);
    fmt::print("}},\"max_error\":{:.3e}}}", us->error);
    return;
  }
  fmt::print("| {} | {} | {:.4f} ({}) | {:.4f} ({}) | {:.2f} | {} | {:.1f} | {:.0f} % | {:.0f} % |\n", s.kind,
             s.name(), us->best, us->peer.name.substr(6), them ? them->best : 0.0,
             them ? them->peer.name : "none", them ? them->best / us->best : 0.0, s.demanded, flops / 1e9,
             100 * flops / peak, 100 * floor);
}

}  // namespace

int main(int argc, char** argv) {
  bool json = false;
  int threads = 1;
  Pass pass = Pass::forward;
  std::vector<std::string> wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--json")
      json = true;
    else if (argument == "--threads" && i + 1 < argc)
      threads = std::atoi(argv[++i]);
    else if (argument == "--pass" && i + 1 < argc)
      pass = passOf(argv[++i]);
    else
      wanted.push_back(argument);
  }
  std::vector<Peer> all;
  for (const tconv::MethodInfo& method : tconv::methods().subspan(1)) all.push_back(ours(method));
#ifdef PEER_DNNL
  peers::addDnnl(all);
#endif
#ifdef PEER_TORCH
  peers::addTorch(all);
#endif
#ifdef PEER_OPENCV
  peers::addOpenCv(all);
#endif
#ifdef PEER_OPENBLAS
  peers::addGemm(all);
#endif
  const double peak = peers::measuredPeak();
  if (json)
    fmt::print("{{\"machine\":{{\"peak_gflops\":{:.1f}}},\"shapes\":[", peak / 1e9);
  else
    fmt::print(
        "Peak of one processor {:.1f} GFLOP/s\n\n"
        "| class | shape | ours, ms | best peer, ms | ratio | demanded | GFLOP/s | of the peak | memory "
        "floor |\n"
        "|---|---|---|---|---|---|---|---|---|\n",
        peak / 1e9);
  bool first = true;
  for (const ShapeCase& shape : kShapes) {
    const std::string name = shape.name();
    if (!wanted.empty() &&
        std::ranges::none_of(wanted, [&](const auto& w) { return name.find(w) != name.npos; }))
      continue;
    const Work work = workOf(shape, pass);
    printRow(shape, work, timedOn(work, all, threads), peak, json, threads, std::exchange(first, false));
    std::fflush(stdout);
  }
  if (json) fmt::print("]}}\n");
}
