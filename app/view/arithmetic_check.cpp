#include "i18n/translate.h"
#include "model/self_check.h"

#include "view/arithmetic.h"
#include "view/number_format.h"

/// The self-check in the arithmetic.
namespace lab::view::arithmetic {
namespace {

/// The names that tconv::selfCheck() gives.
[[maybe_unused]] constexpr const char* kForms[] = {trLater("gather"), trLater("zero insertion"),
                                                   trLater("matrix"), trLater("forward")};

std::string digits(double value) { return shortNumber(static_cast<float>(value), 7); }

/// "|scatter − gather|   0   ≤ 3.6e-5  ✓"
void writeForm(Column& column, const tconv::FormCheck& form, double bound) {
  const Theme& theme = column.theme();
  const std::string limit = "≤ " + digits(bound);
  const tconv::Rgb verdict = form.agrees() ? theme.good : theme.problem;
  const double right = column.right(), sign = 20 * column.scale(), gap = 10 * column.scale();
  column.tag({});
  const std::string name = trf("|scatter − {}|", tr(form.name));
  const std::string value = digits(form.largest_difference);
  const double room = column.width() - 30 - textWidth(limit, 14) - textWidth(value, 14, Weight::bold) - 16;
  const double size = std::min(14.0, 14.0 * room / textWidth(name, 14));
  column.text(column.left(), name, size, theme.muted);
  column.text(right, form.agrees() ? "✓" : "✗", 14, verdict, Align::end, Weight::bold);
  column.text(right - sign, limit, 14, theme.faint, Align::end);
  column.text(right - sign - gap - textWidth(limit, 14) * column.scale(), value, 14,
              form.agrees() ? theme.ink : theme.problem, Align::end, Weight::bold);
  column.space(kRow);
}

}  // namespace

void writeSelfCheck(Column& column, const Frame& frame) {
  const tconv::SelfCheck& check = selfCheckOf(*frame.derived);
  column.rule();
  column.heading(tr("Self-check"));
  if (!check.run) {
    column.line(trf("not run: more than {} products", tconv::kSelfCheckLimit), 14, column.theme().muted);
    return;
  }
  column.line(tr("The output by other ways, the largest difference"), 12, column.theme().faint);
  for (const tconv::FormCheck& form : check.forms) writeForm(column, form, check.bound);
}

}  // namespace lab::view::arithmetic
