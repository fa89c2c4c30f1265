#pragma once

#include "model/related.h"
#include "view/layout.h"
#include "view/planes.h"
#include "view/stage.h"

/// The parts of the scatter stage. Internal to the scene: others call drawScatter().
namespace lab::view::scatter {

/// What all parts look at.
struct Stage : view::Stage {
  Stage(Canvas& canvas, const Frame& frame);

  ScatterLayout layout;

  /// The input channel whose kernels are shown.
  Index channel() const;
  /// The first output channel that these kernels feed.
  Index firstOut() const { return firstOutOf(layer(), channel()); }
  /// The input element whose product by a tap, of input channel channel(), is a term of `cell`.
  std::optional<Pair> gathered(Index u, Index v) const;
};

void drawInputs(const Stage& stage);
void drawKernels(const Stage& stage);
void drawPatches(const Stage& stage);
void drawOutputs(const Stage& stage);
/// What moves from one grid to another: the copy of the kernel, then the scaled patch.
void drawFlights(const Stage& stage);
void drawConnectors(const Stage& stage);
/// Where the hovered and the pinned element come from and go to.
void drawMarks(const Stage& stage);

/// "channel 2" below a plane of several; the number alone where its neighbours leave no room for the words.
void captionPlane(const Stage& stage, const Block& block, std::size_t plane, std::string caption,
                  Index channel);

}  // namespace lab::view::scatter
