#include "view/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/number_format.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace {

constexpr double kDigitWidth = 0.562;  ///< of Roboto's tabular digits, in em
constexpr double kHatchDistance = 8;
constexpr double kTypeInCell = 0.40;  ///< the largest, as a share of the cell
constexpr double kTightest = 0.60;    ///< and where labels must not be smaller than some size
constexpr double kReadable = 22;      ///< points of a cell that can hold a number
constexpr double kSmallestSign = 7;   ///< points: a minus in smaller cells would fill them

double fontFor(double cell, double scale, double least) {
  const double usual = std::min(cell * kTypeInCell, std::max(16 * scale, cell * 0.30));
  return std::max(usual, std::min(least, cell * kTightest));
}

std::size_t codePoints(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The size at which a label of that many characters fits into a cell, at most the usual one.
double fitted(double cell, double scale, double least, std::size_t characters) {
  const double room = cell * 0.92 / (kDigitWidth * static_cast<double>(std::max<std::size_t>(characters, 1)));
  return std::min(fontFor(cell, scale, least), room);
}

}  // namespace

bool GridPainter::readable(double cell) const {
  return parts_.numbers && cell >= std::max(kReadable * scale_, least_type_ / kTightest);
}

tconv::Rgb GridPainter::color(float value, float limit) const {
  return std::isnan(value) ? theme_.nan : theme_.values[tconv::colorIndex(value, limit)];
}

void GridPainter::cell(const Box& box, float value, float limit) const {
  const std::string number = label(value, box.w);
  cell(box, color(value, limit), number);
  if (number.empty()) sign(box, value, color(value, limit));
}

void GridPainter::sign(const Box& box, float value, tconv::Rgb fill) const {
  if (!(value < 0) || box.w < kSmallestSign * scale_) return;
  const Point middle = box.center();
  const double half = box.w * 0.25;
  canvas_.path(Path().moveTo({middle.x - half, middle.y}).lineTo({middle.x + half, middle.y}),
               {{}, Stroke{Color(textOn(fill, theme_)), std::max(scale_, box.w * 0.1)}});
}

void GridPainter::cell(const Box& box, tconv::Rgb fill, const std::string& label, Weight weight) const {
  canvas_.rect(box, {Color(fill), Stroke{Color(theme_.line), scale_}});
  if (label.empty()) return;
  const double size = fitted(box.w, scale_, least_type_, codePoints(label));
  const Point center = box.center();
  text({center.x, center.y + size * kCapHeight / 2}, label, size, textOn(fill, theme_), Align::middle,
       weight);
}

std::string GridPainter::label(float value, double cell) const {
  if (!readable(cell)) return {};
  const double smallest = std::max({9 * scale_, least_type_, fontFor(cell, scale_, least_type_) * 0.72});
  const int fits = static_cast<int>(cell * 0.92 / (kDigitWidth * smallest)), width = std::max(4, fits);
  std::string number =
      parts_.decimals ? fixedNumber(value, *parts_.decimals, width) : shortNumber(value, width);
  const bool too_long = least_type_ > 0 && codePoints(number) > static_cast<std::size_t>(std::max(1, fits));
  return too_long ? std::string() : number;
}

double GridPainter::fittingSize(std::string_view text_, double cell, double most) const {
  return std::min(fitted(cell, scale_, least_type_, codePoints(text_)), most);
}

bool GridPainter::note(const Box& box, tconv::Rgb fill, const std::string& text_) const {
  const double size = fittingSize(text_, box.w, box.w * 0.26);
  if (size < least_type_) return false;
  text({box.center().x, box.y + box.h * 0.32}, text_, size, textOn(fill, theme_), Align::middle);
  return true;
}

void GridPainter::addition(const Box& box, float before, float added, float after, float limit,
                           double progress) const {
  const tconv::Rgb fill = mix(color(before, limit), color(after, limit), progress);
  cell(box, fill, {});
  if (!readable(box.w)) return;
  const std::string sum = label(after, box.w);
  if (!note(box, fill, fmt::format("{} + {}", shortNumber(before, 4), shortNumber(added, 4))))
    return cell(box, fill, sum, Weight::bold);
  const double size = fittingSize(sum, box.w, std::min(14 * scale_, box.w * 0.36));
  text({box.center().x, box.y + box.h * 0.78}, sum, size, textOn(fill, theme_), Align::middle, Weight::bold);
}

