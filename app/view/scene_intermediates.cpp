#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/intermediates.h"
#include "view/number_format.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace intermediates {
namespace {

std::vector<tconv::Term> termsOf(const tconv::Trace& trace, const tconv::OutputCell& cell) {
  return tconv::termsOf(trace.layer(), trace.x().shape().spatial(), cell.channel, cell.row, cell.column);
}

/// The tile in the middle of those that a cell gathers from; where nothing reaches it, one as far along as
/// the cell.
Index middleTile(const Stage& stage, const Tiles& tiles, Index place) {
  const tconv::GatherOrder order(stage.layer(), stage.trace.x().shape().spatial());
  const auto terms = termsOf(stage.trace, order.cell(place));
  if (terms.empty()) return (tiles.count() - 1) * place / order.count();
  const tconv::Term& middle = terms[terms.size() / 2];
  return tiles.tileOf(stage.trace.stepOf(middle.channel, middle.row, middle.column));
}

Focus focusOf(const Stage& stage, const Tiles& tiles) {
  if (stage.moment.cell) {
    const Index place = *stage.moment.cell;
    return {middleTile(stage, tiles, std::max<Index>(place - 1, 0)), middleTile(stage, tiles, place),
            stage.act.light};
  }
  if (!stage.step) return {};
  const bool arrives = stage.moment.tap.value_or(0) == 0;
  const Index step = stage.step->index;
  return {tiles.tileOf(std::max<Index>(step - 1, 0)), tiles.tileOf(step), arrives ? stage.act.light : 1};
}

}  // namespace

Tiles::Tiles(const tconv::Trace& trace, Index out_channel)
    : elements_(trace.x().shape().h * trace.x().shape().w),
      channels_(trace.layer().in_channels),
      ins_(channels_ / trace.layer().groups),
      first_(firstInOf(trace.layer(), out_channel)) {}

Scene::Scene(Canvas& canvas, const Frame& f)
    : Stage(canvas, f),
      channel(channelOfInterest(*this)),
      tiles(trace, channel),
      layout(layoutTiles(f, f.area, tiles.count(), focusOf(*this, tiles))) {
  if (cell && cell->channel == channel) gathered = termsOf(trace, *cell);
}

namespace {

/// The plus between a tile and the one before it.
void drawPlus(const Tile& tile, Index i) {
  if (i == 0 || tile.state == State::pending) return;
  const double s = tile.scene.frame.scale;
  const double room = tile.scene.layout.stacked           ? 52 * s
                      : i % tile.scene.layout.across == 0 ? 28 * s
                                                          : tile.scene.layout.beside - tile.place.box.w;
  tile.scene.paint.text({tile.place.box.x - room / 2, tile.place.box.center().y + 6 * s}, "+", 16 * s,
                        tile.scene.theme().muted, Align::middle);
}

void drawTiles(const Scene& scene, const Marks& marks) {
  const TileLayout& layout = scene.layout;
  scene.canvas().pushClip(layout.view);
  const Rect seen = layout.visible();
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      const Index i = row * layout.across + column;
      if (i >= layout.count) break;
      const Tile tile = tileAt(scene, i);
      drawPlus(tile, i);
      drawTile(tile, marks);
    }
  scene.canvas().popClip();
}

/// "steps 13–24 of 64" of a window; of one group the tiles are not all steps.
std::string noteText(const Scene& scene) {
  const TileLayout& layout = scene.layout;
  if (!layout.scrolls) return {};
  const auto inside = [&](Index row) {
    const double middle = layout.tile(row * layout.across).box.center().y;
    return middle >= layout.view.y && middle < layout.view.bottom();
  };
  Index top = layout.visible().top, bottom = layout.visible().bottom;
  while (top < bottom - 1 && !inside(top)) ++top;
  while (bottom > top + 1 && !inside(bottom - 1)) --bottom;
  const Index first = top * layout.across + 1, last = std::min(layout.count, bottom * layout.across);
  const std::string which = first == last ? std::to_string(first) : fmt::format("{}–{}", first, last);
  return scene.layer().groups == 1 ? trf("steps {} of {}", which, layout.count)
                                   : trf("tensors {} of {}", which, layout.count);
}

