#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "i18n/translate.h"
#include "model/fields.h"
#include "model/formula.h"
#include "model/number.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

constexpr double kWidth = 208, kMenu = 136, kLabel = 148;

struct ModeInfo {
  CompareMode mode;
  const char *anchor, *text, *tip;
  double width;
};
constexpr std::array<ModeInfo, 3> kModes = {{
    {CompareMode::settings, "compare.settings", "A | B", trLater("Two settings on the same input"), 56},
    {CompareMode::sweep, "compare.sweep", trLater("Sweep"), trLater("One or two parameters on the axes"), 64},
    {CompareMode::upsampling, "compare.upsampling", trLater("Enlarge"),
     trLater("Four ways of enlarging with the same weights"), 76},
}};

class Compare {
 public:
  explicit Compare(Studio& studio) : studio_(studio), bench_(studio.workbench) {}

  void draw() {
    label(studio_, tr("Compare"), 16, studio_.theme().ink, view::Weight::bold);
    space(studio_, 6);
    modes();
    if (now().mode == CompareMode::settings) settings();
    if (now().mode == CompareMode::sweep) {
      axis(tr("Rows"), "compare.rows", &Comparison::rows, &Comparison::columns, sweepFields());
      axis(tr("Columns"), "compare.columns", &Comparison::columns, &Comparison::rows,
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
      if (button(studio_, mode.anchor, tr(mode.text), tr(mode.tip),
                 {.width = mode.width, .height = 26, .active = now().mode == mode.mode, .outlined = true}))
        change([&](Comparison& c) { c.mode = mode.mode; });
    }
    space(studio_, 8);
  }

  /// The second setting: one slider for both axes of each parameter.
  void settings() {
    for (const char* id : {"kernel_size", "stride", "padding", "output_padding", "dilation"}) row(field(id));
    if (button(studio_, "compare.copy", tr("Start from A"), tr("Gives B the values of the layer"),
               {.width = kWidth, .height = 26, .active = true})) {
      const Geometry a = geometryOf(bench_.document().layer);
      change([&](Comparison& c) { c.b = a; });
    }
    space(studio_, 4);
  }

  void row(const Field& f) {
    const Document other = withGeometry(bench_.document(), now().b);
    const Pair value = f.get(other);
    label(studio_, fmt::format("B  {}", tr(f.label)), 14, studio_.theme().muted, view::Weight::regular,
          kLabel);
    tooltip(studio_, tr(f.help));
    ImGui::SameLine();
    ImGui::SetCursorPosX(studio_.px(20 + kWidth - 84));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - studio_.px(2));
    if (const auto text = valueField(studio_, fmt::format("compare.value.{}", f.id),
                                     sizeText(other.layer, value), 84, tr("Click to type a value")))
      typed(f, other, *text);
    const auto most = static_cast<double>(std::max({f.slider_most, value.h, value.w}));
    const auto moved =
        slider(studio_, fmt::format("compare.{}", f.id), static_cast<double>(value.w),
               {.least = static_cast<double>(f.least), .most = most, .whole = true}, kWidth, tr(f.help));
    if (moved) set(f, other, static_cast<Index>(*moved));
    space(studio_, 4);
  }

  void typed(const Field& f, const Document& other, const std::string& text) {
    if (const auto value = parsePair(text)) return set(f, other, *value);
    studio_.say(trf("B {} = \"{}\": must be a whole number, or two as in 3, 5", tr(f.label), text), true);
  }

  void set(const Field& f, Document other, Pair value) {
    f.set(other, value);
    Document edited = bench_.document();
    edited.comparison.b = geometryOf(other.layer);
    bench_.edit(std::move(edited));
  }

  static std::string_view nameOf(SweepField which) {
    return which == SweepField::none ? tr("none") : tr(field(which).label);
  }

  /// The menu of an axis. The field of the other axis changes places with this one.
  void axis(const char* name, const std::string& anchor, SweepField Comparison::* here,
            SweepField Comparison::* other, std::span<const std::string_view> ids) {
    ImGui::AlignTextToFramePadding();
    label(studio_, name, 14, studio_.theme().muted);
    ImGui::SameLine();
    ImGui::SetCursorPosX(studio_.px(20 + kWidth - kMenu));
    const SweepField shown = now().*here;
    const std::string menu = anchor + ".menu";
    if (button(studio_, anchor, fmt::format("{}  {}", nameOf(shown), icons::down),
               tr("What varies along this axis"), {.width = kMenu, .height = 26, .active = true}))
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
