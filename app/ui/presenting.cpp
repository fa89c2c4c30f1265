#include "ui/presenting.h"

#include <imgui.h>

#include "ui/keys.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

void fillScreen(Studio& studio, bool fill) {
  if (studio.host.fill_screen) studio.presenter.was_fullscreen = studio.host.fill_screen(fill);
}

/// The timer goes on while somebody looks something up outside of the mode.
void leave(Studio& studio) {
  Presenter left;
  left.timer = studio.presenter.timer;
  if (!studio.presenter.was_fullscreen) fillScreen(studio, false);
  studio.presenter = std::move(left);
}

void togglePresenter(Studio& studio) {
  closeMenus();
  studio.closeSheets();
  if (studio.presenter.on) return leave(studio);
  studio.presenter.on = true;
  fillScreen(studio, true);
}

void toggleFreeze(Presenter& presenter) {
  presenter.frozen = presenter.clean = !presenter.frozen;
  presenter.picture = nullptr;
}

/// Stops the timer, or asks what it shall count.
void useTimer(Presenter& presenter) {
  presenter.timer_open = !presenter.timer;
  presenter.timer.reset();
}

/// Remotes have one key each for what comes next and what was before: of the lesson, else of the animation.
void turn(Studio& studio, bool on) {
  if (studio.presenter.black)
    studio.presenter.black = false;
  else if (studio.lesson.run)
    execute(studio, on ? Command::lesson_next : Command::lesson_back);
  else
    execute(studio, on ? Command::step_on : Command::step_back);
}

}  // namespace

void executePresenter(Studio& studio, Command command) {
  Presenter& presenter = studio.presenter;
  if (command == Command::present) return togglePresenter(studio);
  if (!presenter.on) return;
  switch (command) {
    case Command::toggle_black:
      presenter.black = !presenter.black;
      break;
    case Command::toggle_freeze:
      toggleFreeze(presenter);
      break;
    case Command::toggle_spotlight:
      presenter.spotlight = !presenter.spotlight;
      break;
    case Command::toggle_halo:
      presenter.halo = !presenter.halo;
      break;
    case Command::wipe_ink:
      presenter.ink = {};
      break;
    case Command::timer:
      useTimer(presenter);
      break;
    case Command::toggle_notes:
      presenter.notes = !presenter.notes;
      break;
    default:
      break;
  }
}

bool onlyForPresenter(Command command) {
  return command >= Command::toggle_black && command <= Command::toggle_notes;
}

bool handlePresenterKeys(Studio& studio) {
  if (!studio.presenter.on || studio.sheetOpen() || menuOpen()) return false;
  if (pressed(Key::escape) && studio.presenter.black)
    studio.presenter.black = false;
  else if (pressed(Key::escape))
    leave(studio);
  else if (pressed(Key::page_down) || pressed(Key::page_up))
    turn(studio, pressed(Key::page_down));
  else if (pressed(Key::period))
    execute(studio, Command::toggle_black);
  else
    return false;
  return true;
}

}  // namespace lab::ui
