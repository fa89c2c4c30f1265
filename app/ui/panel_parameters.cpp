#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/fields.h"
#include "model/formula.h"
#include "model/number.h"
#include "model/overlap_facts.h"
#include "tconv/overlap.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/number_format.h"

namespace lab::ui {
namespace {

constexpr double kWidth = 208;  ///< of the panel's content, in points
constexpr double kLabel = 148;  ///< most of a label beside its value

/// Presets have their names from core, which knows no languages: here they are marked for translation.
[[maybe_unused]] constexpr const char* kPresetNames[] = {trLater("ramp"),
                                                         trLater("ones"),
                                                         trLater("impulse"),
                                                         trLater("checkerboard"),
                                                         trLater("random-integers"),
                                                         trLater("normal"),
                                                         trLater("picture"),
                                                         trLater("textbook"),
                                                         trLater("nearest"),
                                                         trLater("bilinear"),
                                                         trLater("gaussian"),
                                                         trLater("sharpen"),
                                                         trLater("sobel")};

class Parameters {
 public:
  explicit Parameters(Studio& studio) : studio_(studio), bench_(studio.workbench), theme_(studio.theme()) {}

  void draw() {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {studio_.px(8), 0});
    faceControls();
    heading();
    for (const char* id : {"kernel_size", "stride", "padding", "output_padding", "dilation", "groups"})
      row(field(id));
    rule(studio_);
    for (const char* id : {"input_size", "in_channels", "out_channels"}) row(field(id));
    switches();
    rule(studio_);
    values();
    rule(studio_);
    verdicts();
    ImGui::PopStyleVar();
  }

 private:
  const Layer& layer() const { return bench_.document().layer; }
  bool onBoard(Face face) const { return bench_.view().shows(face); }
  bool oneDimensional() const { return layer().dims == 1; }

  void faceControls() {
    if (onBoard(Face::matrix)) drawMatrixControls(studio_);
    if (onBoard(Face::overlap)) drawOverlapControls(studio_);
    if (onBoard(Face::backward)) drawBackwardControls(studio_);
    if (onBoard(Face::lens)) drawLensControls(studio_);
    if (onBoard(Face::compare)) drawCompareControls(studio_);
    if (onBoard(Face::image)) drawImageControls(studio_);
  }

  void heading() {
    ViewState& view = bench_.view();
    label(studio_, tr("Layer"), 16, theme_.ink, view::Weight::bold);
    ImGui::SameLine();
    ImGui::SetCursorPosX(studio_.px(20 + kWidth - 28));
    const bool linked = view.link_axes;
    if (button(studio_, "link", linked ? icons::linked : icons::unlinked,
               linked ? tr("Height and width move together; press to set them apart")
                      : tr("Height and width are set apart"),
               {.width = 28, .height = 24, .active = linked}))
      view.link_axes = !linked;
    space(studio_, 2);
  }

  std::string shown(const Field& f) const {
    const Pair value = f.get(bench_.document());
    if (!f.per_axis) return fmt::format("{}", value.h);
    return sizeText(layer(), value);
  }

  void set(const Field& f, Pair value) {
    Document edited = bench_.document();
    if (!f.per_axis) value.w = value.h;
    f.set(edited, value);
    bench_.edit(std::move(edited), f.id);
  }

  void typed(const Field& f, const std::string& text) {
    if (const auto value = parsePair(text))
      set(f, oneDimensional() && f.per_axis ? Pair{f.get(bench_.document()).h, value->w} : *value);
    else
      studio_.say(trf("{} = \"{}\": must be a whole number, or two as in 3, 5", tr(f.label), text), true);
  }

  void row(const Field& f) {
    ImGui::PushID(f.id.data(), f.id.data() + f.id.size());
    label(studio_, tr(f.label), 14, isBroken(f) ? theme_.problem : theme_.muted, view::Weight::regular,
          kLabel - 40);
    anchorItem(studio_, fmt::format("label.slider.{}", f.id));
    tooltip(studio_, tr(f.help));
    explanationMark(studio_, fmt::format("slider.{}", f.id));
    ImGui::SameLine();
    ImGui::SetCursorPosX(studio_.px(20 + kWidth - 84));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - studio_.px(2));
    if (const auto text =
            valueField(studio_, fmt::format("value.{}", f.id), shown(f), 84, tr("Click to type a value")))
      typed(f, *text);
    sliders(f);
    note(f);
    ImGui::PopID();
  }

