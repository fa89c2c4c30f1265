#pragma once

#include <atomic>
#include <compare>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include "tconv/forward.h"

namespace tconv {

/// One step of the animation: the input element x[channel, row, column] and where its scaled kernel goes.
struct Step {
  Index index = 0;      ///< 0-based: step i leads from state i to state i + 1
  Index row = 0;        ///< of the input element
  Index column = 0;     ///< of the input element
  Index channel = 0;    ///< of the input element
  float value = 0;      ///< x[channel, row, column]
  Rect patch;           ///< on the canvas, kernel extent high and wide, dilation gaps included
  Rect kept;            ///< the part of patch inside the output window, canvas coordinates; may be empty
  Index first_out = 0;  ///< output channels [first_out, first_out + outs) receive the patch
  Index outs = 1;       ///< how many they are: C_out / G

  bool operator==(const Step&) const = default;
};

/// A place in the animation: `step` whole steps done, and of the next one the first `tap` kernel taps
/// in the order (output channel, kernel row, kernel column). Step steps() is the end, whatever the tap.
struct Position {
  Index step = 0;  ///< whole steps done, 0 ... steps()
  Index tap = 0;   ///< taps done of the next one, 0 ... tapsPerStep()
  auto operator<=>(const Position&) const = default;
};

/// How a trace is opened.
struct OpenOptions {
  int threads = 1;       ///< at most as many, >= 1; the result has the same bits for any number
  std::stop_token stop;  ///< asked while whole canvases are summed, which then throws Cancelled
};

/// The scatter, one input element at a time, as a function of the position: state(p) is never the result of
/// playing up to p, so that stepping on, stepping back and seeking cannot differ in a bit.
///
/// Steps run over (row, column, input channel), the channel innermost, for the first image of a batch.
/// Products and sums are rounded separately, in step order. Cells inside the output window start from the
/// bias, cells that padding crops from 0. State 0 is rest; state i follows i steps, so there are steps() + 1
/// states. Safe to read from several threads. To open one takes no time: what needs the whole finished canvas
/// sums it when it is asked.
class Trace {
 public:
  /// x [N, C_in, H, W] of which image 0 is traced, weight [C_in, C_out / G, k_h, k_w], bias C_out or empty.
  /// x is not null. @throws Error where the operands do not fit, or the canvas does not fit in memory.
  Trace(const Layer& layer, std::shared_ptr<const Tensor> x, Tensor weight, Bias bias = {},
        const OpenOptions& options = {});
  /// The same with an input of its own.
  Trace(const Layer& layer, Tensor x, Tensor weight, Bias bias = {}, const OpenOptions& options = {});

  const Layer& layer() const { return layer_; }     ///< whose forward pass it is
  const Axes& axes() const { return axes_; }        ///< its lengths
  const Tensor& x() const { return *x_; }           ///< [N, C_in, H, W]
  const Tensor& weight() const { return weight_; }  ///< [C_in, C_out / G, k_h, k_w]
  Bias bias() const { return bias_; }               ///< C_out values, or none
  /// Height and width of the full canvas, before padding crops it.
  Pair canvasSize() const { return {axes_.h.canvas(), axes_.w.canvas()}; }
  /// The output window on the canvas.
  Rect window() const { return axes_.window(); }

  Index steps() const;        ///< H W C_in
  Index tapsPerStep() const;  ///< (C_out / G) k_h k_w
  /// What a step does; 0 <= index < steps().
  Step step(Index index) const;
  /// The step that handles x[channel, row, column].
  Index stepOf(Index channel, Index row, Index column) const;

  /// x * w of a tap of a step, rounded to float: the number that the patch shows.
  /// out is relative to Step::first_out, 0 <= out < outs.
  float product(const Step& step, Index out, Index u, Index v) const;

  /// The value of a canvas cell of an output channel at a position. O(k_h k_w C_in / G).
  float value(Position at, Index out_channel, Index row, Index column) const;
  /// How many terms have been added to a canvas cell at a position: 0 means that it still is what it started
  /// from.
  Index termsAdded(Position at, Index out_channel, Index row, Index column) const;

  /// All canvas cells, [1, C_out, canvas_h, canvas_w]. Only the band of rows that the current input row
  /// touches is summed anew; rows above are finished, rows below untouched.
  Tensor canvas(Position at) const;
  /// The output window of canvas(): [1, C_out, L_h, L_w].
  Tensor output(Position at) const;
  /// Rows [top, bottom) of one channel's canvas, written to `out` ((bottom - top) * canvas_w values);
  /// 0 <= top <= bottom <= canvas_h.
  void rows(Position at, Index out_channel, Index top, Index bottom, std::span<float> out) const;

  /// Calls visit(top, rows) for bands that together are the finished canvas: one above row `first`, and from
  /// there on bands of `height` >= 1 rows. rows: [1, C_out, rows of the band, canvas_w], to be read during
  /// the call only. On as many threads as the trace was opened with, in any order; no canvas is kept.
  void eachBand(Index first, Index height,
                const std::function<void(Index top, const Tensor& rows)>& visit) const;

  /// What one input channel alone has added to one output channel's canvas by a position, from 0 and without
  /// bias: [1, 1, canvas_h, canvas_w]. All 0 where the channels belong to different groups.
  Tensor contribution(Position at, Index in_channel, Index out_channel) const;
  /// Rows [top, bottom) of it, written to `out` as by rows().
  void contributionRows(Position at, Index in_channel, Index out_channel, Index top, Index bottom,
                        std::span<float> out) const;

  /// The largest finite |value| that any canvas cell takes in any state, and of any product; so that one
  /// colour scale serves all frames.
  float largestMagnitude() const;

 private:
  /// Calls visit(channel, row, column, out, u, v) for the terms that a cell has by `at`, in step order.
  template <class Visit>
  void eachTerm(Position at, Index out_channel, Index row, Index column, Visit visit) const;
  float initial(Index out_channel, Index row, Index column) const;
  void fillInitial(Index out_channel, Index row, std::span<float> cells) const;
  /// Fills one canvas row with what it holds at the position, by summing its terms in step order; returns the
  /// largest finite magnitude of every product and every sum.
  float playRow(Position at, Index out_channel, Index row, std::span<float> cells) const;
  /// Adds the terms that input channels [first, last) of the group have in that row; returns as playRow().
  float addRow(Position at, Index out_channel, Index row, Index first, Index last,
               std::span<float> cells) const;
  const Tensor& finished() const;

  Layer layer_;
  Axes axes_;
  std::shared_ptr<const Tensor> x_;
  Tensor weight_;
  std::vector<float> bias_;
  OpenOptions options_;
  mutable std::once_flag once_;
  mutable Tensor final_;                    ///< see finished(): the canvas after the last step
  mutable std::atomic<float> largest_{-1};  ///< below 0 until all rows were summed
};

}  // namespace tconv
