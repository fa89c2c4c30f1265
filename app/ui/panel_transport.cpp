#include <fmt/format.h>
#include <imgui.h>

#include <cmath>

#include "i18n/translate.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

namespace lab::ui {
namespace {

void place(Studio& studio, const view::Box& box, double x, double height) {
  ImGui::SetCursorScreenPos({static_cast<float>(box.x) + studio.px(x),
                             static_cast<float>(box.y + box.h / 2) - studio.px(height / 2)});
}

void transportButton(Studio& studio, const view::Box& box, double x, const char* anchor, const char* sign,
                     Command command) {
  place(studio, box, x, 36);
  const CommandInfo& about = info(command);
  if (button(studio, anchor, sign, hint(about), {.width = 36, .height = 36, .type_size = 18}))
    execute(studio, command);
}

void drawButtons(Studio& studio, const view::Box& box) {
  const bool playing = studio.workbench.view().playhead.playing;
  transportButton(studio, box, 20, "first", icons::first, Command::first);
  transportButton(studio, box, 60, "step_back", icons::step_back, Command::step_back);
  place(studio, box, 106, 48);
  if (button(studio, "play", playing ? icons::pause : icons::play, hint(info(Command::toggle_play)),
             {.width = 48, .height = 48, .primary = true, .round = true, .type_size = 20}))
    execute(studio, Command::toggle_play);
  transportButton(studio, box, 164, "step_on", icons::step_on, Command::step_on);
  transportButton(studio, box, 204, "last", icons::last, Command::last);
}

/// Ticks under the scrubber, one a step, as long as they can be told apart.
void drawTicks(Studio& studio, const view::Box& track, Index steps) {
  if (steps > 64) return;
  const float radius = studio.px(7);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const tconv::Rgb c = studio.theme().faint;
  for (Index i = 0; i <= steps; ++i) {
    const float x =
        static_cast<float>(track.x) + radius +
        (static_cast<float>(track.w) - 2 * radius) * static_cast<float>(i) / static_cast<float>(steps);
    list->AddRectFilled({x, static_cast<float>(track.bottom()) + studio.px(2)},
                        {x + studio.px(1), static_cast<float>(track.bottom()) + studio.px(7)},
                        IM_COL32(c.r, c.g, c.b, 255));
  }
}

std::string countText(Index done, Index steps) { return fmt::format("{} / {}", done, steps); }

/// What the scrubber counts: taps and rows are parts and groups of steps.
Granularity scrubUnit(const Playhead& playhead) {
  return playhead.granularity == Granularity::cell ? Granularity::cell : Granularity::element;
}

void drawScrubber(Studio& studio, const view::Box& box, double from, double to) {
  const Timeline timeline = studio.workbench.timeline();
  const Playhead& playhead = studio.workbench.view().playhead;
  const Granularity unit = scrubUnit(playhead);
  const Index units = unitsOf(timeline, unit);
  const bool still = studio.workbench.view().reduced_motion;
  const double time = still ? std::floor(playhead.time) : playhead.time;
  const double share = time / static_cast<double>(timeline.steps);
  place(studio, box, from, 20);
  // Dragging lands on whole states, so that nobody is left between two of them.
  if (const auto wanted = slider(studio, "scrubber", share * static_cast<double>(units),
                                 {0, static_cast<double>(units), true}, to - from, tr("Drag to any state")))
    studio.workbench.seek(timeAfter(timeline, unit, static_cast<Index>(*wanted)));
  if (const view::Box* track = studio.anchors.find("scrubber")) drawTicks(studio, *track, units);
  place(studio, box, to + 16, 16);
  label(studio, countText(unitsBefore(timeline, unit, playhead.time), units), 14, studio.theme().muted);
}

std::string speedText(const Playhead& playhead) {
  const GranularityInfo& unit = info(playhead.granularity);
  return fmt::format("{:.3g} {}/s", playhead.speed, tr(playhead.speed == 1 ? unit.unit : unit.units));
}

/// The slider moves the logarithm, since the range spans three and a half decades.
void drawSpeedMenu(Studio& studio) {
  if (!beginMenu(studio, "speed.menu")) return;
  Playhead& playhead = studio.workbench.view().playhead;
  menuHeading(studio, tr("Speed"));
  ImGui::Dummy({studio.px(6), 1});
  ImGui::SameLine();
  if (const auto wanted = slider(studio, "speed.slider", std::log2(playhead.speed),
                                 {std::log2(Playhead::least_speed), std::log2(Playhead::most_speed)}, 180,
                                 tr("0.25 to 1000 a second")))
    playhead.speed = std::exp2(*wanted);
  for (const double speed : {0.25, 0.5, 1.0, 2.0, 5.0, 20.0, 100.0, 1000.0})
    if (menuItem(studio, fmt::format("speed.{}", speed), trf("{} a second", speed), playhead.speed == speed))
      playhead.speed = speed;
  menuHeading(studio, tr("A step is"));
  for (const GranularityInfo& g : granularities())
    if (menuItem(studio, fmt::format("granularity.{}", g.unit), tr(g.is),
                 playhead.granularity == g.granularity))
      studio.workbench.setGranularity(g.granularity);
  endMenu();
}

void drawRight(Studio& studio, const view::Box& box) {
  const double width = box.w / studio.scale;
  place(studio, box, width - 200, 32);
  if (button(studio, "speed", speedText(studio.workbench.view().playhead), tr("Speed, and what a step is"),
             {.width = 132, .active = true}))
    ImGui::OpenPopup("speed.menu");
  drawSpeedMenu(studio);
  place(studio, box, width - 56, 32);
  if (button(studio, "loop", icons::loop, hint(info(Command::toggle_loop)),
             {.active = studio.workbench.view().playhead.loop, .type_size = 16}))
    execute(studio, Command::toggle_loop);
}

}  // namespace

void drawTransport(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "transport", box, studio.theme().panel)) {
    drawButtons(studio, box);
    const Index steps = unitsOf(studio.workbench.timeline(), scrubUnit(studio.workbench.view().playhead));
    const double count = view::textWidth(countText(steps, steps), 14);
    drawScrubber(studio, box, 264, box.w / studio.scale - 200 - 16 - count - 16);
    drawRight(studio, box);
  }
  endPanel();
}

}  // namespace lab::ui
