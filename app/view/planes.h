#pragma once

#include <span>

#include "model/running.h"
#include "view/grid.h"

/// Whole planes of values as the faces draw them: cells with numbers, or one picture where cells are tiny.
namespace lab::view {

/// The cells of a grid that reach into a box.
Rect visibleCells(const GridPlace& place, const Box& seen);

/// A plane of values (rows * columns of them), cells of an input or a kernel. `what` has the kind, the
/// channels and the indices of its first cell. With frame.symbols the cells of input and kernel hold their
/// indices.
void drawValues(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                std::span<const float> values, float limit, const Ref& what);

/// One output channel on its full canvas as it stands at the frame's moment: blank where there is nothing
/// yet, what padding crops faint and hatched, the output framed, the strip of output_padding dashed, rows and
/// columns numbered.
void drawOutputCanvas(const GridPainter& paint, const Frame& frame, const RunningOutput& running,
                      const GridPlace& place, Index channel);

/// The marks around a canvas: hatching, frames, numbers; for faces that fill the cells themselves.
void drawCanvasFrames(const GridPainter& paint, const Frame& frame, const GridPlace& place);

/// The channel's values of a tensor with one image.
std::span<const float> planeOf(const Tensor& tensor, Index image, Index channel);

}  // namespace lab::view
