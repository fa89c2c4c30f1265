#pragma once

#include <vector>

#include "view/scene.h"

namespace lab::view {

/// A face on the board and its place.
struct Pane {
  Face face;
  Box box;      ///< all of it
  Box content;  ///< below its heading, which it has only beside others
};

/// Where everything on the board stands. Depends on the faces and the area alone.
struct BoardLayout {
  Point title;  ///< baseline of the step
  std::vector<Pane> panes;
  Box footer;  ///< colour scales and legend; no height where there is no room for it
};
BoardLayout layoutBoard(const Frame& frame);

/// The frame that a pane's face is drawn with: its area is the pane's content.
Frame paneFrame(const Frame& frame, const Pane& pane);

/// The pane under a point; null where there is none.
const Pane* paneAt(const BoardLayout& layout, Point point);

/// The parts of the board besides its faces. Internal to it: others call drawBoard().
void drawBoardTitle(Canvas& canvas, const Frame& frame, const BoardLayout& layout);
void drawBoardFooter(Canvas& canvas, const Frame& frame, const Box& footer);

}  // namespace lab::view
