#include <imgui.h>

#include "i18n/translate.h"
#include "ui/input_queue.h"
#include "ui/presenting.h"
#include "ui/sheet.h"
#include "ui/widgets.h"

/// What the timer shall count.
namespace lab::ui {
namespace {

/// Nothing typed counts up.
void start(Studio& studio) {
  Presenter& presenter = studio.presenter;
  const auto from = parseDuration(presenter.timer_text);
  if (!from && !presenter.timer_text.empty())
    return studio.say(tr("A time is minutes, minutes:seconds or hours:minutes:seconds"), true);
  presenter.timer = Stopwatch{now(studio), from.value_or(0)};
  presenter.timer_open = false;
}

}  // namespace

void drawTimerSheet(Studio& studio, const view::Box& window) {
  Presenter& presenter = studio.presenter;
  if (!presenter.timer_open) return;
  if (!beginSheet(studio, "timer", window, 400, 176)) return;
  sheetHeading(studio, tr("Timer"), presenter.timer_open);
  paragraph(studio, tr("Minutes to count down from, or nothing to count up"), 14, studio.theme().muted);
  space(studio, 8);
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  entry(studio, "timer.text", presenter.timer_text, 160);
  const bool entered = ImGui::IsItemDeactivated() && (pressed(Key::enter) || pressed(Key::keypad_enter));
  ImGui::SameLine(0, studio.px(8));
  if (button(studio, "timer.start", tr("Start"), tr("Starts the timer  (Enter)"),
             {.width = 80, .height = 28, .primary = true}) ||
      entered)
    start(studio);
  if (!presenter.timer_open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace lab::ui
