#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/gather.h"
#include "view/number_format.h"
#include "view/type_metrics.h"

/// The written-out sum of the cell that the kernel stands on, and the meter below it.
namespace lab::view::gather {
namespace {

constexpr double kLine = 22, kMeter = 56;

/// A pen that writes lines downwards as long as there is room.
struct Pen {
  const GridPainter& paint;
  Box box;
  double y = 0;

  bool fits() const { return y + kLine * paint.scale() <= box.h; }
  void line(std::string_view words, double size, tconv::Rgb color, Weight weight = Weight::regular) {
    if (!fits() || textWidth(words, size * paint.scale(), weight) > box.w) return;
    paint.text({box.x, box.y + y + 16 * paint.scale()}, words, size * paint.scale(), color, Align::start,
               weight);
    y += kLine * paint.scale();
  }
};

/// "4 · 1 + 5 · 2 + …" in lines of the box's width; at most `most` lines, the last ending in "… and n more".
std::vector<std::string> wrapped(const std::vector<std::string>& products, double width, double size,
                                 std::size_t most) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < products.size(); ++i) {
    const std::string piece = (i == 0 ? "" : "+ ") + products[i];
    const std::string joined = lines.back().empty() ? piece : lines.back() + " " + piece;
    if (textWidth(joined, size) <= width) {
      lines.back() = joined;
      continue;
    }
    if (lines.size() == most) {
      lines.back() = trf("… and {} more", products.size() - i);
      break;
    }
    lines.push_back(piece);
  }
  return lines;
}

std::vector<std::string> productsOf(const tconv::Trace& trace, const std::vector<tconv::Term>& terms) {
  std::vector<std::string> products;
  for (const tconv::Term& t : terms)
    products.push_back(fmt::format("{} · {}", shortNumber(trace.x()(0, t.channel, t.row, t.column), 5),
                                   shortNumber(trace.weight()(t.channel, t.out, t.u, t.v), 5)));
  return products;
}

/// How many terms the running sum has: all of them cell by cell, those of the steps done otherwise.
std::size_t addedOf(const tconv::Trace& trace, const Moment& moment, const tconv::OutputCell& cell,
                    std::size_t terms) {
  if (moment.by_cell) return terms;
  const tconv::Position after = moment.settled ? moment.done
                                : moment.tap   ? tconv::Position{*moment.active, *moment.tap + 1}
                                               : tconv::Position{*moment.active + 1, 0};
  return static_cast<std::size_t>(trace.termsAdded(after, cell.channel, cell.row, cell.column));
}

void writeSum(Pen& pen, const Frame& frame, const GatherPlace& place) {
  const tconv::Trace& trace = frame.trace();
  const Theme& theme = pen.paint.theme();
  const tconv::OutputCell& cell = place.cell;
  const auto terms =
      tconv::termsOf(trace.layer(), trace.x().shape().spatial(), cell.channel, cell.row, cell.column);
  const Moment moment = momentOf(frame);
  const std::size_t added = addedOf(trace, moment, cell, terms.size());
  const std::string name = outputName(trace, cell.channel, cell.row, cell.column);
  const Shape w = trace.weight().shape();
  const auto taps = static_cast<std::size_t>(w.h * w.w * (trace.layer().in_channels / trace.layer().groups));
  const std::string so_far = added < terms.size() ? trf("{} of {} terms so far", added, terms.size())
                                                  : trf("{} of {} taps meet an element", terms.size(), taps);
  pen.line(name, 16, theme.ink, Weight::bold);
  pen.line(so_far, 12, theme.muted);
  const std::vector<tconv::Term> shown(terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(added));
  std::vector<std::string> products = productsOf(trace, shown);
  if (!frame.derived->bias.empty())
    products.insert(products.begin(),
                    shortNumber(frame.derived->bias[static_cast<std::size_t>(cell.channel)], 5));
  const double s = pen.paint.scale();
  const auto room = static_cast<std::size_t>(std::max(1.0, (pen.box.h - pen.y) / (kLine * s) - 1));
  for (const std::string& line : wrapped(products, pen.box.w, 14 * s, room)) pen.line(line, 14, theme.ink);
  const tconv::Position end = moment.by_cell   ? tconv::Position{trace.steps()}
                              : moment.settled ? moment.done
                                               : tconv::Position{*moment.active + 1, 0};
  pen.line("= " + shortNumber(trace.value(end, cell.channel, cell.row, cell.column), 8), 16, theme.ink,
           Weight::bold);
}

void writeRest(Pen& pen) {
  const double size = 14 * pen.paint.scale();
  for (const std::string& line :
       view::wrapped(tr("The kernel is turned by 180°, then slides over the stretched input at stride 1."),
                     size, pen.box.w))
    pen.line(line, 14, pen.paint.theme().muted);
}

/// How many of the multiply-adds meet an element of the input.
void drawMeter(const GridPainter& paint, const tconv::MultiplyAddCount& count, const Box& box) {
  const double s = paint.scale();
  const double share =
      count.total > 0 ? static_cast<double>(count.useful) / static_cast<double>(count.total) : 1;
  const std::string words = trf("{} of {} multiply-adds useful", count.useful, count.total);
  const std::string shorter = trf("{:.0f} % useful", 100 * share);
  paint.text({box.x, box.y + 14 * s}, textWidth(words, 12 * s) <= box.w ? words : shorter, 12 * s,
             paint.theme().muted);
  const Box bar{box.x, box.y + 22 * s, box.w, 8 * s};
  paint.canvas().rect(bar, {Color(paint.theme().line), {}, 2 * s});
  paint.canvas().rect({bar.x, bar.y, bar.w * share, bar.h}, {Color(paint.theme().accent), {}, 2 * s});
  const std::string zeros = trf("{:.0f} % multiply by a zero", 100 * (1 - share));
  if (textWidth(zeros, 12 * s) <= box.w)
    paint.text({box.x, bar.bottom() + 16 * s}, zeros, 12 * s, paint.theme().faint);
}

}  // namespace

void drawWords(const GridPainter& paint, const Frame& frame, const std::optional<GatherPlace>& place,
               const Box& box) {
  const double s = paint.scale();
  paint.canvas().tag({});
  const bool meter = box.h >= (kMeter + 2 * kLine) * s;
  Pen pen{paint, {box.x, box.y, box.w, box.h - (meter ? kMeter * s : 0)}};
  if (place && !place->turning)
    writeSum(pen, frame, *place);
  else
    writeRest(pen);
  if (meter)
    drawMeter(paint, gatherFacts(*frame.derived).count,
              {box.x, box.bottom() - (kMeter - 8) * s, box.w, kMeter * s});
}

}  // namespace lab::view::gather
