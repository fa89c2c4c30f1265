#include <fmt/format.h>

#include "view/number_format.h"
#include "view/scatter.h"

/// Below the board: what the colours and the lines mean.
namespace lab::view::scatter {
namespace {

constexpr double kBar = 128, kBarGap = 24, kSwatch = 16;

void drawScale(const Board& board, Point at, std::string_view name, float limit) {
  const double s = board.frame.scale;
  const GridPainter& paint = board.paint;
  paint.text({at.x, at.y + 12 * s}, name, 12 * s, board.theme().muted);
  const Box bar{at.x, at.y + 20 * s, kBar * s, 10 * s};
  // Ends and middle of the table, and everything between: one row of 256 values, as a heat map.
  std::vector<float> ramp(256);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = (static_cast<float>(i) - 127.5F) / 127.5F;
  board.canvas().heatmap(bar, {ramp, 1, 256, 1, &board.theme().values, board.theme().nan});
  board.canvas().rect(bar, {{}, Stroke{Color(board.theme().faint), s}});
  const double below = bar.bottom() + 15 * s;
  paint.text({bar.x, below}, shortNumber(-limit, 6), 12 * s, board.theme().faint);
  paint.text({bar.center().x, below}, "0", 12 * s, board.theme().faint, Align::middle);
  paint.text({bar.right(), below}, shortNumber(limit, 6), 12 * s, board.theme().faint, Align::end);
}

class Legend {
 public:
  Legend(const Board& board, Point at) : board_(board), at_(at) {}

  /// One line: draw(box) paints the swatch.
  template <class Draw>
  void line(const std::string& label, Draw draw) {
    const double s = board_.frame.scale;
    draw(Box{at_.x, at_.y, kSwatch * s, kSwatch * s});
    board_.paint.text({at_.x + (kSwatch + 8) * s, at_.y + 12.5 * s}, label, 12 * s, board_.theme().muted);
    at_.y += 22 * s;
  }

 private:
  const Board& board_;
  Point at_;
};

std::string axisText(const Board& board, Pair value) {
  if (board.oneDimensional() || value.h == value.w) return fmt::format("{}", value.w);
  return fmt::format("{}, {}", value.h, value.w);
}

std::string cropText(const Board& board) {
  const auto& p = board.layer().padding;
  if (p.symmetric()) return "cropped by padding " + axisText(board, p.begin);
  return fmt::format("cropped by padding {} and {}", axisText(board, p.begin), axisText(board, p.end));
}

void drawLegend(const Board& board, Point at) {
  const GridPainter& paint = board.paint;
  const Theme& theme = board.theme();
  Legend legend(board, at);
  const auto& layer = board.layer();
  const bool crops = layer.padding.begin != Pair(0) || layer.padding.end != Pair(0);
  legend.line(board.moment.settled ? "added in this step" : "being added",
              [&](Box box) { paint.frame(box.inset(2 * board.frame.scale), theme.highlight, 3); });
  if (crops)
    legend.line(cropText(board), [&](Box box) {
      paint.hatch(box);
      paint.frame(box, theme.line, 1);
    });
  if (layer.output_padding != Pair(0))
    legend.line("output padding " + axisText(board, layer.output_padding),
                [&](Box box) { paint.frame(box.inset(2 * board.frame.scale), theme.ink, 1.5, 4); });
}

}  // namespace

void drawFooter(const Board& board) {
  const Derived& derived = *board.frame.derived;
  const Box& footer = board.layout.footer;
  const double s = board.frame.scale, pitch = (kBar + kBarGap) * s;
  const double top = footer.y + 16 * s;
  board.canvas().tag({});
  drawScale(board, {footer.x, top}, "Input", derived.input_limit);
  drawScale(board, {footer.x + pitch, top}, "Kernel", derived.kernel_limit);
  drawScale(board, {footer.x + 2 * pitch, top}, "Patch and output", derived.output_limit);
  drawLegend(board, {footer.x + 3 * pitch + 16 * s, footer.y + 8 * s});
}

}  // namespace lab::view::scatter
