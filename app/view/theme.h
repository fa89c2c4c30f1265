#pragma once

#include "model/view_state.h"
#include "view/canvas.h"

namespace lab::view {

/// The colours of the program by role. Text roles have a contrast of at least 4.5 on background and panel,
/// graphic roles of at least 3; the tests hold them to it.
struct Theme {
  tconv::Rgb background;          ///< the board
  tconv::Rgb panel;               ///< panels, empty cells, zero
  tconv::Rgb raised;              ///< buttons, chips
  tconv::Rgb line;                ///< hairlines between things (decoration, not information)
  tconv::Rgb ink;                 ///< text, frames
  tconv::Rgb muted;               ///< secondary text
  tconv::Rgb faint;               ///< notes, axis numbers
  tconv::Rgb accent;              ///< controls
  tconv::Rgb on_accent;           ///< text on controls
  tconv::Rgb highlight;           ///< the current step, and nothing else
  tconv::Rgb positive, negative;  ///< ends of the value scale
  tconv::Rgb problem;             ///< what is illegal
  tconv::Rgb good;                ///< what is in order
  tconv::Rgb nan;                 ///< cells that hold no number
  tconv::Colormap values;         ///< negative - panel - positive
};

const Theme& theme(ThemeChoice choice);

/// ink or its opposite, whichever reads better on a fill.
tconv::Rgb textOn(tconv::Rgb fill, const Theme& theme);

/// `over` at the given opacity on top of `under`.
tconv::Rgb mix(tconv::Rgb under, tconv::Rgb over, double alpha);

}  // namespace lab::view
