#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/channels.h"
#include "view/number_format.h"
#include "view/planes.h"
#include "view/type_metrics.h"

/// The bank: input channels, kernels and output channels, and what the step lights up in it.
namespace lab::view::channels {
namespace {

template <class T>
const T& at(const std::vector<T>& all, Index i) {
  return all[static_cast<std::size_t>(i)];
}

/// The input channel is of the step, or of the group of the cell, in the making.
bool litRow(const Scene& scene, Index in) {
  if (scene.step) return scene.step->channel == in;
  return scene.cell && firstInOf(scene.layer(), scene.cell->channel) == in / scene.ins() * scene.ins();
}

/// The output channel is one that the step adds to, or that of the cell.
bool litColumn(const Scene& scene, Index out) {
  return scene.receives(out) || (scene.cell && scene.cell->channel == out);
}

void line(const Scene& scene, Point from, Point to, bool lit, double dash = 0) {
  Path path;
  path.moveTo(from).lineTo(to);
  const Theme& theme = scene.theme();
  const double s = scene.frame.scale;
  scene.canvas().path(
      path,
      {{}, Stroke{Color(lit ? theme.highlight : theme.faint, lit ? 1 : 0.6), (lit ? 2 : 1) * s, dash * s}});
}

/// From each input channel along its row, and down each column to the output channel, within their group.
void drawGuides(const Scene& scene) {
  const BankLayout& bank = scene.bank;
  const Layer& layer = scene.layer();
  scene.canvas().tag({});
  if (bank.overview) return;
  const auto kernel = [&](Index in, Index out) { return bank.kernel(scene.trace, in, out).box.center(); };
  const auto row = [&](Index in) {
    const Box& plane = at(bank.inputs, in).box;
    const Index last = firstOutOf(layer, in) + scene.outs() - 1;
    line(scene, {plane.right(), plane.center().y}, kernel(in, last),
         litRow(scene, in) && scene.act.light > 0);
  };
  const auto column = [&](Index out) {
    const Box& plane = at(bank.outputs, out).box;
    const bool lit = litColumn(scene, out) && scene.act.travel > 0;
    const Point first = kernel(firstInOf(layer, out), out), end{plane.center().x, plane.y};
    line(scene, first, end, lit && scene.cell);
    if (lit && scene.step) line(scene, kernel(scene.step->channel, out), end, true);
  };
  // What is lit lies above what is not.
  for (const bool lit : {false, true}) {
    for (Index in = 0; in < layer.in_channels; ++in)
      if (litRow(scene, in) == lit) row(in);
    for (Index out = 0; out < layer.out_channels; ++out)
      if (litColumn(scene, out) == lit) column(out);
  }
}

/// Said right of a group: left of it pass the lines of its rows.
void sayNoConnection(const Scene& scene, const Box& block) {
  const double s = scene.frame.scale, size = 12 * s, right = scene.bank.right();
  const std::string_view words = tr("no connection");
  const double width = textWidth(words, size) + 8 * s;
  if (right - block.right() < width + 12 * s || block.h < 20 * s) return;
  const Point middle{(block.right() + right) / 2, block.center().y};
  // The lines between further groups stop behind it.
  scene.canvas().rect({middle.x - width / 2, middle.y - 9 * s, width, 18 * s},
                      {Color(scene.theme().background), {}});
  scene.paint.text({middle.x, middle.y + 4 * s}, words, size, scene.theme().faint, Align::middle);
}

/// Lines between the groups; where there is room it is said that nothing lies beyond them.
void drawCuts(const Scene& scene) {
  const BankLayout& bank = scene.bank;
  const Layer& layer = scene.layer();
  const double s = scene.frame.scale, right = bank.right();
  const double top = bank.columns.front().y, bottom = bank.columns.front().bottom();
  scene.canvas().tag({});
  for (Index group = 0; group < layer.groups; ++group) {
    const Box block = bank.block(layer, group);
    scene.canvas().rect(block.inset(bank.overview ? -s : -5 * s),
                        {bank.overview ? std::optional<Color>{} : Color(scene.theme().raised),
                         Stroke{Color(scene.theme().line), s}, bank.overview ? 0 : 6 * s});
    if (bank.overview || layer.groups == 1) continue;
    if (group == 0) continue;
    const Box before = bank.block(layer, group - 1);
    const double y = (before.bottom() + block.y) / 2, x = (before.right() + block.x) / 2;
    line(scene, {bank.inputs.front().box.x, y}, {right, y}, false, 4);
    line(scene, {x, top}, {x, std::max(bottom, at(bank.outputs, 0).box.bottom())}, false, 4);
  }
  if (!bank.overview)
    for (Index group = 0; group < layer.groups; ++group) sayNoConnection(scene, bank.block(layer, group));
}

void drawGrid(const Scene& scene, const GridPlace& place, std::span<const float> values, float limit,
              const Ref& what) {
  if (drawnAsPicture(scene.paint, scene.frame, place) || scene.frame.symbols)
    return drawValues(scene.paint, scene.frame, place, values, limit, what, Lifetime::document);
  std::vector<std::string> labels;
  for (const float value : values) labels.push_back(shortNumber(value, 4));
  const double size = commonLabelSize(scene.paint, labels, place.cell);
  const Rect seen = visibleCells(place, scene.frame.area);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      const auto i = static_cast<std::size_t>(row * place.columns + column);
      const tconv::Rgb fill = scene.paint.color(values[i], limit);
      Ref cell = what;
      cell.row = row;
      cell.column = column;
      scene.canvas().tag(cell);
      drawSmallCell(scene.paint, place.cellBox(static_cast<double>(row), static_cast<double>(column)), fill,
                    textOn(fill, scene.theme()), labels[i], size);
    }
}

bool visible(const Scene& scene, const Box& box) {
  const Box& area = scene.frame.area;
  return box.x < area.right() && box.right() > area.x && box.y < area.bottom() && box.bottom() > area.y;
}

void drawInputs(const Scene& scene) {
  const double s = scene.frame.scale;
  for (Index in = 0; in < scene.layer().in_channels; ++in) {
    const GridPlace& place = at(scene.bank.inputs, in);
    if (!visible(scene, place.box)) continue;
    drawGrid(scene, place, planeOf(scene.trace.x(), 0, in), scene.limits.input, {RefKind::input, in});
    scene.canvas().tag({});
    if (scene.layer().in_channels == 1 || scene.bank.overview || place.box.h < 12 * s) continue;
    const std::string words = trf("channel {}", in), number = std::to_string(in);
    scene.paint.text({place.box.x - 10 * s, place.box.center().y + 4 * s},
                     textWidth(words, 12 * s) <= scene.bank.captions ? words : number, 12 * s,
                     litRow(scene, in) ? scene.theme().ink : scene.theme().muted, Align::end);
  }
}

/// All kernels of a group as one plane: a row of kernels for each input channel.
struct GroupPictures {
  std::vector<std::vector<float>> groups;
};

GroupPictures makePictures(const tconv::Trace& trace) {
  const Shape w = trace.weight().shape();
  const Index ins = w.n / trace.layer().groups, width = w.c * w.w;
  GroupPictures pictures;
  pictures.groups.resize(static_cast<std::size_t>(trace.layer().groups));
  for (Index in = 0; in < w.n; ++in)
    for (Index u = 0; u < w.h; ++u)
      for (Index i = 0; i < width; ++i)
        pictures.groups[static_cast<std::size_t>(in / ins)].push_back(
            trace.weight()(in, i / w.w, u, i % w.w));
  return pictures;
}

void drawPictures(const Scene& scene) {
  const Shape w = scene.trace.weight().shape();
  const auto& pictures =
      scene.frame.derived->memo->get<GroupPictures>([&] { return makePictures(scene.trace); });
  scene.canvas().tag({});
  for (Index group = 0; group < scene.layer().groups; ++group)
    scene.canvas().heatmap(scene.bank.block(scene.layer(), group),
                           {at(pictures.groups, group), scene.ins() * w.h, w.c * w.w, scene.limits.kernel,
                            &scene.theme().values, scene.theme().nan});
}

void drawKernels(const Scene& scene) {
  const BankLayout& bank = scene.bank;
  if (bank.overview && scene.paint.tiny(bank.cell)) return drawPictures(scene);
  for (Index in = 0; in < scene.layer().in_channels; ++in) {
    if (!visible(scene, at(bank.rows, in))) continue;
    for (Index out = 0; out < scene.outs(); ++out) {
      const GridPlace place = bank.kernel(scene.trace, in, firstOutOf(scene.layer(), in) + out);
      if (!visible(scene, place.box)) continue;
      drawGrid(scene, place, planeOf(scene.trace.weight(), in, out), scene.limits.kernel,
               {RefKind::weight, in, out});
      scene.canvas().tag({});
      scene.paint.frame(place.box, scene.theme().muted, 1);
    }
  }
}

void drawOutput(const Scene& scene, Index out) {
  const GridPlace& place = at(scene.bank.outputs, out);
  const Rect window = scene.trace.window();
  const double s = scene.frame.scale;
  drawRunningPicture(scene.paint, scene.frame, scene.running, place, out);
  fadeCropped(scene.paint, place, window);
  if (scene.bank.overview) return;
  scene.paint.frame(place.span(window), scene.theme().ink, 1);
  const double small = kSmallestMark * s;
  if (scene.cell && scene.cell->channel == out)
    scene.paint.frame(
        atLeast(place.cellBox(static_cast<double>(scene.cell->row), static_cast<double>(scene.cell->column)),
                small),
        scene.theme().highlight, 2);
  if (scene.receives(out) && scene.act.travel >= 1)
    scene.paint.frame(atLeast(place.span(scene.step->patch), small), scene.theme().highlight, 2);
}

void drawOutputs(const Scene& scene) {
  const BankLayout& bank = scene.bank;
  const double s = scene.frame.scale;
  for (Index out = 0; out < scene.layer().out_channels; ++out) {
    const GridPlace& place = at(bank.outputs, out);
    if (!visible(scene, place.box)) continue;
    drawOutput(scene, out);
    if (bank.overview) continue;
    const double room = at(bank.columns, out).w;
    const Box& column = at(bank.columns, out);
    const double middle = (column.bottom() + place.box.y) / 2;
    drawBias(scene, {place.box.center().x, middle}, room, out);
    if (scene.layer().out_channels == 1) continue;
    scene.canvas().tag({});
    for (const std::string& text : {trf("channel {}", out), std::to_string(out)})
      if (textWidth(text, 12 * s, Weight::bold) <= room) {
        scene.paint.text({place.box.center().x, place.box.bottom() + 17 * s}, text, 12 * s,
                         litColumn(scene, out) ? scene.theme().ink : scene.theme().muted, Align::middle);
        break;
      }
  }
}

void frameElement(const Scene& scene, Index in, Index row, Index column) {
  const Box cell = at(scene.bank.inputs, in).cellBox(static_cast<double>(row), static_cast<double>(column));
  scene.paint.frame(atLeast(cell, kSmallestMark * scene.frame.scale), scene.theme().highlight, 3);
}

/// The kernels from a range of input channels to a range of output channels, one by one or as one.
void frameKernels(const Scene& scene, Index in, Index ins, Index out, Index outs) {
  const BankLayout& bank = scene.bank;
  const tconv::Rgb highlight = scene.theme().highlight;
  if (bank.overview) {
    const Box first = bank.kernel(scene.trace, in, out).box,
              last = bank.kernel(scene.trace, in + ins - 1, out + outs - 1).box;
    const Box all{first.x, first.y, last.right() - first.x, last.bottom() - first.y};
    return scene.paint.frame(atLeast(all, kSmallestMark * scene.frame.scale), highlight, 2);
  }
  for (Index i = in; i < in + ins; ++i)
    for (Index o = out; o < out + outs; ++o)
      scene.paint.frame(bank.kernel(scene.trace, i, o).box, highlight, 3);
}

/// In an overview the output channels of the step are framed as one.
void frameOutputs(const Scene& scene, Index first, Index count) {
  if (!scene.bank.overview) return;
  const Box from = at(scene.bank.outputs, first).box, to = at(scene.bank.outputs, first + count - 1).box;
  scene.paint.frame(
      atLeast({from.x, from.y, to.right() - from.x, to.bottom() - from.y}, kSmallestMark * scene.frame.scale),
      scene.theme().highlight, 2);
}

/// The input element and its kernels; going cell by cell what the cell gathers from.
void drawStep(const Scene& scene) {
  scene.canvas().tag({});
  if (scene.step) {
    const tconv::Step& step = *scene.step;
    frameElement(scene, step.channel, step.row, step.column);
    if (scene.act.copy > 0) frameKernels(scene, step.channel, 1, step.first_out, step.outs);
    if (scene.act.travel >= 1) frameOutputs(scene, step.first_out, step.outs);
  }
  if (!scene.cell) return;
  const Ref cell{RefKind::canvas, scene.cell->channel, 0, scene.cell->row, scene.cell->column};
  const Lattice from = related(scene.trace, cell, RefKind::input);
  for (const Index in : from.channels)
    for (const Index row : from.rows)
      for (const Index column : from.columns) frameElement(scene, in, row, column);
  frameKernels(scene, firstInOf(scene.layer(), cell.channel), scene.ins(), cell.channel, 1);
  frameOutputs(scene, cell.channel, 1);
}

void drawMarks(const Scene& scene, const Marks& marks) {
  if (!marks.any()) return;
  const BankLayout& bank = scene.bank;
  const Layer& layer = scene.layer();
  for (Index in = 0; in < layer.in_channels; ++in)
    marks.draw(scene.paint, at(bank.inputs, in), {RefKind::input, in});
  // On cells that cannot be told apart many marks would be a blot; the sum shows them as well.
  if (!scene.paint.tiny(bank.outputs.front().cell))
    for (Index out = 0; out < layer.out_channels; ++out)
      marks.draw(scene.paint, at(bank.outputs, out), {RefKind::canvas, out});
  if (bank.overview) return;
  for (Index in = 0; in < layer.in_channels; ++in)
    for (Index out = 0; out < scene.outs(); ++out)
      marks.draw(scene.paint, bank.kernel(scene.trace, in, firstOutOf(layer, in) + out),
                 {RefKind::weight, in, out});
}

/// The first of the texts that fits; none where none does.
void fitText(const Scene& scene, Point at_, const std::vector<std::string>& texts, double size, double right,
             tconv::Rgb color, Weight weight = Weight::regular) {
  for (const std::string& text : texts)
    if (at_.x + textWidth(text, size, weight) <= right)
      return scene.paint.text(at_, text, size, color, Align::start, weight);
}

void drawHeadings(const Scene& scene) {
  const BankLayout& bank = scene.bank;
  const Shape w = scene.trace.weight().shape();
  const double s = scene.frame.scale, size = (bank.area.w < 320 * s ? 14 : 16) * s;
  const tconv::Rgb ink = scene.theme().ink;
  scene.canvas().tag({});
  fitText(scene, bank.input_heading, {tr("Input x"), "x"}, size, bank.kernel_heading.x - 8 * s, ink,
          Weight::bold);
  const std::string shape = scene.layer().dims == 1 ? fmt::format("({}, {}, {})", w.n, w.c, w.w)
                                                    : fmt::format("({}, {}, {}, {})", w.n, w.c, w.h, w.w);
  const std::string name = w.n * w.c == 1 ? tr("Kernel w") : tr("Kernels w");
  fitText(scene, bank.kernel_heading, {name, "w"}, size, bank.area.right(), ink, Weight::bold);
  const double beside = bank.kernel_heading.x + textWidth(name, size, Weight::bold) + 10 * s;
  fitText(scene, {beside, bank.kernel_heading.y}, {shape}, 14 * s, bank.area.right(), scene.theme().muted);
  const double right = bank.outputs.front().box.x - 8 * s;
  if (bank.output_heading.y > bank.area.bottom()) return;
  fitText(scene, bank.output_heading, {tr("Output y"), "y"}, size, right, ink, Weight::bold);
  fitText(scene, {bank.output_heading.x, bank.output_heading.y + 18 * s}, {outputRemark(scene.trace)}, 12 * s,
          right, scene.theme().muted);
}

}  // namespace

void drawBias(const Scene& scene, Point middle, double room, Index out_channel) {
  const auto bias = scene.biasOf(out_channel);
  if (!bias) return;
  const double s = scene.frame.scale, size = 12 * s;
  const std::string value = shortNumber(*bias, 4);
  for (const std::string& text : {"+ b = " + value, "+ " + value, value}) {
    const double width = textWidth(text, size) + 12 * s;
    if (width > room) continue;
    const tconv::Rgb fill = scene.paint.color(*bias, scene.limits.output);
    scene.canvas().tag({});
    scene.canvas().rect({middle.x - width / 2, middle.y - 9 * s, width, 18 * s},
                        {Color(fill), Stroke{Color(scene.theme().muted), s}, 4 * s});
    return scene.paint.text({middle.x, middle.y + size * kCapHeight / 2}, text, size,
                            textOn(fill, scene.theme()), Align::middle);
  }
}

void drawBank(const Scene& scene, const Marks& marks) {
  drawCuts(scene);
  drawGuides(scene);
  drawInputs(scene);
  drawKernels(scene);
  drawOutputs(scene);
  drawStep(scene);
  drawMarks(scene, marks);
  drawHeadings(scene);
}

}  // namespace lab::view::channels
