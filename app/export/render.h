#pragma once

#include <span>
#include <string>

#include "export/page.h"
#include "view/cairo_canvas.h"

namespace lab::exporting {

/// The pixels of a page. @throws tconv::Error
view::Picture renderPicture(const Page& page, std::span<const Shot> shots, const Request& request);

/// It as the bytes of a file, in a format that makes pictures. @throws tconv::Error
std::string renderFile(const Page& page, std::span<const Shot> shots, const Request& request);

/// A page with the frame at one time in [0, steps]. @throws tconv::Error
view::Picture renderPicture(const Derived& derived, double time, const Request& request);
std::string renderFile(const Derived& derived, double time, const Request& request);

}  // namespace lab::exporting
