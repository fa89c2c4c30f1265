#pragma once

#include <fmt/format.h>

#include <utility>

#include "i18n/translate.h"
#include "view/scene.h"
#include "view/type_metrics.h"

/// The parts of the arithmetic. Internal to the scene: others call drawArithmetic().
namespace lab::view::arithmetic {

inline constexpr double kMargin = 20, kRow = 22;
/// From this width on there are two columns; a column does not get wider than kWidest. In points.
inline constexpr double kWide = 640, kWidest = 420;
/// How much larger the type of two columns is.
inline constexpr double kWideType = 16.0 / 14;
/// Longer lists are cut with a count of what is left out.
inline constexpr std::size_t kMostRows = 200;

/// Writes lines downwards; without a canvas it only measures, so that drawing and height cannot disagree.
class Column {
 public:
  /// `scale` of the type and all distances, in points.
  Column(Canvas* canvas, const Frame& frame, const Box& area, double scale)
      : canvas_(canvas), frame_(frame), area_(area), scale_(scale), y_(area.y + 20 * scale) {}

  double y() const { return y_; }
  double scale() const { return scale_; }
  const Theme& theme() const { return *frame_.theme; }
  double left() const { return area_.x + kMargin * scale(); }
  double right() const { return area_.right() - kMargin * scale(); }
  double width() const { return (right() - left()) / scale(); }

  void space(double points) { y_ += points * scale(); }

  void text(double x, std::string_view utf8, double size, tconv::Rgb color, Align align = Align::start,
            Weight weight = Weight::regular) {
    if (canvas_) canvas_->text({x, y_ + 16 * scale()}, utf8, {size * scale(), Color(color), align, weight});
  }

  void heading(std::string_view utf8, std::string_view result = {}) {
    tag({});
    text(left(), utf8, 16, theme().ink, Align::start, Weight::bold);
    if (!result.empty()) text(right(), result, 16, theme().ink, Align::end, Weight::bold);
    space(28);
  }

  /// One line of text.
  void line(std::string_view utf8, double size, tconv::Rgb color) {
    tag({});
    text(left(), utf8, size, color);
    space(kRow);
  }

  /// A name at the left, its value at the right; below each other where the line is too short for both.
  void fact(std::string_view name, std::string_view value) {
    text(left(), name, 14, theme().muted);
    if (textWidth(name, 14) + textWidth(value, 14) + 12 > width()) space(kRow);
    text(right(), value, 14, theme().ink, Align::end);
    space(kRow);
  }

  /// Says how many rows a list leaves out.
  void more(std::size_t left_out) { line(trf("… and {} more", left_out), 14, theme().muted); }

  void rule() {
    if (!std::exchange(ruled_, true)) return;
    space(10);
    tag({});
    if (canvas_) canvas_->rect({left(), y_, right() - left(), scale()}, {Color(theme().line), {}});
    space(10);
  }

  /// The row that is about to be written stands for an element, and lights up with it.
  void row(const Ref& what) {
    tag(what);
    const bool lit = what && (what == frame_.hover || what == frame_.pinned);
    const Box band{left() - 8 * scale(), y_, right() - left() + 16 * scale(), kRow * scale()};
    // Filled also where nothing is seen, so that the pointer finds it.
    if (canvas_) canvas_->rect(band, {Color(theme().raised, lit ? 1 : 0), {}, 4 * scale()});
  }

  /// The next rule is left out: nothing stands above it.
  void skipRule() { ruled_ = false; }

  void tag(const Ref& what) {
    if (canvas_) canvas_->tag(what);
  }

 private:
  Canvas* canvas_;
  const Frame& frame_;
  Box area_;
  double scale_, y_;
  bool ruled_ = true;
};

/// The terms of a canvas cell and what they have come to.
void writeCell(Column& column, const Frame& frame, const Ref& cell);

/// Whether there is anything to say about an element: it exists, and the formulas know it.
bool hasFacts(const Frame& frame, const Ref& element);

/// What there is to say about an element, below a rule; nothing without hasFacts(). The heading is `title`
/// and the element's name.
void writeElement(Column& column, const Frame& frame, const Ref& element, std::string_view title);

/// Every other way to compute the output held against the scatter, with the bound beside it.
void writeSelfCheck(Column& column, const Frame& frame);

}  // namespace lab::view::arithmetic
