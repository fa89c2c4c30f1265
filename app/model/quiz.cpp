#include "model/quiz.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "i18n/translate.h"
#include "model/fields.h"
#include "model/formula.h"
#include "tconv/gather.h"
#include "tconv/overlap.h"
#include "tconv/random.h"

namespace lab {
namespace {

using tconv::Random;

constexpr std::array kKinds = {
    QuizKindInfo{QuizKind::output_size, "output_size", trLater("Output size")},
    QuizKindInfo{QuizKind::cell_value, "cell_value", trLater("Value of a cell")},
    QuizKindInfo{QuizKind::patch_place, "patch_place", trLater("Place of a product")},
    QuizKindInfo{QuizKind::output_padding, "output_padding", trLater("Output padding")},
    QuizKindInfo{QuizKind::taps, "taps", trLater("Number of products")},
};
constexpr std::array kDifficulties = {
    DifficultyInfo{Difficulty::easy, "easy", trLater("Easy")},
    DifficultyInfo{Difficulty::medium, "medium", trLater("Medium")},
    DifficultyInfo{Difficulty::hard, "hard", trLater("Hard")},
};

/// What one axis may be.
struct Range {
  Index least, most;
};
struct Ranges {
  Range input, kernel, stride, padding, dilation;
};
constexpr std::array<Ranges, 3> kRanges = {{{{2, 3}, {2, 3}, {1, 2}, {0, 1}, {1, 1}},
                                            {{2, 4}, {2, 4}, {2, 3}, {0, 2}, {1, 1}},
                                            {{2, 5}, {2, 5}, {2, 3}, {0, 2}, {1, 2}}}};

Index draw(Random& random, Range range) { return random.integer(range.least, range.most); }

template <class T>
const T& oneOf(Random& random, const std::vector<T>& all) {
  return all[static_cast<std::size_t>(random.integer(0, static_cast<Index>(all.size()) - 1))];
}

/// At least two cells remain of what is cropped, so that some product reaches one of them.
tconv::Axis drawAxis(Random& random, Difficulty difficulty) {
  const Ranges& r = kRanges[static_cast<std::size_t>(difficulty)];
  tconv::Axis axis;
  axis.input = draw(random, r.input);
  axis.kernel = draw(random, r.kernel);
  axis.stride = draw(random, r.stride);
  axis.dilation = draw(random, r.dilation);
  axis.pad_begin = axis.pad_end =
      draw(random, {r.padding.least, std::min(r.padding.most, (axis.full() - 2) / 2)});
  if (difficulty != Difficulty::easy) axis.output_padding = random.integer(0, axis.stride - 1);
  return axis;
}

std::shared_ptr<const Tensor> drawValues(Random& random, Shape shape) {
  Tensor values(shape);
  for (float& value : values.values()) value = static_cast<float>(random.integer(0, 4));
  return std::make_shared<const Tensor>(std::move(values));
}

Document drawDocument(Random& random, Difficulty difficulty) {
  const tconv::Axis w = drawAxis(random, difficulty);
  const tconv::Axis h = difficulty == Difficulty::hard ? drawAxis(random, difficulty) : w;
  Document document;
  Layer& layer = document.layer;
  layer.kernel_size = {h.kernel, w.kernel};
  layer.stride = {h.stride, w.stride};
  layer.padding = Pair{h.pad_begin, w.pad_begin};
  layer.output_padding = {h.output_padding, w.output_padding};
  layer.dilation = {h.dilation, w.dilation};
  document.input_size = {h.input, w.input};
  document.input.custom = drawValues(random, inputShape(document));
  document.kernel.custom = drawValues(random, tconv::weightShape(layer));
  return document;
}

tconv::Axes axesOf(const Document& document) { return tconv::axes(document.layer, document.input_size); }
Pair outputOf(const Document& document) {
  const tconv::Axes axes = axesOf(document);
  return {axes.h.output(), axes.w.output()};
}
Pair begin(const Document& document) { return document.layer.padding.begin; }

std::vector<double> both(Pair pair) { return {static_cast<double>(pair.h), static_cast<double>(pair.w)}; }

/// Says a rule for each axis, once where they are the same.
template <class Rule>
std::string onAxes(const tconv::Axes& axes, Rule rule) {
  if (axes.h == axes.w) return rule(axes.w);
  return trf("Height: {}", rule(axes.h)) + "\n" + trf("Width: {}", rule(axes.w));
}

std::string sizeRule(const tconv::Axis& axis) {
  return fmt::format("L = {} = {}", plain(outputSizeInNumbers(axis)), axis.output());
}

void askSize(QuizItem& item, Random&, Difficulty) {
  const tconv::Axes axes = axesOf(item.document);
  item.text = tr("How large is the output?");
  item.question.answer = both(outputOf(item.document));
  item.hint = "L = " + plain(outputSizeInSymbols(axes.w));
  item.worked = onAxes(axes, sizeRule);
}

/// A cell of the output, in canvas coordinates, that products reach.
Ref drawReached(Random& random, const Document& document) {
  const auto along = [&](const tconv::Axis& axis) {
    const std::vector<Index> counts = tconv::overlapCounts(axis);
    std::vector<Index> reached;
    for (Index o = 0; o < axis.output(); ++o)
      if (counts[static_cast<std::size_t>(o)] > 0) reached.push_back(o + axis.pad_begin);
    return oneOf(random, reached);
  };
  const tconv::Axes axes = axesOf(document);
  const Index row = along(axes.h);
  return {RefKind::canvas, 0, 0, row, along(axes.w)};
}

/// "y[1,2]" of a canvas cell.
std::string cellName(const Document& document, const Ref& cell) {
  return fmt::format("y[{},{}]", cell.row - begin(document).h, cell.column - begin(document).w);
}

std::vector<tconv::Term> termsOf(const Document& document, const Ref& cell) {
  return tconv::termsOf(document.layer, document.input_size, 0, cell.row, cell.column);
}

std::string productName(const Layer& layer, const tconv::Term& t) {
  return inputName(layer, 0, t.row, t.column) + " · " + weightName(layer, 0, 0, t.u, t.v);
}

void askValue(QuizItem& item, Random& random, Difficulty) {
  item.about = drawReached(random, item.document);
  const std::string name = cellName(item.document, item.about);
  std::vector<std::string> products, numbers;
  double sum = 0;
  for (const tconv::Term& t : termsOf(item.document, item.about)) {
    const double x = (*item.document.input.custom)(0, 0, t.row, t.column),
                 w = (*item.document.kernel.custom)(0, 0, t.u, t.v);
    products.push_back(productName(item.document.layer, t));
    numbers.push_back(fmt::format("{} · {}", x, w));
    sum += x * w;
  }
  item.text = trf("What is the value of {}?", name);
  item.question.answer = {sum};
  item.hint =
      tr("Add x[i,j] · w[u,v] wherever i · s + u · d − p is the row and j · s + v · d − p the column.");
  item.worked =
      fmt::format("{} = {}\n= {} = {}", name, fmt::join(products, " + "), fmt::join(numbers, " + "), sum);
}

std::string placeRule(Index i, Index u, const tconv::Axis& axis) {
  return fmt::format("{} · {} + {} · {} − {} = {}", i, axis.stride, u, axis.dilation, axis.pad_begin,
                     axis.place(i, u) - axis.pad_begin);
}

void askPlace(QuizItem& item, Random& random, Difficulty) {
  const Ref cell = drawReached(random, item.document);
  const tconv::Term t = oneOf(random, termsOf(item.document, cell));
  const Pair at{cell.row - begin(item.document).h, cell.column - begin(item.document).w};
  const tconv::Axes axes = axesOf(item.document);
  item.about = {RefKind::term, 0, 0, t.row, t.column, t.u, t.v};
  item.text = trf("In which row and column of the output does {} land?", productName(item.document.layer, t));
  item.question.answer = both(at);
  item.hint = tr("The row is i · s + u · d − p, the column j · s + v · d − p.");
  item.right = trf("row {}, column {}", at.h, at.w);
  item.worked = trf("Row: {}", placeRule(t.row, t.u, axes.h)) + "\n" +
                trf("Column: {}", placeRule(t.column, t.v, axes.w));
}

/// With stride 1 there would be nothing to choose.
void askPadding(QuizItem& item, Random& random, Difficulty difficulty) {
  Layer& layer = item.document.layer;
  layer.stride = {std::max<Index>(layer.stride.h, 2), std::max<Index>(layer.stride.w, 2)};
  layer.output_padding = 0;
  const Pair least = outputOf(item.document);
  Pair& padding = layer.output_padding;
  padding.w = random.integer(0, layer.stride.w - 1);
  padding.h = difficulty == Difficulty::hard ? random.integer(0, layer.stride.h - 1) : padding.w;
  const Pair wanted = outputOf(item.document);
  item.text = trf("Which output padding makes the output {}?", sizeText(layer, wanted));
  item.question.answer = both(padding);
  item.hint = tr("How large is the output without it? Output padding adds what is missing.");
  item.worked = trf("Without it the output is {}.", sizeText(layer, least)) + "\n" +
                trf("Height: {}", fmt::format("{} − {} = {}", wanted.h, least.h, padding.h)) + "\n" +
                trf("Width: {}", fmt::format("{} − {} = {}", wanted.w, least.w, padding.w));
}

void askTaps(QuizItem& item, Random& random, Difficulty) {
  const tconv::Axes axes = axesOf(item.document);
  const Index row = random.integer(0, axes.h.output() - 1), column = random.integer(0, axes.w.output() - 1);
  const Index rows = tconv::overlapCounts(axes.h)[static_cast<std::size_t>(row)],
              columns = tconv::overlapCounts(axes.w)[static_cast<std::size_t>(column)];
  item.about = {RefKind::canvas, 0, 0, row + axes.h.pad_begin, column + axes.w.pad_begin};
  item.text = trf("How many products are added up in {}?", cellName(item.document, item.about));
  item.question.answer = {static_cast<double>(rows * columns)};
  item.hint = tr("Count the kernel taps that reach it along each axis, and multiply the two counts.");
  item.worked = trf("{} along the height · {} along the width = {}", rows, columns, rows * columns);
}

/// What is asked for is not told.
std::vector<QuizSetting> settingsOf(const QuizItem& item) {
  const Document& document = item.document;
  std::vector<QuizSetting> settings = {{tr("Input"), sizeText(document.layer, document.input_size)},
                                       {tr("Kernel"), sizeText(document.layer, document.layer.kernel_size)}};
  for (const char* id : {"stride", "padding", "dilation", "output_padding"})
    if (item.kind != QuizKind::output_padding || std::string_view(id) != "output_padding")
      settings.push_back(
          {std::string(tr(field(id).label)), pairText(document.layer, field(id).get(document))});
  return settings;
}

/// The generator of one question or round: all that it depends on goes through every bit of its seed.
Random randomFor(std::initializer_list<std::uint64_t> parts) {
  std::uint64_t mixed = 0;
  for (const std::uint64_t part : parts)
    mixed = static_cast<std::uint64_t>(Random(mixed ^ part).integer(0, std::numeric_limits<Index>::max()));
  return Random(mixed);
}

/// Each of the chosen kinds once in a round, in an order that the round gives.
QuizKind kindOf(const QuizChoice& choice, Index number) {
  std::vector<QuizKind> order = choice.kinds;
  const auto count = static_cast<Index>(order.size());
  Random random = randomFor({choice.seed, static_cast<std::uint64_t>(number / count)});
  for (Index i = count - 1; i > 0; --i)
    std::swap(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(random.integer(0, i))]);
  return order[static_cast<std::size_t>(number % count)];
}

}  // namespace