  void sliders(const Field& f) {
    const Pair value = f.get(bench_.document());
    const auto most = static_cast<double>(std::max({f.slider_most, value.h, value.w}));
    const bool apart = f.per_axis && !oneDimensional() && (!bench_.view().link_axes || value.h != value.w);
    const int last = apart ? 2 : 1;
    for (int axis = 0; axis < last; ++axis) {
      const std::string anchor = last == 1 ? fmt::format("slider.{}", f.id)
                                           : fmt::format("slider.{}.{}", f.id, axis == 0 ? "h" : "w");
      const int index = oneDimensional() && f.per_axis ? 1 : axis;
      const auto moved = slider(studio_, anchor, static_cast<double>(value[index]),
                                {static_cast<double>(f.least), most, true}, kWidth,
                                last == 1   ? tr(f.help)
                                : axis == 0 ? tr("Height")
                                            : tr("Width"));
      if (!moved) continue;
      Pair wanted = value;
      if (last == 1 && !oneDimensional())
        wanted = static_cast<Index>(*moved);
      else
        wanted[index] = static_cast<Index>(*moved);
      set(f, wanted);
    }
  }

  /// Asked anew after each control, which may have mended it.
  bool isBroken(const Field& f) const {
    return bench_.problem() && bench_.problem()->subject.starts_with(f.id);
  }

  /// What is said under a slider: what is wrong with it and the way out, or what its value does.
  void note(const Field& f) {
    if (isBroken(f)) {
      paragraph(studio_, tr(bench_.problem()->rule), 12, theme_.problem);
      if (const auto fix = bench_.problem()->fix) {
        if (button(studio_, "fix", trf("Set {} to {}", tr(field(fix->parameter).label), fix->value),
                   tr("The nearest legal value"), {.width = kWidth, .height = 26, .primary = true}))
          bench_.applyFix();
      }
      space(studio_, 6);
      return;
    }
    const std::string remark = remarkFor(f);
    if (!remark.empty()) label(studio_, remark, 12, theme_.faint);
    // Nothing more: all of the panel is to be seen in a window of 1280 x 800.
  }

  std::string remarkFor(const Field& f) const {
    const Layer& l = layer();
    if (f.id == "padding" && l.padding.symmetric() && l.padding.begin.w > 0 &&
        l.padding.begin.h == l.padding.begin.w)
      return trf("crops {} from each side", l.padding.begin.w);
    if (f.id == "padding" && !l.padding.symmetric()) return trf("at the end {}", sizeText(l, l.padding.end));
    if (f.id == "output_padding") {
      const Index most = std::max(l.stride.w, l.dilation.w) - 1;
      return most == 0 ? tr("only 0 at this stride") : trf("0 to {} allowed", most);
    }
    return {};
  }

  /// One or two dimensions, bias or none: on one line.
  void switches() {
    space(studio_, 4);
    for (const int dims : {1, 2}) {
      if (button(studio_, fmt::format("dims.{}", dims), fmt::format("{}-D", dims),
                 tr("One spatial axis or two"),
                 {.width = 40, .height = 26, .active = layer().dims == dims, .outlined = true}))
        setLayer([dims](Layer& l) { l.dims = dims; });
      ImGui::SameLine(0, studio_.px(4));
    }
    ImGui::SetCursorPosX(studio_.px(20 + kWidth - 80));
    const bool on = layer().bias;
    if (button(studio_, "bias", on ? tr("bias on") : tr("bias off"),
               tr("One number per output channel, added once to every output cell"),
               {.width = 80, .height = 26, .active = on, .outlined = true}))
      setLayer([on](Layer& l) { l.bias = !on; });
    if (!layer().bias) return;  // as it is now: the button may just have taken it away
    space(studio_, 4);
    for (Index channel = 0; channel < std::min<Index>(layer().out_channels, 16); ++channel)
      biasValue(channel);
  }

  template <class Edit>
  void setLayer(Edit edit) {
    Document edited = bench_.document();
    edit(edited.layer);
    bench_.change(std::move(edited));
  }

  void biasValue(Index channel) {
    const auto at = static_cast<std::size_t>(channel);
    // Not resolveBias(): while the setting is illegal there may be more channels than memory.
    const std::vector<float>& given = bench_.document().bias;
    const float now = at < given.size() ? given[at] : 0.0F;
    label(studio_, trf("bias of channel {}", channel), 14, theme_.muted);
    ImGui::SameLine();
    ImGui::SetCursorPosX(studio_.px(20 + kWidth - 84));
    const auto text = valueField(studio_, fmt::format("bias.{}", channel), view::fullNumber(now), 84,
                                 tr("Click to type a value"));
    if (!text) return;
    const auto value = parseNumber(*text);
    if (!value) return studio_.say(trf("bias[{}] = \"{}\": must be a number", channel, *text), true);
    Document edited = bench_.document();
    if (edited.bias.size() <= at) edited.bias.resize(at + 1);
    edited.bias[at] = *value;
    bench_.edit(std::move(edited));
  }

