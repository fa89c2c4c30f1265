#include "export/render.h"

#include "png/png.h"
#include "view/svg_canvas.h"

namespace lab::exporting {
namespace {

std::string renderPng(const Page& page, std::span<const Shot> shots, const Request& request) {
  const view::Picture picture = renderPicture(page, shots, request);
  return png::formatPng(picture.width, picture.height, picture.pixels, picture.channels);
}

std::string renderSvg(const Page& page, std::span<const Shot> shots, const Request& request) {
  view::SvgCanvas canvas(request.width, request.height, request.points ? "pt" : "");
  const view::Box all{0, 0, double(request.width), double(request.height)};
  if (const auto background = page.background()) canvas.rect(all, {.fill = view::Color(*background)});
  page.draw(canvas, shots);
  canvas.embedFonts();
  return canvas.finish();
}

Shot shotAt(double time) { return {.time = time}; }

}  // namespace

view::Picture renderPicture(const Page& page, std::span<const Shot> shots, const Request& request) {
  view::PictureCanvas canvas(request.width, request.height, 1, page.background());
  page.draw(canvas, shots);
  return canvas.finish();
}

std::string renderFile(const Page& page, std::span<const Shot> shots, const Request& request) {
  return request.format == Format::svg ? renderSvg(page, shots, request) : renderPng(page, shots, request);
}

view::Picture renderPicture(const Derived& derived, double time, const Request& request) {
  const Shot shot = shotAt(time);
  return renderPicture(Page(derived, request), {&shot, 1}, request);
}

std::string renderFile(const Derived& derived, double time, const Request& request) {
  const Shot shot = shotAt(time);
  return renderFile(Page(derived, request), {&shot, 1}, request);
}

}  // namespace lab::exporting