const std::array<QuizKindInfo, 5>& quizKinds() { return kKinds; }
const std::array<DifficultyInfo, 3>& difficulties() { return kDifficulties; }

bool QuizChoice::has(QuizKind kind) const { return std::ranges::find(kinds, kind) != kinds.end(); }

void QuizChoice::toggle(QuizKind kind) {
  if (!has(kind))
    kinds.insert(std::ranges::upper_bound(kinds, kind), kind);
  else if (kinds.size() > 1)
    std::erase(kinds, kind);
}

QuizItem quizItem(const QuizChoice& choice, Index number) {
  using Ask = void (*)(QuizItem&, Random&, Difficulty);
  constexpr std::array<Ask, kKinds.size()> kAsk = {askSize, askValue, askPlace, askPadding, askTaps};
  Random random = randomFor(
      {choice.seed, static_cast<std::uint64_t>(number), static_cast<std::uint64_t>(choice.difficulty)});
  QuizItem item;
  item.kind = kindOf(choice, number);
  item.document = drawDocument(random, choice.difficulty);
  kAsk[static_cast<std::size_t>(item.kind)](item, random, choice.difficulty);
  item.settings = settingsOf(item);
  if (item.right.empty()) item.right = answerText(item.question);
  return item;
}

}  // namespace lab