  template <class Preset>
  static std::string describe(const Values<Preset>& values) {
    if (values.custom) return tr("own values");
    return std::string(tr(tconv::nameOf(values.preset)));
  }

  /// "Input   ramp" with a menu of presets.
  template <class Preset>
  void presetRow(const char* name, const char* menu, std::span<const std::string_view> names,
                 Preset (*parse)(std::string_view), Values<Preset> Document::* member) {
    const float y = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(y + studio_.px(5));
    label(studio_, name, 14, theme_.muted);
    explanationMark(studio_, fmt::format("preset.{}", menu));
    ImGui::SetCursorPos({studio_.px(20 + kWidth - 136), y});
    const Values<Preset>& values = bench_.document().*member;
    if (button(studio_, fmt::format("preset.{}", menu), fmt::format("{}  {}", describe(values), icons::down),
               values.custom ? tr("Fill with a preset")
                             : trf("Fill with a preset; random ones use seed {}", values.seed),
               {.width = 136, .height = 26, .active = true}))
      ImGui::OpenPopup(menu);
    if (!beginMenu(studio_, menu)) return;
    for (const std::string_view preset : names) {
      const bool chosen = !values.custom && tconv::nameOf(values.preset) == preset;
      if (!menuItem(studio_, fmt::format("preset.{}.{}", menu, preset), tr(preset), chosen)) continue;
      Document edited = bench_.document();
      edited.*member = {parse(preset), (edited.*member).seed + 1, nullptr};
      bench_.change(std::move(edited));
    }
    endMenu();
  }

  void values() {
    presetRow(tr("Input"), "input", tconv::valuePresetNames(), tconv::valuePreset, &Document::input);
    space(studio_, 2);
    presetRow(tr("Kernel"), "kernel", tconv::kernelPresetNames(), tconv::kernelPreset, &Document::kernel);
    space(studio_, 8);
    if (button(studio_, "open", tr("Open…"),
               tr("An .npy array, a PNG or JPEG picture, or a session  (Ctrl+O)"),
               {.width = 66, .active = true}))
      execute(studio_, Command::open);
    ImGui::SameLine(0, studio_.px(6));
    if (button(studio_, "random", tr("Random"), tr("New random whole numbers as input  (R)"),
               {.width = 66, .active = true}))
      execute(studio_, Command::randomize);
    ImGui::SameLine(0, studio_.px(6));
    if (button(studio_, "paint", icons::brush,
               tr("Paint: click or drag over input and kernel cells to set them"),
               {.width = 32, .active = studio_.painting}))
      studio_.painting = !studio_.painting;
    if (!studio_.painting) return;
    ImGui::SameLine(0, studio_.px(2));
    if (const auto text = valueField(studio_, "paint.value", view::fullNumber(studio_.paint_value), 36,
                                     tr("The value to paint with")))
      if (const auto value = parseNumber(*text)) studio_.paint_value = *value;
  }

  void verdicts() {
    if (bench_.problem()) {
      mark(icons::problem, theme_.problem, tr("Not valid in PyTorch"));
      return;
    }
    mark(icons::good, theme_.good, tr("Valid in PyTorch"));
    const tconv::Axes axes = tconv::axes(bench_.document().layer, inputShape(bench_.document()).spatial());
    const bool even = tconv::overlapVerdict(axes.h).even && tconv::overlapVerdict(axes.w).even;
    mark(even ? icons::good : icons::info, even ? theme_.good : theme_.muted,
         trf("Overlap {}", overlapText(axes)));
  }

  void mark(const char* sign, tconv::Rgb color, const std::string& text) {
    label(studio_, sign, 14, color);
    ImGui::SameLine(0, studio_.px(8));
    paragraph(studio_, text, 12, theme_.muted);
    space(studio_, 2);
  }

  Studio& studio_;
  Workbench& bench_;
  const view::Theme& theme_;
};

}  // namespace

void drawParameters(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "parameters", box, studio.theme().panel, true)) {
    Parameters(studio).draw();
  }
  endPanel();
}

}  // namespace lab::ui
