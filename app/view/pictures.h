#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/running_difference.h"
#include "view/planes.h"

/// Results side by side, so that they can be compared: what the faces that compare have in common.
namespace lab::view {

/// One result: the place of its words and of its planes, a plane for each channel.
struct PictureColumn {
  Box words;  ///< heading and one line below it
  Box room;   ///< of the planes; what zoom moves out of it is cut off
  std::vector<GridPlace> planes;
  double end = 0;  ///< below the planes before zoom and pan
};

/// Divides a box among pictures of (rows, columns) cells, with `planes` channels each: in one row, or in more
/// where that makes cells larger. All cells have the same size, and first rows stand level.
std::vector<PictureColumn> layoutPictures(const Frame& frame, const Box& box, std::span<const Pair> sizes,
                                          Index planes);

/// Heading with a remark, and a line of words below it; all shortened to the room.
void drawPictureWords(const GridPainter& paint, const PictureColumn& column, std::string_view name,
                      std::string_view remark, std::string_view words);

/// A reason in place of the planes.
void drawReason(const GridPainter& paint, const PictureColumn& column, std::string_view reason);

/// One channel on its canvas: what lies outside of the window faint and hatched, the window framed and
/// numbered. `what` has the kind and the channel of the cells. The values live as long as the document.
void drawFramedPlane(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                     std::span<const float> values, const Rect& window, const Ref& what);

/// One channel of a difference on a place for all of it: what only one of both has is hatched. The values
/// live as long as the document.
void drawDifference(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                    const tconv::Difference& difference, const Ref& what);
/// Of two outputs as they stand at a moment.
void drawDifference(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                    const RunningDifference& difference, const Ref& what);

/// "largest difference 12 at (0, 3)", "identical", "the same values where both have one".
std::string differenceText(const LargestDifference& difference, const Layer& layer);

}  // namespace lab::view
