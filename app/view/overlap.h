#pragma once

#include "model/overlap_facts.h"
#include "view/grid.h"

/// The parts of the overlap laboratory. Internal to the scene: others call drawOverlap().
namespace lab::view::overlap {

/// The tiles of this face: what an input of ones gives.
inline constexpr Index kConstantTile = 50;

/// Where everything stands. Parts that there is no room for have an empty box or a grid without rows.
struct Layout {
  Point title;                ///< baseline of the verdict
  std::vector<Point> laws;    ///< baselines of the lines that say why
  double laws_right = 0;      ///< where these lines must end
  Point heat_heading;         ///< baseline
  double heat_right = 0;      ///< where the heading of the heat map must end
  GridPlace heat;             ///< the output window
  Box columns, rows;          ///< the bars above and beside the heat map
  Point constant_heading;     ///< baseline
  double constant_right = 0;  ///< where that heading must end
  GridPlace constant;         ///< what an input of ones gives
  std::vector<Box> spectra;   ///< one, or height and width
  Box settings;               ///< the list of even settings, heading included
};

/// What all parts look at: a frame and what follows from it.
struct Stage {
  Stage(Canvas& canvas, const Frame& frame);

  const Frame& frame;
  const OverlapFacts& facts;
  GridPainter paint;
  Layout layout;

  const tconv::Axes& axes() const { return frame.derived->axes(); }
  const Layer& layer() const { return frame.derived->layer(); }
  bool oneDimensional() const { return layer().dims == 1; }
  const Theme& theme() const { return *frame.theme; }
  double scale() const { return frame.scale; }
  /// The spectra that differ: of the width alone, or of height and width.
  std::size_t spectra() const;
};

Layout layoutOverlap(const Stage& stage);

/// The 1-D profiles: bars on a line above the columns and beside the rows.
void drawProfiles(const Stage& stage);
void drawSpectra(const Stage& stage);
void drawSettings(const Stage& stage);

}  // namespace lab::view::overlap
