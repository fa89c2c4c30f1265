#pragma once

#include <string>

#include "export/export.h"
#include "view/cairo_canvas.h"
#include "view/scene.h"

namespace lab::exporting {

/// The frame at a time in [0, steps], as the window would draw it on an area of the request's size. A picture
/// of twice the size is the same picture. @throws tconv::Error for an illegal size.
view::Frame frameAt(const Derived& derived, double time, const Request& request);

/// Its pixels. @throws tconv::Error
view::Picture renderPicture(const view::Frame& frame);

/// It as the bytes of a file, in a format that makes pictures. @throws tconv::Error
std::string renderFile(const view::Frame& frame, Format format);

}  // namespace lab::exporting
