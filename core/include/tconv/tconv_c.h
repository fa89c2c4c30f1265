#ifndef TCONV_C_H
#define TCONV_C_H

#include <stddef.h>
#include <stdint.h>

/// @file
/// tconv::core for C, and for languages that call C: forward pass, trace and facts of a layer.
///
/// Tensors are float32 in NCHW order, contiguous, the last index fastest; shapes are four extents. Pairs are
/// (height, width). Functions that can fail return TCONV_OK or say why not; tconv_error() then has one line
/// that names the parameter, its value and what would be valid. Nothing is written where they fail.
#ifdef __cplusplus
extern "C" {
#endif

/// How a call ended; TCONV_INVALID is an argument that is not valid.
typedef enum { TCONV_OK = 0, TCONV_INVALID = 1, TCONV_NO_MEMORY = 2 } tconv_status;

/// "0.1.0"
const char* tconv_version(void);
/// What the last failed call of this thread had to say; "" before any. Valid until the next failure.
const char* tconv_error(void);

/// The hyper-parameters, see tconv::Layer in tconv/layer.h. Channels are told by the shapes of x and weight.
typedef struct {
  int dims;                   ///< 1 or 2 spatial axes; the height of a 1-D signal is 1
  int64_t stride[2];          ///< >= 1
  int64_t padding[2];         ///< >= 0: cropped at the top and at the left
  int64_t padding_end[2];     ///< >= 0: cropped at the bottom and at the right
  int64_t output_padding[2];  ///< >= 0, smaller than stride or dilation
  int64_t dilation[2];        ///< >= 1
  int64_t groups;             ///< >= 1, divides both numbers of channels
} tconv_layer;
/// Stride, dilation and groups 1, no padding, two axes: what PyTorch has where nothing is said.
tconv_layer tconv_layer_default(void);

/// What a layer works on. The memory stays the caller's.
typedef struct {
  const float* x;           ///< the input
  int64_t x_shape[4];       ///< [N, C_in, H, W]
  const float* weight;      ///< the kernels
  int64_t weight_shape[4];  ///< [C_in, C_out / G, k_h, k_w]
  const float* bias;        ///< C_out values, or NULL
} tconv_operands;

/// [N, C_out, L_h, L_w] of the result; the pointers of `operands` are not looked at.
tconv_status tconv_output_shape(const tconv_layer* layer, const tconv_operands* operands, int64_t shape[4]);

/// The transposed convolution into y, which has the output's shape. `fast` other than 0 lets Winograd's
/// minimal filtering compute what it pays for, to 1e-4 of the largest magnitude; at most `threads` >= 1.
tconv_status tconv_forward(const tconv_layer* layer, const tconv_operands* operands, int fast, int threads,
                           float* y);

/// The taps that output cells of one axis get, away from the borders, see tconv/overlap.h.
typedef struct {
  int64_t fewest;   ///< taps on the least covered cell
  int64_t most;     ///< taps on the most covered cell
  int even;         ///< 1 where these are the same
  int holes;        ///< 1 where no tap reaches some cells
  int border_ramp;  ///< 1 where cells near a border get fewer taps
} tconv_overlap;
/// axis 0 is the height, 1 the width.
tconv_status tconv_overlap_of(const tconv_layer* layer, const tconv_operands* operands, int axis,
                              tconv_overlap* overlap);

/// The scatter of the first image, one input element a step, see tconv/trace.h. Keeps copies of the operands.
typedef struct tconv_trace tconv_trace;
/// NULL where it fails.
tconv_trace* tconv_trace_open(const tconv_layer* layer, const tconv_operands* operands);
/// Gives its memory back; NULL is allowed.
void tconv_trace_close(tconv_trace* trace);

int64_t tconv_trace_steps(const tconv_trace* trace);          ///< H W C_in
int64_t tconv_trace_taps_per_step(const tconv_trace* trace);  ///< (C_out / G) k_h k_w
/// The input element of a step, and where its patch lands.
typedef struct {
  int64_t channel;   ///< of the element
  int64_t row;       ///< of the element
  int64_t column;    ///< of the element
  float value;       ///< x[channel, row, column]
  int64_t patch[4];  ///< top, left, bottom, right on the full canvas; bottom and right are beyond it
} tconv_step;
/// 0 <= index < tconv_trace_steps().
tconv_status tconv_trace_step(const tconv_trace* trace, int64_t index, tconv_step* step);
/// The output after `step` whole steps and `tap` taps of the next one: C_out L_h L_w values.
tconv_status tconv_trace_output(const tconv_trace* trace, int64_t step, int64_t tap, float* y);
/// The same before padding crops it: C_out H' W' values, see tconv_trace_canvas_size().
tconv_status tconv_trace_canvas(const tconv_trace* trace, int64_t step, int64_t tap, float* canvas);
/// (H', W'): the height and width of the full canvas.
void tconv_trace_canvas_size(const tconv_trace* trace, int64_t size[2]);

#ifdef __cplusplus
}
#endif

#endif
