#include <fmt/format.h>

#include <algorithm>

#include "model/formula.h"
#include "view/intermediates.h"
#include "view/number_format.h"
#include "view/planes.h"
#include "view/type_metrics.h"

/// One tile: a step's products on a full canvas.
namespace lab::view::intermediates {
namespace {

/// Room for a caption left of a tile.
constexpr double kCaptionLeft = 88;

State stateOf(const Scene& scene, const tconv::Step& step) {
  if (scene.moment.by_cell) return State::done;
  if (!scene.step || step.index > scene.step->index) return State::pending;
  return step.index == scene.step->index ? State::active : State::done;
}

bool gathers(const Scene& scene, const tconv::Step& step) {
  return std::any_of(scene.gathered.begin(), scene.gathered.end(), [&](const tconv::Term& t) {
    return t.channel == step.channel && t.row == step.row && t.column == step.column;
  });
}

/// "x[0,1] = 2", shorter where there is no room for all; empty where there is none at all.
std::string captionText(const Tile& tile, double size, Weight weight) {
  const Scene& scene = tile.scene;
  const std::string name = inputName(scene.layer(), tile.step.channel, tile.step.row, tile.step.column);
  const std::string value = shortNumber(tile.step.value, 5);
  const double room =
      scene.layout.stacked ? kCaptionLeft * scene.frame.scale : scene.layout.beside - 6 * scene.frame.scale;
  for (const std::string& text : {fmt::format("{} = {}", name, value), name, value})
    if (textWidth(text, size, weight) <= room) return text;
  return {};
}

/// Stands for the input element.
void drawCaption(const Tile& tile) {
  const Scene& scene = tile.scene;
  const Box& box = tile.place.box;
  const double s = scene.frame.scale, size = 12 * s;
  const bool loud = tile.state == State::active || gathers(scene, tile.step);
  const Weight weight = loud ? Weight::bold : Weight::regular;
  const std::string text = captionText(tile, size, weight);
  if (text.empty()) return;
  const Point at = scene.layout.stacked ? Point{box.x - (36 + kCaptionLeft) * s, box.center().y + 4 * s}
                                        : Point{box.x, box.y - 9 * s};
  const Ref input{RefKind::input, tile.step.channel, 0, tile.step.row, tile.step.column};
  const bool lit = input == scene.frame.hover || input == scene.frame.pinned;
  scene.canvas().tag(input);
  // Filled also where nothing is seen, so that the pointer finds it.
  scene.canvas().rect({at.x - 4 * s, at.y - 13 * s, textWidth(text, size, weight) + 8 * s, 17 * s},
                      {Color(scene.theme().line, lit ? 1 : 0), {}, 4 * s});
  scene.canvas().tag({});
  const tconv::Rgb color = loud                           ? scene.theme().ink
                           : tile.state == State::pending ? scene.theme().faint
                                                          : scene.theme().muted;
  scene.paint.text(at, text, size, color, Align::start, weight);
}

/// The canvas without anything on it.
void drawBlank(const Tile& tile) {
  const Scene& scene = tile.scene;
  const tconv::Rgb inside = scene.theme().panel, outside = scene.theme().background;
  if (tile.tiny()) {
    scene.canvas().tag({});
    return scene.canvas().rect(tile.place.span(scene.trace.window()), {Color(inside), {}});
  }
  const Rect seen = visibleCells(tile.place, scene.frame.area);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      scene.canvas().tag({RefKind::canvas, scene.channel, 0, row, column});
      scene.paint.cell(tile.place.cellBox(static_cast<double>(row), static_cast<double>(column)),
                       tile.kept(row, column) ? inside : outside, {});
    }
}

/// What the cell of a tap holds by now: nothing, the weight on its way to being scaled, or the product.
struct Content {
  tconv::Rgb fill;
  std::string label;
  bool shown = true;
};

Content contentOf(const Tile& tile, Index u, Index v) {
  const Scene& scene = tile.scene;
  const float product = scene.trace.product(tile.step, tile.out, u, v);
  const tconv::Rgb full = scene.paint.color(product, scene.limits.output);
  const std::string name = fmt::format("x{}{}w{}{}", tile.step.row, tile.step.column, u, v);
  const std::string label = scene.frame.symbols ? name : shortNumber(product, 4);
  const Index tap = scene.tapIndex(tile.out, u, v);
  if (tile.state == State::done || scene.doneBefore(tap)) return {full, label};
  if (!scene.inMotion(tap) || scene.act.copy == 0) return {full, {}, false};
  if (scene.act.scale >= 1) return {full, label};
  const float weight = scene.trace.weight()(tile.step.channel, tile.out, u, v);
  const tconv::Rgb start =
      mix(scene.theme().panel, scene.paint.color(weight, scene.limits.kernel), scene.act.copy);
  const std::string factors =
      scene.act.scale > 0 ? fmt::format("{}·{}", shortNumber(tile.step.value, 4), shortNumber(weight, 4))
                          : shortNumber(weight, 4);
  return {mix(start, full, scene.act.scale), scene.act.copy < 1 ? "" : scene.frame.symbols ? name : factors};
}

/// Cells so small that they cannot be told apart: one picture, of the canvas cells.
void drawPatchPicture(const Tile& tile) {
  const Scene& scene = tile.scene;
  if (tile.state == State::active && scene.act.scale < 0.5) return;
  const Rect& patch = tile.step.patch;
  const tconv::Axes& axes = scene.trace.axes();
  std::vector<float> values(static_cast<std::size_t>(patch.height() * patch.width()));
  const Shape w = scene.trace.weight().shape();
  for (Index u = 0; u < w.h; ++u)
    for (Index v = 0; v < w.w; ++v) {
      const Index row = axes.h.place(0, u), column = axes.w.place(0, v);
      values[static_cast<std::size_t>(row * patch.width() + column)] =
          scene.trace.product(tile.step, tile.out, u, v);
    }
  scene.canvas().tag({RefKind::canvas, scene.channel, 0, patch.top, patch.left});
  scene.canvas().heatmap(tile.place.span(patch), {values, patch.height(), patch.width(), scene.limits.output,
                                                  &scene.theme().values, scene.theme().nan});
  fadeCropped(scene.paint, tile.place, scene.trace.window());
}

void drawProduct(const Tile& tile, Index u, Index v, const Content& content, double size) {
  const Scene& scene = tile.scene;
  const tconv::Axes& axes = scene.trace.axes();
  const bool kept = tile.kept(axes.h.place(tile.step.row, u), axes.w.place(tile.step.column, v));
  const tconv::Rgb fill = kept ? content.fill : mix(scene.theme().background, content.fill, 0.35);
  scene.canvas().tag(termOf(tile.step, tile.out, u, v));
  drawSmallCell(scene.paint, tile.cellOf(u, v), fill,
                kept ? textOn(fill, scene.theme()) : scene.theme().faint, content.label, size);
}

void drawProducts(const Tile& tile) {
  if (tile.tiny()) return drawPatchPicture(tile);
  const Shape w = tile.scene.trace.weight().shape();
  std::vector<Content> contents;
  std::vector<std::string> labels;
  for (Index u = 0; u < w.h; ++u)
    for (Index v = 0; v < w.w; ++v) {
      contents.push_back(contentOf(tile, u, v));
      labels.push_back(contents.back().label);
    }
  const double size = commonLabelSize(tile.scene.paint, labels, tile.place.cell);
  for (Index u = 0; u < w.h; ++u)
    for (Index v = 0; v < w.w; ++v)
      if (const Content& content = contents[static_cast<std::size_t>(u * w.w + v)]; content.shown)
        drawProduct(tile, u, v, content, size);
}

void drawFrames(const Tile& tile) {
  const Scene& scene = tile.scene;
  const double s = scene.frame.scale;
  scene.canvas().tag({});
  scene.paint.frame(tile.place.span(scene.trace.window()), scene.theme().muted, 1);
  if (tile.state == State::active)
    scene.paint.frame(tile.place.box.inset(-3 * s), scene.theme().highlight, 3);
  if (tile.state == State::active && tile.tiny())
    scene.paint.frame(atLeast(tile.place.span(tile.step.patch), kSmallestMark * s), scene.theme().highlight,
                      2);
  for (const tconv::Term& t : scene.gathered)
    if (t.channel == tile.step.channel && t.row == tile.step.row && t.column == tile.step.column)
      scene.paint.frame(atLeast(tile.cellOf(t.u, t.v), kSmallestMark * s), scene.theme().highlight, 3);
}

void markTerms(const Tile& tile, const Marks& marks) {
  const Shape w = tile.scene.trace.weight().shape();
  for (Index u = 0; u < w.h; ++u)
    for (Index v = 0; v < w.w; ++v)
      if (const double width = marks.width(termOf(tile.step, tile.out, u, v)); width > 0)
        Marks::outline(tile.scene.paint, tile.cellOf(u, v), width);
}

}  // namespace

Tile tileAt(const Scene& scene, Index i) {
  const tconv::Step step = scene.trace.step(scene.tiles.stepOf(i));
  return {scene, step, scene.layout.tile(i), stateOf(scene, step), scene.channel - step.first_out};
}

void drawTile(const Tile& tile, const Marks& marks) {
  const Scene& scene = tile.scene;
  drawCaption(tile);
  if (tile.state == State::pending) {
    scene.canvas().tag({});
    return scene.paint.frame(tile.place.box, scene.theme().faint, 1, 4);
  }
  drawBlank(tile);
  drawProducts(tile);
  drawFrames(tile);
  if (marks.any()) markTerms(tile, marks);
}

}  // namespace lab::view::intermediates
