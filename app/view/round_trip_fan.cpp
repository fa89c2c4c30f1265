#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "view/round_trip.h"
#include "view/type_metrics.h"

/// The sizes of one axis that the convolution takes to the same result.
namespace lab::view::roundtrip {
namespace {

struct Fan {
  const Stage& stage;
  const tconv::SharedSizes& sizes;
  Index current;  ///< the size of x
  Box room;       ///< of the lines and their numbers, without the heading

  /// The sizes that there is room for: [first, last) of them, the current one among them.
  std::pair<Index, Index> shown() const;
  void line(Point from, Point to, bool chosen) const;
  void row(Index i, double y, Point result) const;
  void draw() const;
};

std::pair<Index, Index> Fan::shown() const {
  const Index fitting = std::max<Index>(1, static_cast<Index>(room.h / (20 * stage.scale())));
  const Index count = std::min(fitting, sizes.count);
  const Index first = std::clamp<Index>(current - sizes.first - count / 2, 0, sizes.count - count);
  return {first, first + count};
}

void Fan::line(Point from, Point to, bool chosen) const {
  const double s = stage.scale();
  const double bend = (to.x - from.x) * 0.5;
  Path path;
  path.moveTo(from).cubicTo({from.x + bend, from.y}, {to.x - bend, to.y}, to);
  const Theme& theme = stage.theme();
  stage.paint.canvas().path(path,
                            {{}, Stroke{Color(chosen ? theme.accent : theme.faint), (chosen ? 2.5 : 1) * s}});
}

void Fan::row(Index i, double y, Point result) const {
  const double s = stage.scale(), size = 14 * s, middle = size * kCapHeight / 2;
  const bool chosen = sizes.size(i) == current;
  const tconv::Rgb color = chosen ? stage.theme().accent : stage.theme().muted;
  const Weight weight = chosen ? Weight::bold : Weight::regular;
  const std::string number = std::to_string(sizes.size(i));
  const std::string back = fmt::format("{}  op {}", number, sizes.outputPadding(i));
  const std::string last_number = std::to_string(sizes.size(sizes.count - 1));
  const double left = room.x + textWidth(last_number, size, Weight::bold);
  const double right =
      room.right() - textWidth(fmt::format("{}  op {}", last_number, sizes.outputPadding(sizes.count - 1)),
                               size, Weight::bold);
  const double half = textWidth(std::to_string(sizes.result), 16 * s, Weight::bold) / 2 + 6 * s;
  line({left + 6 * s, y}, {result.x - half, result.y}, chosen);
  line({result.x + half, result.y}, {right - 6 * s, y}, chosen);
  stage.paint.text({left, y + middle}, number, size, color, Align::end, weight);
  stage.paint.text({right, y + middle}, back, size, color, Align::start, weight);
}

void Fan::draw() const {
  const double s = stage.scale();
  const auto [first, last] = shown();
  const double pitch = std::min(28 * s, room.h / static_cast<double>(last - first));
  const double top = room.y + pitch / 2;
  const double middle = top + pitch * static_cast<double>(last - first - 1) / 2;
  const Point result{room.x + room.w * 0.42, middle};
  // The current one last, so that its line lies above the others.
  for (const bool chosen : {false, true})
    for (Index i = first; i < last; ++i)
      if ((sizes.size(i) == current) == chosen) row(i, top + pitch * static_cast<double>(i - first), result);
  stage.paint.text({result.x, result.y + 16 * s * kCapHeight / 2}, std::to_string(sizes.result), 16 * s,
                   stage.theme().ink, Align::middle, Weight::bold);
}

}  // namespace

void drawFans(const Stage& stage) {
  stage.paint.canvas().tag({});
  const double s = stage.scale();
  const bool both = stage.fans() == 2;
  for (std::size_t i = 0; i < stage.layout.fans.size(); ++i) {
    const Box& box = stage.layout.fans[i];
    // The width stands alone where one says all.
    const std::size_t axis = both ? i : 1;
    const tconv::SharedSizes& sizes = stage.facts.sizes[axis];
    const std::string where = !both ? tr("Sizes") : axis == 0 ? tr("Heights") : tr("Widths");
    const std::string whole = trf("{} that share the result {}", where, sizes.result);
    const std::string brief = trf("{} that give {}", where, sizes.result);
    const std::string_view name = GridPainter::fitting({whole, brief, where}, 16 * s, box.w, Weight::bold);
    stage.paint.text({box.x, box.y + 14 * s}, name, 16 * s, stage.theme().ink, Align::start, Weight::bold);
    const Fan fan{stage,
                  sizes,
                  stage.facts.x.shape().spatial()[static_cast<int>(axis)],
                  {box.x, box.y + 28 * s, box.w, box.h - 32 * s}};
    fan.draw();
  }
}

}  // namespace lab::view::roundtrip
