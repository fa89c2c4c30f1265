#include <algorithm>
#include <array>
#include <cmath>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/grid.h"
#include "view/quiz.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace {

// In points at scale 1, on the grid of 8.
constexpr double kMargin = 48, kQuestion = 28, kLine = 40, kValue = 24, kColumn = 136, kRow = 72;
constexpr double kHeading = 48;  ///< heading and column numbers above a grid
constexpr double kNumbers = 24;  ///< row numbers left of a grid

/// Where the next part begins, downwards; parts return where they end.
struct Page {
  const GridPainter& paint;
  double left, right, y;

  double pt(double points) const { return points * paint.scale(); }
};

void drawText(Page& page, const QuizItem& item) {
  const Theme& theme = page.paint.theme();
  const auto& kind = quizKinds()[static_cast<std::size_t>(item.kind)];
  page.paint.text({page.left, page.y}, tr(kind.label), page.pt(14), theme.accent, Align::start, Weight::bold);
  for (const std::string& line : wrapped(item.text, page.pt(kQuestion), page.right - page.left)) {
    page.y += page.pt(kLine);
    page.paint.text({page.left, page.y}, line, page.pt(kQuestion), theme.ink);
  }
  page.y += page.pt(kMargin);
}

/// As many beside each other as have their room.
void drawSettings(Page& page, const std::vector<QuizSetting>& settings) {
  const Theme& theme = page.paint.theme();
  const auto across = std::clamp<std::size_t>(
      static_cast<std::size_t>((page.right - page.left) / page.pt(kColumn)), 1, settings.size());
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const std::size_t row = i / across, column = i % across;
    const double x = page.left + static_cast<double>(column) * page.pt(kColumn),
                 y = page.y + static_cast<double>(row) * page.pt(kRow);
    page.paint.text({x, y}, shortened(settings[i].label, page.pt(14), page.pt(kColumn - 8)), page.pt(14),
                    theme.muted);
    page.paint.text({x, y + page.pt(32)}, settings[i].value, page.pt(kValue), theme.ink, Align::start,
                    Weight::bold);
  }
  const std::size_t rows = (settings.size() + across - 1) / across;
  page.y += static_cast<double>(rows) * page.pt(kRow);
}

/// One plane with numbered rows and columns; `plane` is what its cells stand for.
void drawGrid(const Page& page, const GridPlace& place, std::string_view name, const Tensor& values,
              Ref plane, const Ref& marked) {
  const auto all = values.values();
  const float limit = std::max(1.0F, *std::ranges::max_element(all));
  page.paint.numbers(place, {0, 0, place.rows, place.columns}, false);
  page.paint.text({place.box.x, place.box.y - page.pt(kHeading - 20)}, name, page.pt(16),
                  page.paint.theme().ink, Align::start, Weight::bold);
  for (plane.row = 0; plane.row < place.rows; ++plane.row)
    for (plane.column = 0; plane.column < place.columns; ++plane.column) {
      const Box box = place.cellBox(static_cast<double>(plane.row), static_cast<double>(plane.column));
      page.paint.canvas().tag(plane);
      page.paint.cell(box, values(0, 0, plane.row, plane.column), limit);
      page.paint.canvas().tag({});
      if (plane == marked) page.paint.frame(box.inset(page.pt(2)), page.paint.theme().highlight, 3);
    }
}

/// The factors of the product that is asked about; none where a cell is.
std::array<Ref, 2> factorsOf(const Ref& about) {
  if (about.kind != RefKind::term) return {};
  return {Ref{RefKind::input, 0, 0, about.row, about.column}, Ref{RefKind::weight, 0, 0, about.u, about.v}};
}

/// Input and kernel side by side, with cells of one size.
void drawGrids(const Page& page, const QuizItem& item, double bottom) {
  const double half = (page.right - page.left) / 2, beside = page.pt(kNumbers);
  const Box room{page.left + beside, page.y + page.pt(kHeading), half - beside - page.pt(24),
                 bottom - page.y - page.pt(kHeading)};
  const Pair x = item.document.input_size, w = item.document.layer.kernel_size;
  const auto cell_of = [&](Pair size, double most) { return fitGrid(room, size.h, size.w, most).cell; };
  const double cell = cell_of(x, cell_of(w, page.pt(72)));
  const auto marked = factorsOf(item.about);
  const GridPlace input = fitGrid(room, x.h, x.w, cell);
  Box next = room;
  next.x = input.box.right() + page.pt(kMargin) + beside;
  drawGrid(page, input, tr("Input x"), *item.document.input.custom, {RefKind::input}, marked[0]);
  drawGrid(page, fitGrid(next, w.h, w.w, cell), tr("Kernel w"), *item.document.kernel.custom,
           {RefKind::weight}, marked[1]);
}

}  // namespace

void drawQuiz(Canvas& canvas, const Frame& frame, const QuizItem& item) {
  const i18n::LanguageScope scope(frame.language);
  const GridPainter paint(canvas, frame);
  const Box& area = frame.area;
  const double margin = std::min(kMargin * frame.scale, area.w / 12);
  Page page{paint, area.x + margin, area.right() - margin,
            area.y + (item.needsGrids() ? kMargin * frame.scale : area.h / 4)};
  canvas.pushClip(area);
  canvas.tag({});
  if (frame.parts.background) canvas.rect(area, {Color(frame.theme->background), {}});
  drawText(page, item);
  drawSettings(page, item.settings);
  if (item.needsGrids()) drawGrids(page, item, area.bottom() - margin);
  canvas.popClip();
}

}  // namespace lab::view
