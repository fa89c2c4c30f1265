#pragma once

#include "ui/studio.h"

/// Presenter mode: what its commands and keys do, and what it draws.
namespace lab::ui {

/// The type of the look, so much larger that the last row reads it: the smallest has 28 pixels at 1920x1080.
inline constexpr double kPresenterScale = 1.75;
/// Smaller labels in cells are left out, in points.
inline constexpr double kPresenterType = 12;

/// `scale` as it is in the mode that is on.
inline double presentedScale(const Studio& studio, double scale) {
  return studio.presenter.on ? scale * kPresenterScale : scale;
}

/// Commands about presenting; others are ignored.
void executePresenter(Studio& studio, Command command);

/// Seconds of the host's clock; 0 where there is none.
inline double now(const Studio& studio) { return studio.host.now ? studio.host.now() : 0; }

/// Whether a command is of use in presenter mode only.
bool onlyForPresenter(Command command);

/// Esc leaves the mode; what remotes send goes on, back, and darkens the screen. Returns whether it was one
/// of these keys.
bool handlePresenterKeys(Studio& studio);

/// The height that the caption wants, in pixels; 0 where no lesson is given in this mode.
double captionHeight(const Studio& studio, double window_height);
/// The words of the lesson and what it asks for, below the board.
void drawCaption(Studio& studio, const view::Box& box);

/// What is typed to start the timer, in a sheet over everything.
void drawTimerSheet(Studio& studio, const view::Box& window);

/// What only the lecturer sees, in a Dear ImGui frame of another window: a clock as text, the timer, what the
/// lesson says now and next, and the board behind a frozen picture. In pixels.
void drawNotes(Studio& studio, double width, double height, std::string_view clock);

/// The frozen picture, spotlight, halo, laser pen and black screen, over everything, and a sign for each.
/// `seconds` since the frame before.
void drawPresenter(Studio& studio, const view::Box& window, double seconds);
/// Whether the next frame should follow at once.
bool presenterMoves(const Studio& studio);

}  // namespace lab::ui