void GridPainter::connector(Point from, Point to, bool ends_down, tconv::Rgb color) const {
  const double bend = (to.x - from.x) * 0.6;
  const Point second = ends_down ? Point{to.x, from.y} : Point{to.x - bend, to.y};
  Path path;
  path.moveTo(from).cubicTo({from.x + bend, from.y}, second, to);
  canvas_.path(path, {{}, Stroke{Color(color), 1.75 * scale_, 4 * scale_}});
}

Index GridPainter::numberEvery(double cell, double width) const {
  const double distance = std::max(20 * scale_, width + 6 * scale_);
  for (Index decade = 1;; decade *= 10)  // 1, 2, 5, 10, 20, 50, ...
    for (const Index factor : {1, 2, 5})
      if (static_cast<double>(decade * factor) * cell >= distance) return decade * factor;
}

void GridPainter::numbers(const GridPlace& place, const Rect& from, bool one_dimensional) const {
  canvas_.tag({});
  const double size = 12 * scale_, half = place.cell / 2;
  const Index most = std::max(from.width(), from.height());
  const Index every = numberEvery(place.cell, textWidth(std::to_string(most - 1), size));
  for (Index i = 0; i < from.width(); i += every)
    text({place.box.x + static_cast<double>(from.left + i) * place.cell + half, place.box.y - 6 * scale_},
         std::to_string(i), size, theme_.faint, Align::middle);
  if (one_dimensional) return;
  for (Index i = 0; i < from.height(); i += every)
    text({place.box.x - 6 * scale_,
          place.box.y + static_cast<double>(from.top + i) * place.cell + half + size * kCapHeight / 2},
         std::to_string(i), size, theme_.faint, Align::end);
}

void GridPainter::hatch(const Box& box) const {
  if (box.w <= 0 || box.h <= 0) return;
  const double distance = kHatchDistance * scale_;
  Path lines;
  // Lines x + y = k * distance, so that neighbouring boxes continue each other; cut to the box by hand.
  const auto first = static_cast<Index>(std::ceil((box.x + box.y) / distance));
  const auto end = static_cast<Index>(std::ceil((box.right() + box.bottom()) / distance));
  for (Index k = first; k < end; ++k) {
    const double sum = static_cast<double>(k) * distance;
    const double left = std::max(box.x, sum - box.bottom()), right = std::min(box.right(), sum - box.y);
    if (right > left) lines.moveTo({left, sum - left}).lineTo({right, sum - right});
  }
  canvas_.path(lines, {{}, Stroke{Color(theme_.faint, 0.55), scale_}});
}

void GridPainter::frame(const Box& box, tconv::Rgb color, double width, double dash) const {
  canvas_.rect(box, {{}, Stroke{Color(color), width * scale_, dash * scale_}, dash > 0 ? 0 : 2 * scale_});
}

void GridPainter::heading(Point at, std::string_view name, std::string_view remark, double right) const {
  const double size = 16 * scale_, small = 14 * scale_;
  text(at, name, size, theme_.ink, Align::start, Weight::bold);
  const double x = at.x + textWidth(name, size, Weight::bold) + 12 * scale_;
  if (x + textWidth(remark, small) <= right) text({x, at.y}, remark, small, theme_.muted);
}

std::string_view GridPainter::fitting(std::initializer_list<std::string_view> texts, double size, double room,
                                      Weight weight) {
  for (const std::string_view one : texts)
    if (textWidth(one, size, weight) <= room) return one;
  return {};
}

void GridPainter::text(Point at, std::string_view utf8, double size, tconv::Rgb color, Align align,
                       Weight weight) const {
  if (utf8.empty()) return;
  canvas_.text(at, utf8, {size, Color(color), align, weight});
}

}  // namespace lab::view
