#include "export/estimate.h"

#include "export/render.h"

namespace lab::exporting {
namespace {

/// How large a frame is in a format, in parts of the same frame as PNG; measured on the scatter face.
double shareOfPng(Format format) {
  switch (format) {
    case Format::gif:
      return 0.05;
    case Format::apng:
      return 0.09;
    case Format::webp:
      return 0.04;
    case Format::mp4:
    case Format::webm:
      return 0.03;
    case Format::pdf:
      return 0.09;
    case Format::tikz:
      return 0.8;
    case Format::svg:
      return 0.3;
    default:
      return 1;
  }
}

}  // namespace

Estimate estimate(const Derived& derived, const Request& request) {
  Estimate made;
  if (info(request.format).product == Product::layer) return made;
  const std::vector<PageShots> pages = pagesOf(derived, request);
  for (const PageShots& page : pages)
    for (const Shot& shot : page) {
      ++made.frames;
      made.seconds += shot.seconds;
    }
  Request one = request;
  one.format = Format::png;
  const double bytes =
      static_cast<double>(renderFile(Page(derived, one), pages[pages.size() / 2], one).size());
  made.bytes = bytes * static_cast<double>(pages.size()) * shareOfPng(request.format);
  if (info(request.format).product == Product::animation) made.bytes += bytes;  // the first frame is whole
  return made;
}

}  // namespace lab::exporting
