#pragma once

#include "model/gradients.h"
#include "model/related.h"
#include "view/stage.h"

/// The parts of the backward stage. Internal to the scene: others call drawBackward().
namespace lab::view::backward {

/// Where everything stands: dY; what is made of its window, the products with the kernel above those with the
/// input element; what they add up to, dX and dW. The kernel and the bias gradient only where there is room.
struct Layout {
  Block dy;                        ///< C_out planes on the full canvas
  Block products, increments, dw;  ///< C_out / G planes of kernel taps, of the active input channel
  Block dx;                        ///< C_in planes
  std::optional<Block> kernels;    ///< C_out / G planes
  std::optional<Block> bias;       ///< C_out values in a row
  bool beside = true;              ///< dY stands left of the rest, not above it
  std::optional<Point> sentence;   ///< baseline; none where the area is low
};
Layout layoutBackward(const Frame& frame);

/// What all parts look at.
struct Stage : view::Stage {
  Stage(Canvas& canvas, const Frame& frame);

  const Gradients& gradients;
  Layout layout;

  /// The input channel whose kernels are shown, and the first output channel that they feed.
  Index channel() const;
  Index firstOut() const { return firstOutOf(layer(), channel()); }
  /// The product of a tap of the active step, or of the active cell; none where they do not meet.
  std::optional<tconv::GradientTerm> term(Index out, Index u, Index v) const;
};

void drawConnectors(const Stage& stage);
/// dY with the window of the step, and the kernel.
void drawOperands(const Stage& stage);
/// The products of the window with the kernel and with the input element.
void drawProducts(const Stage& stage);
/// dX, dW and the bias gradient.
void drawSums(const Stage& stage);
/// Where the hovered and the pinned element come from and go to.
void drawMarks(const Stage& stage);

/// The heading of a block: the first of its names that fits up to `right`, and the remark if that fits, too.
void drawHeading(const Stage& stage, const Block& block, std::initializer_list<std::string_view> names,
                 std::string_view remark, double right);

}  // namespace lab::view::backward
