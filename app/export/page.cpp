#include "export/page.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "tconv/colormap.h"
#include "tconv/error.h"
#include "view/board.h"
#include "view/fonts.h"
#include "view/type_metrics.h"

namespace lab::exporting {
namespace {

using view::Box;

constexpr int kLeastSide = 64, kMostSide = 16384, kMostAcross = 20;
constexpr Index kMostPixels = Index{1} << 26;
constexpr double kMostType = 100, kLeastContrast = 4.5;
// In points at scale 1.
constexpr double kSmallestType = 12, kTitleSize = 24, kTitleLine = 32, kCaptionSize = 16, kCaptionLine = 22;
constexpr double kInset = 24, kGap = 8;

[[noreturn]] void refuse(std::string subject, std::string value, tconv::Phrase rule) {
  throw tconv::Error({std::move(subject), std::move(value), std::move(rule), {}});
}

void checkSize(const Request& request) {
  const auto fits = [](int side) { return side >= kLeastSide && side <= kMostSide; };
  if (fits(request.width) && fits(request.height) && Index{request.width} * request.height <= kMostPixels)
    return;
  refuse("size", fmt::format("{}x{}", request.width, request.height),
         tconv::Phrase("each side must be {} to {}, and the area at most {} pixels", kLeastSide, kMostSide,
                       kMostPixels));
}

void requireRange(const char* subject, double value, double least, double most) {
  if (value >= least && value <= most) return;  // false for NaN
  refuse(subject, fmt::format("{}", value),
         tconv::Phrase("must be {} to {}", fmt::format("{}", least), fmt::format("{}", most)));
}

void checkLook(const Request& request) {
  if (const auto problem = view::Fonts::shared().lacking(request.look.language)) throw tconv::Error(*problem);
  const Look& look = request.look;
  requireRange("margin", look.margin, 0, std::min(request.width, request.height) / 4.0);
  requireRange("type size", look.least_type, 0, kMostType);
  requireRange("decimals", look.parts.decimals.value_or(0), 0, 9);
  for (const int across :
       {request.selection.columns, request.selection.rows, std::max(request.selection.strip, 1)})
    requireRange("frames on a page", across, 1, kMostAcross);
  const bool single = info(request.format).product == Product::animation;
  if (look.transparent && single)
    refuse("background", "transparent",
           tconv::Phrase("is for pictures and pages, and {} has none", info(request.format).id));
}

view::Theme themeOf(const Look& look) {
  view::Theme theme = view::theme(look.theme);
  if (!look.background) return theme;
  theme.background = *look.background;
  const double contrast = tconv::contrastRatio(theme.faint, theme.background);
  if (contrast < kLeastContrast)
    refuse("background",
           fmt::format("#{:02x}{:02x}{:02x}", look.background->r, look.background->g, look.background->b),
           tconv::Phrase(
               "must have a contrast of at least {} to the theme's text, and has {}; try another theme",
               fmt::format("{}", kLeastContrast), fmt::format("{:.1f}", contrast)));
  return theme;
}

}  // namespace

Page::Page(const Derived& derived, const Request& request) : derived_(derived), request_(request) {
  checkSize(request);
  checkLook(request);
  theme_ = themeOf(request.look);
  scale_ = scaleFor(page());
  const double room = page().w - 2 * kInset * scale_;
  if (!request.look.title.empty()) title_ = view::wrapped(request.look.title, kTitleSize * scale_, room);
  if (!request.look.caption.empty())
    caption_ = view::wrapped(request.look.caption, kCaptionSize * scale_, room);
}

std::optional<tconv::Rgb> Page::background() const {
  if (request_.look.transparent) return std::nullopt;
  return theme_.background;
}

Box Page::page() const {
  return Box{0, 0, double(request_.width), double(request_.height)}.inset(request_.look.margin);
}

double Page::scaleFor(const Box& area) const {
  // Both ways, so that a larger or smaller picture is the same picture.
  const auto fitting = [](const Box& box) { return std::min(box.w / 1280.0, box.h / 720.0); };
  // Where many share a page, their type shrinks less than they do.
  const double shared = std::sqrt(fitting(area) * fitting(page()));
  return std::max(std::min(shared, fitting(page())), request_.look.least_type / kSmallestType);
}

std::vector<Box> Page::areas() const {
  const Box all = page();
  const auto lines = [](const std::vector<std::string>& text) { return static_cast<double>(text.size()); };
  const double above = title_.empty() ? 0 : (lines(title_) * kTitleLine + kInset) * scale_;
  const double below = caption_.empty() ? 0 : (lines(caption_) * kCaptionLine + kInset) * scale_;
  const bool strip = request_.selection.strip > 0;
  const int columns = strip ? request_.selection.strip : request_.selection.columns;
  const int rows = strip ? 1 : request_.selection.rows;
  const double gap = columns * rows > 1 ? kGap * scale_ : 0;
  const double w = (all.w - gap * (columns - 1)) / columns,
               h = (all.h - above - below - gap * (rows - 1)) / rows;
  std::vector<Box> areas;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      areas.push_back({all.x + column * (w + gap), all.y + above + row * (h + gap), w, h});
  return areas;
}

view::Frame Page::frameAt(double time, const Box& area) const {
  view::Frame frame;
  frame.derived = &derived_;
  frame.time = time;
  frame.theme = &theme_;
  frame.language = request_.look.language;
  frame.granularity = request_.granularity;
  frame.faces = request_.faces;
  frame.split = request_.split;
  frame.options = request_.options;
  frame.scales = request_.scales;
  frame.pinned = request_.pinned;
  frame.symbols = request_.symbols;
  frame.parts = request_.look.parts;
  frame.parts.background = false;  // the page's is there
  frame.area = area;
  frame.scale = scaleFor(area);
  return frame;
}

void Page::draw(view::Canvas& canvas, std::span<const Shot> shots) const {
  const Box all = page();
  const std::vector<Box> places = areas();
  for (std::size_t i = 0; i < shots.size(); ++i) view::drawBoard(canvas, frameAt(shots[i].time, places[i]));
  canvas.tag({});
  const auto write = [&](const std::vector<std::string>& lines, double y, double size, double line,
                         tconv::Rgb color, view::Weight weight) {
    for (const std::string& text : lines) {
      canvas.text({all.x + kInset * scale_, y}, text, {size * scale_, color, view::Align::start, weight});
      y += line * scale_;
    }
  };
  write(title_, all.y + (kInset + 12) * scale_, kTitleSize, kTitleLine, theme_.ink, view::Weight::bold);
  const double caption_lines = static_cast<double>(caption_.size());
  write(caption_, all.bottom() - (caption_lines * kCaptionLine - 4) * scale_, kCaptionSize, kCaptionLine,
        theme_.muted, view::Weight::regular);
}

}  // namespace lab::exporting
