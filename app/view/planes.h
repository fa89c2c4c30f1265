#pragma once

#include <array>
#include <functional>
#include <span>

#include "model/reduced.h"
#include "view/grid.h"

/// Whole planes of values as the faces draw them: cells with numbers, or one picture where cells are tiny.
namespace lab::view {

/// What two boxes have in common; without width or height where that is nothing.
Box common(const Box& a, const Box& b);
/// The frame for what is cut off at a room: of large planes only that part is drawn.
Frame within(Frame frame, const Box& room);

/// The cells of a grid that reach into a box.
Rect visibleCells(const GridPlace& place, const Box& seen);

/// What lies around a window on a grid: four strips, two of them over the full width; some may be empty.
std::array<Rect, 4> croppedStrips(const GridPlace& place, const Rect& window);

/// How long the values of a plane live. Those that live as long as the frame's document is derived are
/// reduced once for each size of blocks.
enum class Lifetime { frame, document };

/// Cells are tiny, or more of them are seen than are worth drawing one by one: they are drawn as one picture.
bool drawnAsPicture(const GridPainter& paint, const Frame& frame, const GridPlace& place);

/// What a plane of tiny cells is drawn as: blocks of step x step cells, where there are more cells than dots.
struct SeenBlocks {
  Rect cells;  ///< that reach into the frame; begin at multiples of step
  Index step = 1;
  Index rows() const { return (cells.height() + step - 1) / step; }
  Index columns() const { return (cells.width() + step - 1) / step; }
  /// Where the blocks are, the last ones as if they were whole.
  Box box(const GridPlace& place) const;
};
SeenBlocks seenBlocks(const GridPainter& paint, const Frame& frame, const GridPlace& place);

/// The visible part of a plane as one picture, where its cells are tiny: blocks of cells where there are more
/// of them than dots. `blocks(cells, step)` gives the values of those that cover the cells, which begin at
/// multiples of step. The tag is that of the plane's first cell. Lines between many cells appear as they
/// grow.
void drawPicture(const GridPainter& paint, const Frame& frame, const GridPlace& place, float limit, Ref tag,
                 const std::function<ReducedPlane(const Rect& cells, Index step)>& blocks);
/// Of an output channel's canvas.
void drawRunningPicture(const GridPainter& paint, const Frame& frame, const RunningOutput& running,
                        const GridPlace& place, Index channel);

/// A plane that nobody holds, without bars and names: as by drawPicture(), or its visible cells one by one,
/// for which `blocks` is asked with step 1.
void drawBlocks(const GridPainter& paint, const Frame& frame, const GridPlace& place, float limit, Ref tag,
                const std::function<ReducedPlane(const Rect& cells, Index step)>& blocks);
/// Some cells of a grid as one of their own.
GridPlace partOf(GridPlace place, const Rect& cells);

/// A plane of values (rows * columns of them), cells of an input or a kernel. `what` has the kind, the
/// channels and the indices of its first cell. With frame.symbols the cells of input and kernel hold their
/// indices.
void drawValues(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                std::span<const float> values, float limit, const Ref& what,
                Lifetime lifetime = Lifetime::frame);

/// One output channel on its full canvas as it stands at the frame's moment: blank where there is nothing
/// yet, what padding crops faint and hatched, the output framed, the strip of output_padding dashed, rows and
/// columns numbered.
void drawOutputCanvas(const GridPainter& paint, const Frame& frame, const RunningOutput& running,
                      const GridPlace& place, Index channel);

/// The marks around a canvas: hatching, frames, numbers; for faces that fill the cells themselves.
void drawCanvasFrames(const GridPainter& paint, const Frame& frame, const GridPlace& place);

/// The patch of a step on a canvas that has output channel `out` of the step's: outlined as a whole, and
/// where dilation leaves gaps cell by cell; while going tap by tap only the tap's cell.
void drawPatchFrame(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                    const tconv::Step& step, Index out);

/// The elements of an input channel that an output cell is made of, framed as what is being looked at.
void markGathered(const GridPainter& paint, const Frame& frame, const GridPlace& place, Index channel,
                  const tconv::OutputCell& cell);

/// The frame of the active step stays at least this large, in points, so that it can be found among tiny
/// cells.
inline constexpr double kSmallestMark = 8;
/// A box with the same centre whose sides are at least `side`.
Box atLeast(const Box& box, double side);

/// "channel 2" below a plane; the number alone where its neighbours leave no room for the words.
void drawCaption(const GridPainter& paint, const Block& block, std::size_t plane, std::string caption,
                 Index channel);

/// Fades what lies outside of the output window: for canvases that are drawn as one picture.
void fadeCropped(const GridPainter& paint, const GridPlace& place, const Rect& window);

/// The channel's values of a tensor with one image.
std::span<const float> planeOf(const Tensor& tensor, Index image, Index channel);

}  // namespace lab::view
