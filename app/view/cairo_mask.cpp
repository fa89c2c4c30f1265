#include "view/cairo_mask.h"

#include <cmath>

namespace lab::view {

Box wholePixels(double left, double top, double right, double bottom, double more) {
  const double x = std::floor(left) - more, y = std::floor(top) - more;
  return {x, y, std::ceil(right) + more - x, std::ceil(bottom) + more - y};
}

}  // namespace lab::view
