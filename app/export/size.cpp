#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "export/export.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

constexpr double kLeast = 64, kMost = 16384;
constexpr double kPointsPerCentimetre = 72 / 2.54;
constexpr double kLeastPrintedType = 5;  ///< of the smallest letters in print, in points

struct NamedSize {
  std::string_view name;
  double width, height;
};
constexpr NamedSize kPixels[] = {{"16:9", 1280, 720}, {"4:3", 1024, 768}, {"square", 900, 900}};
/// Widths of text in print, in centimetres; 3:2.
constexpr NamedSize kCentimetres[] = {{"column", 8.5, 5.7}, {"page", 17.5, 11.7}};

using Size = std::pair<double, double>;

template <std::size_t n>
std::optional<Size> named(const NamedSize (&sizes)[n], std::string_view text) {
  const auto found = std::find_if(sizes, sizes + n, [&](const NamedSize& size) { return size.name == text; });
  if (found == sizes + n) return {};
  return {{found->width, found->height}};
}

/// Two numbers with an x between them.
template <class Number>
std::optional<Size> product(std::string_view text) {
  const std::size_t x = text.find('x');
  if (x == std::string_view::npos) return {};
  const auto number = [](std::string_view digits) -> std::optional<double> {
    Number value{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return {};
    return static_cast<double>(value);
  };
  const auto width = number(text.substr(0, x)), height = number(text.substr(x + 1));
  if (!width || !height) return {};
  return {{*width, *height}};
}

std::optional<Size> centimetresOf(std::string_view text) {
  if (const auto size = named(kCentimetres, text)) return size;
  return text.ends_with("cm") ? product<double>(text.substr(0, text.size() - 2)) : std::nullopt;
}

bool drawnInPoints(Format format) { return format == Format::svg || info(format).product == Product::pages; }

}  // namespace

void setSize(Request& request, std::string_view text, double dpi) {
  const auto centimetres = centimetresOf(text);
  std::optional<Size> size = named(kPixels, text);
  if (!size) size = product<Index>(text);
  const double unit = drawnInPoints(request.format) ? kPointsPerCentimetre : dpi / 2.54;
  if (centimetres) size = {std::round(centimetres->first * unit), std::round(centimetres->second * unit)};
  const bool fits = size && std::min(size->first, size->second) >= kLeast &&
                    std::max(size->first, size->second) <= kMost;  // false for NaN
  if (!fits)
    throw tconv::Error(
        {"size",
         std::string(text),
         tconv::Phrase("must be WIDTHxHEIGHT, each from {} to {}, or in centimetres as in 12x8cm, or "
                       "one of 16:9, 4:3, square, column, page",
                       fmt::format("{}", kLeast), fmt::format("{}", kMost)),
         {}});
  request.width = static_cast<int>(size->first);
  request.height = static_cast<int>(size->second);
  if (!centimetres) return;
  request.points = true;
  request.look.least_type = kLeastPrintedType * unit / kPointsPerCentimetre;
}

}  // namespace lab::exporting
