#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "model/fields.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

constexpr double kWidth = 208, kMenu = 136;

struct ModeInfo {
  CompareMode mode;
  const char *anchor, *text, *tip;
  double width;
};
constexpr std::array<ModeInfo, 3> kModes = {{
    {CompareMode::settings, "compare.settings", "A | B", "Two settings on the same input", 56},
    {CompareMode::sweep, "compare.sweep", "Sweep", "One or two parameters on the axes", 64},
    {CompareMode::upsampling, "compare.upsampling", "Enlarge", "Four ways of enlarging with the same weights",
     76},
}};

class Compare {
 public:
  explicit Compare(Studio& studio) : studio_(studio), bench_(studio.workbench) {}

  void draw() {
    label(studio_, "Compare", 16, studio_.theme().ink, view::Weight::bold);
    space(studio_, 6);
    modes();
    if (now().mode == CompareMode::settings) settings();
    if (now().mode == CompareMode::sweep) {
      axis("Rows", "compare.rows", &Comparison::rows, &Comparison::columns, sweepFields());
      axis("Columns", "compare.columns", &Comparison::columns, &Comparison::rows,
           sweepFields().first(sweepFields().size() - 1));
    }
    rule(studio_);
  }

 private:
  const Comparison& now() const { return bench_.document().comparison; }

  template <class Edit>
  void change(Edit edit) {
    Document edited = bench_.document();
    edit(edited.comparison);
    bench_.change(std::move(edited));
  }

  void modes() {
    for (const ModeInfo& mode : kModes) {
      if (mode.mode != CompareMode::settings) ImGui::SameLine(0, studio_.px(6));
      if (button(studio_, mode.anchor, mode.text, mode.tip,
                 {.width = mode.width, .height = 26, .active = now().mode == mode.mode}))
        change([&](Comparison& c) { c.mode = mode.mode; });
    }
    space(studio_, 8);
  }

  /// The second setting: one slider for both axes of each parameter.
  void settings() {
    for (const char* id : {"kernel_size", "stride", "padding", "output_padding", "dilation"}) row(field(id));
    if (button(studio_, "compare.copy", "Start from A", "Gives B the values of the layer",
               {.width = kWidth, .height = 26, .active = true})) {
      const Geometry a = geometryOf(bench_.document().layer);
      change([&](Comparison& c) { c.b = a; });
    }
    space(studio_, 4);
  }

  void row(const Field& f) {
    Document other = withGeometry(bench_.document(), now().b);
    const Index value = f.get(other).w;
    label(studio_, fmt::format("B  {}", f.label), 14, studio_.theme().muted);
    tooltip(studio_, f.help);
    ImGui::SameLine();
    labelRight(studio_, std::to_string(value), 14, studio_.theme().ink);
    const auto most = static_cast<double>(std::max(f.slider_most, value));
    const auto moved =
        slider(studio_, fmt::format("compare.{}", f.id), static_cast<double>(value),
               {.least = static_cast<double>(f.least), .most = most, .whole = true}, kWidth, f.help);
    if (!moved) return;
    f.set(other, static_cast<Index>(*moved));
    Document edited = bench_.document();
    edited.comparison.b = geometryOf(other.layer);
    bench_.edit(std::move(edited));
  }

  static std::string_view nameOf(SweepField which) {
    return which == SweepField::none ? std::string_view("none") : field(which).label;
  }

  /// The menu of an axis. The field of the other axis changes places with this one.
  void axis(const char* name, const std::string& anchor, SweepField Comparison::*here,
            SweepField Comparison::*other, std::span<const std::string_view> ids) {
    ImGui::AlignTextToFramePadding();
    label(studio_, name, 14, studio_.theme().muted);
    ImGui::SameLine();
    ImGui::SetCursorPosX(studio_.px(20 + kWidth - kMenu));
    const SweepField shown = now().*here;
    const std::string menu = anchor + ".menu";
    if (button(studio_, anchor, fmt::format("{}  {}", nameOf(shown), icons::down),
               "What varies along this axis", {.width = kMenu, .height = 26, .active = true}))
      ImGui::OpenPopup(menu.c_str());
    space(studio_, 4);
    if (!beginMenu(studio_, menu)) return;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto which = static_cast<SweepField>(i);
      if (!menuItem(studio_, fmt::format("{}.{}", anchor, ids[i]), nameOf(which), which == shown)) continue;
      if (shown == SweepField::none && now().*other == which) continue;  // the columns must vary
      change([&](Comparison& c) {
        if (c.*other == which) c.*other = c.*here;
        c.*here = which;
      });
    }
    endMenu();
  }

  Studio& studio_;
  Workbench& bench_;
};

}  // namespace

void drawCompareControls(Studio& studio) { Compare(studio).draw(); }

}  // namespace lab::ui
