#pragma once

#include <cairo.h>

#include <memory>

#include "view/canvas.h"

/// What Cairo draws on, and shapes as it covers pixels: kept, they are drawn again for a fraction of the
/// work.
namespace lab::view {

/// Hands an object of Cairo back to it.
template <class T, void (*destroy)(T*)>
struct Destroy {
  void operator()(T* object) const { destroy(object); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_t, cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Destroy<cairo_t, cairo_destroy>>;
/// How much of each pixel a shape covers.
struct Mask {
  Surface coverage;  ///< null where there is no ink
  double left = 0, top = 0;
};

/// What `trace` fills or strokes within a box, which lies on whole pixels. @param trace a call on a context
template <class Trace>
Mask makeMask(const Box& box, Trace trace) {
  Mask mask{
      Surface(cairo_image_surface_create(CAIRO_FORMAT_A8, static_cast<int>(box.w), static_cast<int>(box.h))),
      box.x, box.y};
  const Context context(cairo_create(mask.coverage.get()));
  cairo_translate(context.get(), -box.x, -box.y);
  trace(context.get());
  return mask;
}

/// The whole pixels around a box and some more.
Box wholePixels(double left, double top, double right, double bottom, double more);

}  // namespace lab::view
