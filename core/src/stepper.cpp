#include "tconv/stepper.h"

#include <algorithm>

namespace tconv {
namespace {

/// Steps of one input channel that follow each other along an input row, on one output channel.
struct Run {
  const float* x;
  Index count;
  const float* kernel;
  const Axes& axes;
  float* cells;  ///< where tap (0, 0) of the first lands
};

void addPatches(const Run& run) {
  const Index taps = run.axes.w.kernel, row_step = run.axes.h.dilation * run.axes.w.canvas();
  for (Index j = 0; j < run.count; ++j) {
    const float* w = run.kernel;
    float* row = run.cells + j * run.axes.w.stride;
    for (Index u = 0; u < run.axes.h.kernel; ++u, row += row_step)
      for (Index v = 0; v < taps; ++v) {
        const float product = run.x[j] * *w++;
        row[v * run.axes.w.dilation] += product;
      }
  }
}

/// The same where the kernel is kSize x kSize: its weights stay in registers and the patch has no loop.
template <int kSize>
void addSquares(const Run& run) {
  float w[kSize * kSize];
  std::copy_n(run.kernel, kSize * kSize, w);
  const Index tap_step = run.axes.w.dilation, row_step = run.axes.h.dilation * run.axes.w.canvas(),
              stride = run.axes.w.stride;
  for (Index j = 0; j < run.count; ++j) {
    const float x = run.x[j];
    float* row = run.cells + j * stride;
    for (int u = 0; u < kSize; ++u, row += row_step)
      for (int v = 0; v < kSize; ++v) {
        const float product = x * w[u * kSize + v];
        row[v * tap_step] += product;
      }
  }
}

void addPatchesOf(const Run& run) {
  const Index size = run.axes.h.kernel == run.axes.w.kernel ? run.axes.w.kernel : 0;
  switch (size) {
    case 2:
      return addSquares<2>(run);
    case 3:
      return addSquares<3>(run);
    case 4:
      return addSquares<4>(run);
    case 5:
      return addSquares<5>(run);
    default:
      return addPatches(run);
  }
}

}  // namespace

Stepper::Stepper(std::shared_ptr<const Trace> trace)
    : trace_(std::move(trace)), canvas_(trace_->canvas({})) {}

void Stepper::restart() {
  canvas_ = trace_->canvas({});
  done_ = 0;
}

void Stepper::advance(Index count) {
  const Index channels = trace_->layer().in_channels, width = trace_->x().shape().w;
  const Index end = done_ + std::clamp<Index>(count, 0, trace_->steps() - done_);
  while (done_ < end) {
    const Step step = trace_->step(done_);
    // Where there are several input channels, the next step is of another one.
    const Index run = channels == 1 ? std::min(end - done_, width - step.column) : 1;
    for (Index out = 0; out < step.outs; ++out)
      addPatchesOf({trace_->x().plane(0, step.channel).data() + step.row * width + step.column, run,
                    trace_->weight().plane(step.channel, out).data(), trace_->axes(),
                    &canvas_(0, step.first_out + out, step.patch.top, step.patch.left)});
    done_ += run;
  }
}

}  // namespace tconv
