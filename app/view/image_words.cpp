#include <fmt/format.h>
#include <fmt/ranges.h>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/image.h"
#include "view/number_format.h"
#include "view/type_metrics.h"

/// What the pictures are, and what the eye cannot see of them.
namespace lab::view::image {
namespace {

/// Photographs whose brightest value is below this look black.
constexpr float kNearlyBlack = 32;

/// "3 × 4", and which channel it is where not all are seen.
std::string sizeRemark(const Stage& stage, const Plane& plane) {
  const GridPlace& place = plane.spot.place;
  std::string size = sizeText(stage.layer(), {place.rows, place.columns});
  if (plane.channels == 1 || inColor(plane.channels)) return size;
  return trf("{}, channel 0 of {}", size, plane.channels);
}

std::string percent(Index part, Index all) {
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(all);
  if (share < 0.1) return tr("less than 0.1 %");
  return share < 10 ? fmt::format("{:.1f} %", share) : fmt::format("{:.0f} %", share);
}

std::string clampedText(const Photo& photo) {
  if (photo.brightness.clamped == 0) return {};
  const std::string share = percent(photo.brightness.clamped, photo.values);
  return photo.brightness.clamped == 1 ? trf("{} of the values leaves 0 … 255 and is clamped", share)
                                       : trf("{} of the values leave 0 … 255 and are clamped", share);
}

std::string originalText(const Photo& photo) {
  if (const std::string text = clampedText(photo); !text.empty()) return text;
  if (photo.brightness.brightest < kNearlyBlack)
    return trf("Nearly black: values reach {}, white is 255", shortNumber(photo.brightness.brightest, 5));
  return {};
}

std::string differenceText(const PhotoDifference& difference) {
  if (difference.largest == 0) return tr("No difference");
  return trf("largest {}, mean {}", shortNumber(difference.largest, 6),
             shortNumber(static_cast<float>(difference.mean_absolute), 6));
}

std::string againstText(const Frame& frame) {
  return frame.options.enlarged_by == tconv::Interpolation::nearest ? tr("from nearest resizing")
                                                                    : tr("from bilinear resizing");
}

/// "(12, 30) = 120, 90, 33": the cell that the focus leads to.
std::string focusText(const Stage& stage, const Plane& plane) {
  if (!stage.focus) return {};
  const Pair at = focusIn(stage, plane);
  const std::string place =
      stage.layer().dims == 1 ? fmt::format("({})", at.w) : fmt::format("({}, {})", at.h, at.w);
  std::vector<std::string> numbers;
  for (const float value : numbersOf(stage, plane, at.h, at.w)) numbers.push_back(shortNumber(value, 6));
  return numbers.empty() ? trf("{} not yet", place) : fmt::format("{} = {}", place, fmt::join(numbers, ", "));
}

void drawHeading(const Stage& stage, const Spot& spot, std::string_view name, std::string_view remark) {
  const double s = stage.frame.scale;
  const Box& box = spot.words;
  stage.paint.heading({box.x, box.y + 14 * s}, shortened(name, 16 * s, box.w, Weight::bold), remark,
                      box.right());
}

/// Lines below a picture, as many as fit; the focus first.
void drawNotes(const Stage& stage, const Spot& spot, double from, const std::string& focus,
               const std::string& text) {
  const double s = stage.frame.scale;
  const Box& box = spot.notes;
  double y = box.y + from;
  const auto line = [&](const std::string& words, tconv::Rgb color) {
    y += 16 * s;
    if (!words.empty() && y <= box.bottom()) stage.paint.text({box.x, y}, words, 12 * s, color);
  };
  if (!focus.empty()) line(shortened(focus, 12 * s, box.w), stage.theme().accent);
  for (const std::string& words : wrapped(text, 12 * s, box.w)) line(words, stage.theme().muted);
}

/// The colours of the difference and what they stand for: "−34 ▬ 34" on one line.
void drawDifferenceScale(const Stage& stage, const Box& box) {
  const double s = stage.frame.scale, limit = stage.differenceLimit();
  const std::string end = shortNumber(static_cast<float>(limit), 6),
                    begin = shortNumber(static_cast<float>(-limit), 6);
  const double width = textWidth(begin, 12 * s);
  const Box bar{box.x + width + 8 * s, box.y + 6 * s, std::min(128 * s, box.w - 2 * width - 16 * s), 10 * s};
  if (bar.w < 24 * s) return;
  std::vector<float> ramp(256);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = (static_cast<float>(i) - 127.5F) / 127.5F;
  stage.canvas().heatmap(bar, {ramp, 1, 256, 1, &stage.theme().values, stage.theme().nan});
  stage.canvas().rect(bar, {{}, Stroke{Color(stage.theme().faint), s}});
  stage.paint.text({box.x, box.y + 15 * s}, begin, 12 * s, stage.theme().faint);
  stage.paint.text({bar.right() + 8 * s, box.y + 15 * s}, end, 12 * s, stage.theme().faint);
}

}  // namespace

void drawWords(const Stage& stage, const std::vector<Plane>& planes) {
  const ImageLayout& l = stage.layout;
  const double s = stage.frame.scale;
  const bool notes = l.output.notes.h > 0;
  const PhotoDifference& difference = stage.output.difference;
  const Photo& photo = stage.output.photo;
  const std::string clamped = clampedText(photo);
  stage.canvas().tag({});
  drawHeading(stage, l.original, tr("Original"), sizeRemark(stage, planes[0]));
  // Without notes the headings say what matters most.
  const std::string output = notes || clamped.empty()
                                 ? sizeRemark(stage, planes[1])
                                 : trf("{} clamped", percent(photo.brightness.clamped, photo.values));
  drawHeading(stage, l.output, tr("Output"), output);
  drawHeading(stage, l.difference, tr("Difference"),
              notes ? againstText(stage.frame) : differenceText(difference));
  if (!notes) return;
  drawNotes(stage, l.original, 0, focusText(stage, planes[0]), originalText(stage.original));
  drawNotes(stage, l.output, 0, focusText(stage, planes[1]), clamped);
  drawDifferenceScale(stage, l.difference.notes);
  drawNotes(stage, l.difference, 20 * s, focusText(stage, planes[2]), differenceText(difference));
}

}  // namespace lab::view::image