/// What the tiles are; where there is room, which of them are seen, else that alone.
void drawTilesHeading(const Scene& scene) {
  const TileLayout& layout = scene.layout;
  const double s = scene.frame.scale;
  const Index outs = scene.layer().out_channels;
  const std::string note = noteText(scene);
  const std::string remark =
      outs > 1 ? trf("to channel {} of {}", scene.channel, outs) : tr("x · w, each on its own canvas");
  if (layout.small)
    return scene.paint.text(layout.heading, note.empty() ? remark : note, 12 * s, scene.theme().muted);
  const double note_at = layout.note.x - textWidth(note, 12 * s) - 12 * s;
  const double name_ends = layout.heading.x + textWidth(tr("Intermediates"), 16 * s, Weight::bold);
  const bool noted = !note.empty() && note_at > name_ends;
  scene.paint.heading(layout.heading, tr("Intermediates"), remark, noted ? note_at : layout.note.x);
  if (noted) scene.paint.text(layout.note, note, 12 * s, scene.theme().faint, Align::end);
}

void drawSumHeading(const Scene& scene) {
  const TileLayout& layout = scene.layout;
  const double s = scene.frame.scale, right = scene.frame.area.right() - 8 * s;
  const std::span<const float> bias = scene.frame.derived->bias;
  std::string name = layout.small ? tr("Sum so far") : tr("Their sum so far");
  if (!bias.empty()) {
    const std::string with =
        trf("Bias {} + {}", shortNumber(bias[static_cast<std::size_t>(scene.channel)], 5),
            layout.small ? tr("sum") : tr("their sum so far"));
    if (layout.sum_heading.x + textWidth(with, 16 * s, Weight::bold) <= right) name = with;
  }
  scene.paint.heading(layout.sum_heading, name, outputRemark(scene.trace), right);
  scene.paint.text(layout.equals, "=", 16 * s, scene.theme().muted, Align::middle);
}

/// Products on their way from a tile to the sum.
void drawFlight(const Scene& scene, Index tile_index, const tconv::Term& term) {
  const Rect seen = scene.layout.visible();
  const Tile tile = tileAt(scene, tile_index);
  if (tile.tiny() || !seen.contains(tile_index / scene.layout.across, tile_index % scene.layout.across))
    return;
  const tconv::Axes& axes = scene.trace.axes();
  const Box to = scene.layout.sum.cellBox(static_cast<double>(axes.h.place(term.row, term.u)),
                                          static_cast<double>(axes.w.place(term.column, term.v)));
  const Box box = between(tile.cellOf(term.u, term.v), to, scene.act.travel);
  scene.paint.cell(box, scene.trace.product(tile.step, term.out, term.u, term.v), scene.limits.output);
  scene.paint.frame(box, scene.theme().highlight, 1.5);
}

void drawFlights(const Scene& scene) {
  if (!scene.act.travelling() || scene.act.travel >= 1) return;
  scene.canvas().tag({});
  const auto tile_of = [&](const tconv::Term& t) {
    return scene.tiles.tileOf(scene.trace.stepOf(t.channel, t.row, t.column));
  };
  for (const tconv::Term& term : scene.gathered) drawFlight(scene, tile_of(term), term);
  if (!scene.receives(scene.channel)) return;
  const Shape w = scene.trace.weight().shape();
  const Index out = scene.channel - scene.step->first_out;
  for (Index u = 0; u < w.h; ++u)
    for (Index v = 0; v < w.w; ++v)
      if (scene.inMotion(scene.tapIndex(out, u, v)))
        drawFlight(scene, scene.tiles.tileOf(scene.step->index),
                   {scene.step->channel, scene.step->row, scene.step->column, out, u, v});
}

}  // namespace

void draw(const Scene& scene) {
  const Marks marks(scene.frame);
  scene.canvas().tag({});
  drawTilesHeading(scene);
  drawSumHeading(scene);
  drawTiles(scene, marks);
  scene.canvas().pushClip(scene.layout.sum_view);
  drawOutputInStep(scene, scene.layout.sum, scene.channel);
  marks.draw(scene.paint, scene.layout.sum, {RefKind::canvas, scene.channel});
  scene.canvas().popClip();
  drawFlights(scene);
}

}  // namespace intermediates

void drawIntermediates(Canvas& canvas, const Frame& frame) {
  intermediates::draw(intermediates::Scene(canvas, frame));
}

}  // namespace lab::view
