#include "tconv/backward.h"

#include <algorithm>
#include <cmath>

#include "checked.h"
#include "ranges.h"
#include "tconv/convolution.h"

namespace tconv {
namespace {

constexpr Index kCheckpointBytes = 16 << 20;
/// Checkpoints lie so far apart that replaying to the next one takes about this many multiply-adds.
constexpr Index kReplay = 1 << 16;

Tensor rounded(const TensorD& sums) { return {sums.shape(), {sums.values().begin(), sums.values().end()}}; }

/// Steps between checkpoints: few enough to replay at once, many enough to keep the checkpoints small.
Index checkpointInterval(Index steps, Index taps, Index weights) {
  const Index most = std::max<Index>(4, kCheckpointBytes / (weights * static_cast<Index>(sizeof(double))));
  return std::max({Index{1}, kReplay / taps, ceilDiv(steps, most)});
}

void widen(float& largest, double value) {
  const float magnitude = std::abs(static_cast<float>(value));
  if (std::isfinite(magnitude)) largest = std::max(largest, magnitude);
}

}  // namespace

double lossValue(Loss loss, const Tensor& y) {
  return loss == Loss::half_square ? innerProduct(y, y) / 2 : innerProduct(y, Tensor(y.shape(), 1.0F));
}

Tensor outputGradient(Loss loss, const Tensor& y) {
  return loss == Loss::half_square ? y : Tensor(y.shape(), 1.0F);
}

Backward::Backward(std::shared_ptr<const Trace> trace, Tensor dy)
    : trace_(std::move(trace)), dy_(std::move(dy)) {
  const Rect window = trace_->window();
  requireShape("output gradient", dy_.shape(),
               {1, trace_->layer().out_channels, window.height(), window.width()});
  input_gradient_ = tconv::gradientInput(trace_->layer(), dy_, trace_->weight(),
                                         trace_->x().shape().spatial(), {.method = Method::plain});
  bias_gradient_ = gradientBias(dy_);
  makeCheckpoints();
  measureInputGradient();
}

void Backward::makeCheckpoints() {
  const Index steps = trace_->steps(), weights = trace_->weight().size();
  interval_ = checkpointInterval(steps, trace_->tapsPerStep(), weights);
  TensorD sums(trace_->weight().shape());
  for (Index from = 0; from <= steps; from += interval_) {
    checkpoints_.push_back(sums);
    addSteps(from, std::min(steps, from + interval_), sums,
             [this](double value) { widen(largest_to_weight_, value); });
  }
}

void Backward::measureInputGradient() {
  for (Index i = 0; i < trace_->steps(); ++i) {
    const Step step = trace_->step(i);
    double sum = 0;
    eachTap(step, [&](Index out, Index u, Index v, Index row, Index column) {
      const double product = dyAt(step, out, row, column) * trace_->weight()(step.channel, out, u, v);
      sum += product;
      widen(largest_to_input_, product);
      widen(largest_to_input_, sum);
    });
  }
}

template <class Visit>
void Backward::eachTap(const Step& step, Visit visit) const {
  const Axis &h = trace_->axes().h, &w = trace_->axes().w;
  const Span rows = landingTaps(h, step.row), columns = landingTaps(w, step.column);
  for (Index out = 0; out < step.outs; ++out)
    for (Index u = rows.begin; u < rows.end; ++u)
      for (Index v = columns.begin; v < columns.end; ++v)
        visit(out, u, v, h.place(step.row, u), w.place(step.column, v));
}

double Backward::dyAt(const Step& step, Index out, Index row, Index column) const {
  const Rect window = trace_->window();
  return dy_(0, step.first_out + out, row - window.top, column - window.left);
}

GradientTerm Backward::termAt(const Step& step, Index out, Index u, Index v) const {
  const Index row = trace_->axes().h.place(step.row, u), column = trace_->axes().w.place(step.column, v);
  const auto dy = static_cast<float>(dyAt(step, out, row, column));
  return {out, u, v, row, column, dy, dy * trace_->weight()(step.channel, out, u, v), step.value * dy};
}

std::vector<GradientTerm> Backward::terms(Index index) const {
  const Step step = trace_->step(index);
  std::vector<GradientTerm> result;
  eachTap(step,
          [&](Index out, Index u, Index v, Index, Index) { result.push_back(termAt(step, out, u, v)); });
  return result;
}

std::optional<GradientTerm> Backward::term(Index index, Index out, Index u, Index v) const {
  const Step step = trace_->step(index);
  const Index row = trace_->axes().h.place(step.row, u), column = trace_->axes().w.place(step.column, v);
  if (!trace_->window().contains(row, column)) return {};
  return termAt(step, out, u, v);
}

float Backward::inputGradient(Position at) const {
  const Step step = trace_->step(at.step);
  const Shape kernel = trace_->weight().shape();
  double sum = 0;
  eachTap(step, [&](Index out, Index u, Index v, Index row, Index column) {
    if ((out * kernel.h + u) * kernel.w + v >= at.tap) return;
    sum += dyAt(step, out, row, column) * trace_->weight()(step.channel, out, u, v);
  });
  return static_cast<float>(sum);
}

template <class Observer>
void Backward::addSteps(Index from, Index to, TensorD& sums, Observer seen) const {
  for (Index i = from; i < to; ++i) {
    const Step step = trace_->step(i);
    eachTap(step, [&](Index out, Index u, Index v, Index row, Index column) {
      const double increment = step.value * dyAt(step, out, row, column);
      double& sum = sums(step.channel, out, u, v);
      sum += increment;
      seen(increment);
      seen(sum);
    });
  }
}

Tensor Backward::weightGradient(Index steps) const {
  const Index before = steps / interval_;
  TensorD sums = checkpoints_[before];
  addSteps(before * interval_, steps, sums, [](double) {});
  return rounded(sums);
}

Tensor Backward::weightIncrement(Index index) const {
  const Shape kernel = trace_->weight().shape();
  Tensor result({1, kernel.c, kernel.h, kernel.w});
  for (const GradientTerm& t : terms(index)) result(0, t.out, t.u, t.v) = t.to_weight;
  return result;
}

}  // namespace tconv
