#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/not_finite.h"
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
  Point title;    ///< baseline of the step
  Point formula;  ///< baseline of the output size
  std::vector<Pane> panes;
  Box footer;  ///< colour scales and legend; no height where there is no room for it
};
BoardLayout layoutBoard(const Frame& frame);

/// The frame that a pane's face is drawn with: its area is the pane's content.
Frame paneFrame(const Frame& frame, const Pane& pane);

/// The pane under a point; null where there is none.
const Pane* paneAt(const BoardLayout& layout, Point point);

/// One of the colour scales in the footer.
struct ScaleBar {
  std::string_view name;
  float limit = 1;  ///< it reaches from -limit to +limit
  Box box;          ///< name, colours and numbers
  /// What sets it; null for scales that follow the document always, as those of gradients.
  std::optional<float> ScaleChoice::* choice = nullptr;
  NotFinite others = {};  ///< cells that it has no place for
};
/// The scales of what is on the board, from left to right; none where the footer has no height.
std::vector<ScaleBar> scaleBars(const Frame& frame, const Box& footer);

/// The parts of the board besides its faces. Internal to it: others call drawBoard().
void drawBoardTitle(Canvas& canvas, const Frame& frame, const BoardLayout& layout);
void drawBoardFormula(Canvas& canvas, const Frame& frame, const BoardLayout& layout);
void drawBoardFooter(Canvas& canvas, const Frame& frame, const Box& footer);

}  // namespace lab::view
