#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/ui_driver.h"
#include "ui/presenting.h"
#include "ui/studio.h"

namespace lab::test {

using ui::Key;

/// The whole interface over a workbench, without a display. Tests act by mouse and keys at anchors and look
/// at the workbench; they never set the document.
class StudioTest : public testing::Test {
 protected:
  ui::Host host() {
    ui::Host host;
    host.run = [this](ui::Command command) { asked.push_back(command); };
    host.chosen = [this](const std::filesystem::path& path) { chosen.push_back(path); };
    host.clipboard = [this] { return driver.clipboard; };
    host.set_clipboard = [this](const std::string& text) { driver.clipboard = text; };
    return host;
  }

  void draw() {
    const ImGuiIO& io = ImGui::GetIO();
    studio.scale = ui::wantedScale(studio, 1, io.DisplaySize.x, io.DisplaySize.y);
    moving = ui::drawStudio(studio, io.DisplaySize.x, io.DisplaySize.y, io.DeltaTime);
  }

  const view::Box& box(const std::string& anchor) {
    const view::Box* found = studio.anchors.find(anchor);
    if (!found) throw std::runtime_error("nothing is drawn at the anchor " + anchor);
    return *found;
  }

  /// Where to point for an anchor; scrolls the parameters until it can be seen.
  view::Point at(const std::string& anchor) {
    if (studio.anchors.all().empty()) driver.frame(2);
    const double s = studio.scale, top = 90 * s, bottom = ImGui::GetIO().DisplaySize.y - 90 * s;
    for (int i = 0; i < 40 && box(anchor).x < 256 * s && studio.anchors.find("link"); ++i) {
      const double y = box(anchor).center().y;
      if (isFixed(anchor) || (y > top && y < bottom)) break;
      driver.moveTo({4, 300});
      driver.wheel(y > bottom ? -1 : 1);
    }
    return box(anchor).center();
  }
  /// In the left part of the header, the faces or the transport, which do not scroll.
  static bool isFixed(const std::string& anchor) {
    for (const char* name :
         {"first", "step_back", "play", "step_on", "last", "examples", "lessons", "quiz", "recent", "more"})
      if (anchor == name) return true;
    return anchor.starts_with("face.") || anchor.starts_with("example.");
  }

  void click(const std::string& anchor) { driver.click(at(anchor)); }
  void hover(const std::string& anchor) { driver.moveTo(at(anchor)); }
  /// Two clicks cannot be taken for a double click after this.
  void settle(int frames = 30) { driver.frame(frames); }
  /// As a hand does: 60 ms between the clicks.
  void doubleClick(const std::string& anchor) {
    const view::Point p = at(anchor);
    driver.moveTo(p);
    settle();
    for (int i = 0; i < 2; ++i) {
      driver.press();
      driver.frame(1);
      driver.release();
      driver.frame(2);
    }
  }
  /// The place of a value on a slider's track.
  view::Point onSlider(const std::string& anchor, double share) {
    const view::Point middle = at(anchor);
    const view::Box& b = box(anchor);
    const double radius = 7 * studio.scale;
    return {b.x + radius + share * (b.w - 2 * radius), middle.y};
  }
  /// Types into a value field: opens it, replaces what it holds, Enter.
  void typeInto(const std::string& anchor, const std::string& text) {
    click(anchor);
    driver.frame(3);
    driver.type(text);
    driver.key(Key::enter);
    driver.frame(2);
  }
  void shortcut(char letter) { driver.key(static_cast<Key>(letter)); }
  void ctrl(char letter) { driver.key(static_cast<Key>(letter), {Key::left_ctrl}); }
  void ctrlShift(char letter) { driver.key(static_cast<Key>(letter), {Key::left_ctrl, Key::left_shift}); }

  /// How often undo can be pressed.
  int undoEntries() {
    int count = 0;
    for (; bench.canUndo(); ++count) bench.undo();
    for (int i = 0; i < count; ++i) bench.redo();
    return count;
  }
  const Layer& layer() const { return bench.document().layer; }
  const Playhead& playhead() const { return bench.view().playhead; }
  double steps() const { return static_cast<double>(bench.timeline().steps); }
  /// The output as the board shows it now.
  std::vector<float> output() const {
    const Moment moment = momentAt(bench.timeline(), playhead().time, playhead().granularity);
    const Tensor values = bench.derived().trace->output(moment.done);
    return {values.values().begin(), values.values().end()};
  }
  static bool whole(double time) { return time == std::floor(time); }

  Workbench bench;
  std::vector<ui::Command> asked;
  std::vector<std::filesystem::path> chosen;
  bool moving = false;
  UiDriver driver{[this] { draw(); }};
  ui::Studio studio{bench, driver.fonts, host(), nullptr};
};

}  // namespace lab::test
