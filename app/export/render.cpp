#include "export/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "png/png.h"
#include "tconv/error.h"
#include "view/svg_canvas.h"

namespace lab::exporting {
namespace {

constexpr int kLeastSide = 64, kMostSide = 16384;
constexpr Index kMostPixels = Index{1} << 26;

void checkSize(const Request& request) {
  const auto fits = [](int side) { return side >= kLeastSide && side <= kMostSide; };
  if (fits(request.width) && fits(request.height) && Index{request.width} * request.height <= kMostPixels)
    return;
  throw tconv::Error({"size",
                      fmt::format("{}x{}", request.width, request.height),
                      fmt::format("each side must be {} to {}, and the area at most {} pixels", kLeastSide,
                                  kMostSide, kMostPixels),
                      {}});
}

/// Width and height of a frame, which are whole numbers.
std::pair<int, int> sizeOf(const view::Frame& frame) {
  return {static_cast<int>(frame.area.w), static_cast<int>(frame.area.h)};
}

std::string renderPng(const view::Frame& frame) {
  const view::Picture picture = renderPicture(frame);
  return png::formatPng(picture.width, picture.height, picture.rgb);
}

std::string renderSvg(const view::Frame& frame) {
  const auto [width, height] = sizeOf(frame);
  view::SvgCanvas canvas(width, height);
  canvas.rect(frame.area, {.fill = view::Color(frame.theme->background)});
  view::drawBoard(canvas, frame);
  return canvas.finish();
}

}  // namespace

view::Frame frameAt(const Derived& derived, double time, const Request& request) {
  checkSize(request);
  view::Frame frame;
  frame.derived = &derived;
  frame.time = time;
  frame.theme = &view::theme(request.theme);
  frame.granularity = request.granularity;
  frame.faces = request.faces;
  frame.split = request.split;
  frame.options = request.options;
  frame.scales = request.scales;
  frame.pinned = request.pinned;
  frame.symbols = request.symbols;
  frame.area = {0, 0, double(request.width), double(request.height)};
  // Both ways, so that a larger or smaller picture is the same picture.
  frame.scale = std::min(request.width / 1280.0, request.height / 720.0);
  return frame;
}

view::Picture renderPicture(const view::Frame& frame) {
  const auto [width, height] = sizeOf(frame);
  view::PictureCanvas canvas(width, height, 1, frame.theme->background);
  view::drawBoard(canvas, frame);
  return canvas.finish();
}

std::string renderFile(const view::Frame& frame, Format format) {
  return format == Format::png ? renderPng(frame) : renderSvg(frame);
}

}  // namespace lab::exporting
