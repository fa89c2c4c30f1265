#pragma once

#include "model/round_trip_facts.h"
#include "view/grid.h"

/// The parts of the round trip. Internal to the scene: others call drawRoundTrip().
namespace lab::view::roundtrip {

/// The tiles of this face: kTile plus the number of the grid.
inline constexpr Index kTile = 60;

inline constexpr std::array<TripGrid, 4> kGrids = {TripGrid::x, TripGrid::conv, TripGrid::back,
                                                   TripGrid::difference};

/// Where everything stands. A part that there is no room for has an empty box or a grid without rows.
struct Layout {
  Point title, remark;                    ///< baselines; the remark only where the channels differ
  double right = 0;                       ///< where lines of text must end
  std::array<GridPlace, 4> grids;         ///< by TripGrid
  std::array<double, 4> heading_right{};  ///< where the heading of each must end
  std::vector<Box> fans;                  ///< one, or height and width
  Box adjoint;                            ///< its heading and two lines
};

/// What all parts look at: a frame and what follows from it.
struct Stage {
  Stage(Canvas& canvas, const Frame& frame);

  const Frame& frame;
  const RoundTripFacts& facts;
  GridPainter paint;
  Layout layout;

  const Layer& layer() const { return frame.derived->layer(); }
  bool oneDimensional() const { return layer().dims == 1; }
  const Theme& theme() const { return *frame.theme; }
  double scale() const { return frame.scale; }
  bool channelsDiffer() const { return layer().in_channels != layer().out_channels; }
  /// The fans that differ: of the width alone, or of height and width.
  std::size_t fans() const;
  const GridPlace& place(TripGrid grid) const { return layout.grids[static_cast<std::size_t>(grid)]; }
};

Layout layoutRoundTrip(const Stage& stage);

/// The sizes that share one result, as lines to it and back.
void drawFans(const Stage& stage);

}  // namespace lab::view::roundtrip
