#include <algorithm>
#include <new>
#include <string>

#include "tconv/overlap.h"
#include "tconv/tconv_c.h"
#include "tconv/trace.h"

struct tconv_trace {
  tconv::Trace trace;
};

namespace {

using tconv::Index;
using tconv::Pair;
using tconv::Shape;
using tconv::Tensor;

thread_local std::string last_error;  // NOLINT: C has no other way to say why

tconv_status failed(tconv_status status, std::string why) {
  last_error = std::move(why);
  return status;
}

/// No exception may leave the library for C.
template <class Work>
tconv_status guarded(Work work) {
  try {
    work();
    return TCONV_OK;
  } catch (const std::bad_alloc&) {
    return failed(TCONV_NO_MEMORY, "memory: there is not enough of it");
  } catch (const std::exception& error) {
    return failed(TCONV_INVALID, error.what());
  }
}

Pair pairOf(const int64_t values[2]) { return {values[0], values[1]}; }
Shape shapeOf(const int64_t extents[4]) { return {extents[0], extents[1], extents[2], extents[3]}; }

[[noreturn]] void refuse(std::string subject, Index value, tconv::Phrase rule) {
  throw tconv::Error({std::move(subject), std::to_string(value), std::move(rule), {}});
}

/// The whole layer, valid for the shapes.
tconv::Layer layerOf(const tconv_layer& given, const tconv_operands& operands) {
  const Shape x = shapeOf(operands.x_shape), weight = shapeOf(operands.weight_shape);
  if (given.dims != 1 && given.dims != 2) refuse("dims", given.dims, tconv::Phrase("must be 1 or 2"));
  if (weight.c < 1 || weight.c > tconv::kLargestParameter)
    refuse("weight_shape[1]", weight.c, tconv::Phrase("must be between 1 and {}", tconv::kLargestParameter));
  if (given.groups < 1 || given.groups > tconv::kLargestParameter)
    refuse("groups", given.groups, tconv::Phrase("must be between 1 and {}", tconv::kLargestParameter));
  tconv::Layer layer{.dims = given.dims,
                     .in_channels = x.c,
                     .out_channels = weight.c * given.groups,
                     .kernel_size = weight.spatial(),
                     .stride = pairOf(given.stride),
                     .padding = {pairOf(given.padding), pairOf(given.padding_end)},
                     .output_padding = pairOf(given.output_padding),
                     .dilation = pairOf(given.dilation),
                     .groups = given.groups,
                     .bias = operands.bias != nullptr};
  requireValid(layer, x, weight, layer.bias ? std::optional(layer.out_channels) : std::nullopt);
  return layer;
}

Tensor tensorOf(const float* values, Shape shape) {
  return {shape, tconv::LineVector<float>(values, values + shape.size())};
}

tconv::Bias biasOf(const tconv::Layer& layer, const tconv_operands& operands) {
  if (!layer.bias) return {};
  return {operands.bias, static_cast<std::size_t>(layer.out_channels)};
}

void copyTo(const Tensor& from, float* to) { std::ranges::copy(from.values(), to); }

tconv::Position positionIn(const tconv::Trace& trace, Index step, Index tap) {
  if (step < 0 || step > trace.steps())
    refuse("step", step, tconv::Phrase("must be between 0 and {}", trace.steps()));
  if (tap < 0 || tap > trace.tapsPerStep())
    refuse("tap", tap, tconv::Phrase("must be between 0 and {}", trace.tapsPerStep()));
  return {step, tap};
}

}  // namespace

const char* tconv_version(void) { return TCONV_VERSION; }
const char* tconv_error(void) { return last_error.c_str(); }

tconv_layer tconv_layer_default(void) { return {2, {1, 1}, {0, 0}, {0, 0}, {0, 0}, {1, 1}, 1}; }

tconv_status tconv_output_shape(const tconv_layer* layer, const tconv_operands* operands, int64_t shape[4]) {
  return guarded([&] {
    const Shape output = outputShape(layerOf(*layer, *operands), shapeOf(operands->x_shape));
    shape[0] = output.n, shape[1] = output.c, shape[2] = output.h, shape[3] = output.w;
  });
}

tconv_status tconv_forward(const tconv_layer* layer, const tconv_operands* operands, int fast, int threads,
                           float* y) {
  return guarded([&] {
    if (threads < 1) refuse("threads", threads, tconv::Phrase("must be at least 1"));
    const tconv::Layer whole = layerOf(*layer, *operands);
    const auto algorithm = fast != 0 ? tconv::Algorithm::fast : tconv::Algorithm::direct;
    copyTo(forward(whole, tensorOf(operands->x, shapeOf(operands->x_shape)),
                   tensorOf(operands->weight, shapeOf(operands->weight_shape)), biasOf(whole, *operands),
                   {.algorithm = algorithm, .threads = threads}),
           y);
  });
}

tconv_status tconv_overlap_of(const tconv_layer* layer, const tconv_operands* operands, int axis,
                              tconv_overlap* overlap) {
  return guarded([&] {
    if (axis != 0 && axis != 1) refuse("axis", axis, tconv::Phrase("must be 0 or 1"));
    const tconv::Axes both = axes(layerOf(*layer, *operands), shapeOf(operands->x_shape).spatial());
    const tconv::OverlapVerdict verdict = overlapVerdict(both[axis]);
    *overlap = {verdict.fewest, verdict.most, verdict.even ? 1 : 0, verdict.holes ? 1 : 0,
                verdict.border_ramp ? 1 : 0};
  });
}

tconv_trace* tconv_trace_open(const tconv_layer* layer, const tconv_operands* operands) {
  tconv_trace* opened = nullptr;
  guarded([&] {
    const tconv::Layer whole = layerOf(*layer, *operands);
    opened = new tconv_trace{{whole, tensorOf(operands->x, shapeOf(operands->x_shape)),
                              tensorOf(operands->weight, shapeOf(operands->weight_shape)),
                              biasOf(whole, *operands)}};
  });
  return opened;
}

void tconv_trace_close(tconv_trace* trace) { delete trace; }

int64_t tconv_trace_steps(const tconv_trace* trace) { return trace->trace.steps(); }
int64_t tconv_trace_taps_per_step(const tconv_trace* trace) { return trace->trace.tapsPerStep(); }

tconv_status tconv_trace_step(const tconv_trace* trace, int64_t index, tconv_step* step) {
  return guarded([&] {
    if (index < 0 || index >= trace->trace.steps())
      refuse("index", index, tconv::Phrase("must be between 0 and {}", trace->trace.steps() - 1));
    const tconv::Step at = trace->trace.step(index);
    *step = {at.channel,
             at.row,
             at.column,
             at.value,
             {at.patch.top, at.patch.left, at.patch.bottom, at.patch.right}};
  });
}

tconv_status tconv_trace_output(const tconv_trace* trace, int64_t step, int64_t tap, float* y) {
  return guarded([&] { copyTo(trace->trace.output(positionIn(trace->trace, step, tap)), y); });
}

tconv_status tconv_trace_canvas(const tconv_trace* trace, int64_t step, int64_t tap, float* canvas) {
  return guarded([&] { copyTo(trace->trace.canvas(positionIn(trace->trace, step, tap)), canvas); });
}

void tconv_trace_canvas_size(const tconv_trace* trace, int64_t size[2]) {
  const Pair canvas = trace->trace.canvasSize();
  size[0] = canvas.h, size[1] = canvas.w;
}
