#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "model/fields.h"
#include "model/formula.h"
#include "model/number.h"
#include "model/related.h"
#include "model/running.h"
#include "ui/input_queue.h"
#include "ui/panels.h"
#include "ui/presenting.h"
#include "ui/widgets.h"
#include "view/board.h"
#include "view/canvas_text.h"
#include "view/hit_canvas.h"
#include "view/number_format.h"

namespace lab::ui {
namespace {

/// Above this many steps a second single movements cannot be followed: only finished states are shown.
constexpr double kFastestWatched = 4;
constexpr double kZoomPerNotch = 1.15;
/// A drag over a cell changes its value by one for so many points.
constexpr double kPointsPerUnit = 16;
/// A key moves a seam so far.
constexpr double kSharePerKey = 0.02;

double shownTime(const Playhead& playhead, const Timeline& timeline) {
  if (!playhead.playing || playhead.speed <= kFastestWatched) return playhead.time;
  // Rows are watched element by element.
  const Granularity unit =
      playhead.granularity == Granularity::row ? Granularity::element : playhead.granularity;
  return timeAfter(timeline, unit, unitsBefore(timeline, unit, playhead.time));
}

/// No more anchors than this are kept in a frame: enough for every cell that can be read.
constexpr std::size_t kMostAnchors = 4096;

/// The anchor of a cell: "input 0 1 2" with the plane in front of row and column.
std::string cellAnchor(const Ref& ref) {
  const bool by_out = ref.kind == RefKind::weight || ref.kind == RefKind::patch;
  const char* name = ref.kind == RefKind::weight   ? "kernel"
                     : ref.kind == RefKind::canvas ? "output"
                                                   : view::refName(ref.kind).data();
  return fmt::format("{} {} {} {}", name, by_out ? ref.out : ref.channel, ref.row, ref.column);
}

/// Wheel zooms around the pointer; dragging the empty board, or anything with the middle button, moves it.
/// `content` is the part of the board that the layout zooms and shifts.
void zoomAndPan(Studio& studio, const view::Box& content, const Ref& hit) {
  const ImGuiIO& io = ImGui::GetIO();
  ViewState& view = studio.workbench.view();
  const double width = std::max(content.w, 1.0), height = std::max(content.h, 1.0);
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    const double before = view.zoom;
    view.zoom = std::clamp(before * std::pow(kZoomPerNotch, io.MouseWheel), ViewState::least_zoom,
                           ViewState::most_zoom);
    const double factor = view.zoom / before;
    const double x = (io.MousePos.x - content.center().x) / width,
                 y = (io.MousePos.y - content.center().y) / height;
    view.pan_x = x - (x - view.pan_x) * factor;
    view.pan_y = y - (y - view.pan_y) * factor;
  }
  const bool by_left =
      ImGui::IsItemActive() && !isEditable(studio.dragging) && !hit && ImGui::IsMouseDragging(0);
  const bool by_middle = ImGui::IsItemHovered() && ImGui::IsMouseDragging(2, 0);
  if (!by_left && !by_middle) return;
  view.pan_x += io.MouseDelta.x / width;
  view.pan_y += io.MouseDelta.y / height;
}

/// Dragging upwards or to the right over a cell raises its value.
void dragValue(Studio& studio) {
  if (!isEditable(studio.dragging) || !ImGui::IsMouseDragging(0)) return;
  const ImVec2 moved = ImGui::GetMouseDragDelta(0);
  const double units = std::round((moved.x - moved.y) / (kPointsPerUnit * studio.scale));
  studio.workbench.setElement(studio.dragging, studio.drag_start + static_cast<float>(units));
}

void press(Studio& studio, const Ref& hit) {
  studio.dragging = hit;
  studio.drag_start = studio.workbench.elementValue(hit);
  if (ImGui::IsMouseDoubleClicked(0)) beginEditing(studio, hit);
}

void release(Studio& studio, const Ref& hit) {
  const ImVec2 moved = ImGui::GetMouseDragDelta(0, 0);
  const bool clicked = std::hypot(moved.x, moved.y) < studio.px(4);
  if (clicked && hit && !studio.painting && !studio.editing) studio.workbench.togglePin(hit);
  studio.dragging = {};
}

void useMouse(Studio& studio, const view::Box& content, const Ref& hit) {
  zoomAndPan(studio, content, hit);
  if (ImGui::IsItemActivated()) press(studio, hit);
  if (ImGui::IsItemActive() && studio.painting && isEditable(hit))
    studio.workbench.setElement(hit, studio.paint_value);
  if (ImGui::IsItemActive() && !studio.painting) dragValue(studio);
  if (ImGui::IsItemDeactivated()) release(studio, hit);
  if (isEditable(hit) && !studio.painting) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

/// The next cell in reading order, for Tab.
Ref nextCell(const tconv::Trace& trace, Ref cell) {
  const Shape shape = cell.kind == RefKind::input ? trace.x().shape() : trace.weight().shape();
  if (++cell.column < shape.w) return cell;
  cell.column = 0;
  cell.row = (cell.row + 1) % shape.h;
  return cell;
}

void acceptValue(Studio& studio) {
  const auto value = parseNumber(studio.edit_text);
  if (value) {
    // The same number again is no edit: it would turn a preset into own values.
    if (*value != studio.workbench.elementValue(studio.editing))
      studio.workbench.setElement(studio.editing, *value);
    studio.workbench.commit();
  } else {
    studio.say(trf("\"{}\" is not a number; a value is like 2, -0.5 or 1e-3", studio.edit_text), true);
  }
}

/// What began the value stays: a field that takes the keyboard selects all that it holds.
void goOnTyping(Studio& studio) {
  ImGuiInputTextState* state = ImGui::GetInputTextState(ImGui::GetItemID());
  if (!studio.edit_typed || !state || !ImGui::IsItemActive()) return;
  state->ClearSelection();
  state->Stb.cursor = state->CurLenW;
  studio.edit_typed = false;
}

/// The entry field over the cell whose value is being typed. Enter and leaving accept, Tab goes on, Esc gives
/// up.
void editCell(Studio& studio, const view::Frame& frame) {
  const view::Box* cell = studio.anchors.find(cellAnchor(studio.editing));
  if (!studio.editing || studio.workbench.problem() || !exists(frame.trace(), studio.editing) || !cell) {
    studio.editing = {};
    return;
  }
  const view::Box box = *cell;
  const double width = std::max(box.w, 72 * studio.scale);
  ImGui::SetCursorScreenPos({static_cast<float>(box.center().x - width / 2),
                             static_cast<float>(box.center().y - 11 * studio.scale)});
  if (!studio.edit_started) ImGui::SetKeyboardFocusHere();
  ImGui::PushItemWidth(static_cast<float>(width));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, studio.px(1.5));
  const tconv::Rgb accent = studio.theme().accent;
  ImGui::PushStyleColor(ImGuiCol_Border, IM_COL32(accent.r, accent.g, accent.b, 255));
  // A field of its own for each cell, or Tab would find the next one holding the text of the last.
  const std::string id =
      fmt::format("##cell {} {} {}", studio.editing.out, studio.editing.row, studio.editing.column);
  const bool entered =
      ImGui::InputText(id.c_str(), &studio.edit_text,
                       ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::PopItemWidth();
  goOnTyping(studio);
  const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
  studio.anchors.set("cell.entry", {a.x, a.y, b.x - a.x, b.y - a.y});
  if (!studio.edit_started) {
    studio.edit_started = true;
    return;
  }
  // ImGui lets go of the field a frame after Tab, so the key itself is what counts.
  const bool tabbed = pressed(Key::tab), given_up = pressed(Key::escape);
  if (!entered && !tabbed && !ImGui::IsItemDeactivated()) return;
  if (!given_up) acceptValue(studio);
  const Ref done = studio.editing;
  studio.editing = {};
  if (tabbed) beginEditing(studio, nextCell(*frame.derived->trace, done));
}

/// "x[1,2] · w[0,1] = 5 · 2 = 10".
std::string termText(const tconv::Trace& trace, const Ref& term) {
  const tconv::Step step = trace.step(trace.stepOf(term.channel, term.row, term.column));
  return fmt::format("{} · {} = {} · {} = {}", inputName(trace.layer(), term.channel, term.row, term.column),
                     weightName(trace.layer(), term.channel, term.out, term.u, term.v),
                     view::fullNumber(step.value),
                     view::fullNumber(trace.weight()(term.channel, term.out, term.u, term.v)),
                     view::fullNumber(trace.product(step, term.out, term.u, term.v)));
}

/// The full value of a cell that shows a shortened one, or none at all.
/// `at`: the cell to stand beside; else it follows the pointer.
void valueTooltip(Studio& studio, const view::Frame& frame, const std::optional<view::Box>& at) {
  const tconv::Trace& trace = frame.trace();
  const Ref ref = resolved(trace, momentOf(frame).active, studio.hover);
  if (!exists(trace, ref) || ImGui::IsMouseDown(0) || studio.editing) return;
  std::string text;
  if (ref.kind == RefKind::input)
    text = inputName(trace.layer(), ref.channel, ref.row, ref.column) + " = " +
           view::fullNumber(studio.workbench.elementValue(ref));
  else if (ref.kind == RefKind::weight)
    text = weightName(trace.layer(), ref.channel, ref.out, ref.row, ref.column) + " = " +
           view::fullNumber(studio.workbench.elementValue(ref));
  else if (ref.kind == RefKind::canvas)
    text = outputName(trace, ref.channel, ref.row, ref.column) + " = " +
           view::fullNumber(RunningOutput(trace, momentOf(frame)).value(ref.channel, ref.row, ref.column)) +
           (trace.window().contains(ref.row, ref.column) ? "" : tr("  (cropped by padding)"));
  else if (ref.kind == RefKind::term)
    text = termText(trace, ref);
  if (text.empty()) return;
  if (at)
    ImGui::SetNextWindowPos(
        {static_cast<float>(at->right()) + studio.px(6), static_cast<float>(at->bottom()) + studio.px(6)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {studio.px(8), studio.px(5)});
  ImGui::SetTooltip("%s", text.c_str());
  ImGui::PopStyleVar();
}

/// Dragging the seam between two panes moves it.
void drawSeam(Studio& studio, const char* anchor, const view::Box& grip, const view::Box& board,
              bool upright) {
  ImGui::SetCursorScreenPos({static_cast<float>(grip.x), static_cast<float>(grip.y)});
  ImGui::InvisibleButton(anchor, {static_cast<float>(grip.w), static_cast<float>(grip.h)});
  const Asked asked = stop(studio, anchor, StopKind::range);
  studio.anchors.set(anchor, grip);
  if (ImGui::IsItemHovered() || ImGui::IsItemActive())
    ImGui::SetMouseCursor(upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  Split& split = studio.workbench.view().split;
  double& share = upright ? split.x : split.y;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (ImGui::IsItemActive()) share = upright ? (mouse.x - board.x) / board.w : (mouse.y - board.y) / board.h;
  share = std::clamp(share + kSharePerKey * (asked.dx + asked.dy), Split::least, Split::most);
}

void drawSeams(Studio& studio, const view::BoardLayout& layout) {
  if (layout.panes.size() < 2) return;
  const double grip = 8 * studio.scale;
  const view::Box& first = layout.panes.front().box;
  const view::Box& last = layout.panes.back().box;
  const view::Box all{first.x, first.y, last.right() - first.x, last.bottom() - first.y};
  drawSeam(studio, "seam.x", {last.x - grip / 2, all.y, grip, all.h}, all, true);
  if (layout.panes.size() < 3) return;
  const double left = layout.panes.size() == 3 ? last.x : all.x;
  drawSeam(studio, "seam.y", {left, last.y - grip / 2, all.right() - left, grip}, all, false);
}

/// The way out of an illegal setting, below the reason that the scene gives.
void drawFix(Studio& studio, const view::Box& box) {
  const auto& problem = studio.workbench.problem();
  if (!problem || !problem->fix) return;
  const double width = 220;
  ImGui::SetCursorScreenPos({static_cast<float>(box.center().x) - studio.px(width / 2),
                             static_cast<float>(box.center().y) + studio.px(32)});
  if (button(studio, "board.fix",
             trf("Set {} to {}", tr(field(problem->fix->parameter).label), problem->fix->value),
             tr("The nearest legal value"), {.width = width, .height = 36, .primary = true}))
    studio.workbench.applyFix();
}

}  // namespace

namespace {

view::Frame frameOf(const Studio& studio, const view::Box& area, const ViewState& state) {
  const Workbench& bench = studio.workbench;
  view::Frame frame;
  frame.derived = &bench.derived();
  frame.problem = bench.problem();
  frame.faces = state.faces;
  frame.split = state.split;
  frame.options = state.options;
  frame.scales = state.scales;
  frame.time = shownTime(state.playhead, bench.timeline());
  frame.granularity = state.playhead.granularity;
  frame.hover = studio.hover;
  frame.pinned = state.pinned;
  frame.theme = &studio.theme();
  frame.language = state.language;
  frame.area = area;
  frame.scale = studio.scale;
  frame.zoom = state.zoom;
  frame.pan = {state.pan_x, state.pan_y};
  frame.symbols = state.show_symbols;
  if (studio.presenter.on) frame.least_type = kPresenterType;
  frame.reduced_motion = state.reduced_motion;
  frame.touched = bench.touched();
  return frame;
}

}  // namespace

view::Frame frameOf(const Studio& studio, const view::Box& area) {
  return frameOf(studio, area, studio.workbench.shownView());
}

Deriver::Preparation boardAhead(const Studio& studio, const ViewState& view) {
  const auto frame = std::make_shared<view::Frame>(frameOf(studio, studio.board, view));
  frame->problem.reset();
  frame->hover = {};
  frame->touched = {};  // which the workbench owns
  return [frame, playhead = view.playhead](const Derived& derived) {
    frame->derived = &derived;
    frame->time = shownTime(playhead, timelineOf(*derived.trace));
    view::HitCanvas nowhere({-1, -1});
    view::drawBoard(nowhere, *frame);
  };
}

namespace {

/// What lies under the mouse; an illegal board cannot be touched.
Ref hitOf(const Studio& studio, const view::Frame& frame) {
  view::HitCanvas hits({ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y});
  if (!studio.workbench.problem()) view::drawBoard(hits, frame);
  return hits.hit();
}

/// What keys do to the element that they have led to; typing begins a new value.
std::optional<view::PlacesCanvas::Spot> useKeys(Studio& studio, const Asked& asked,
                                                const view::Frame& frame) {
  if (studio.workbench.problem()) return {};
  const auto spot =
      elementByKeys(studio, "board", asked, [&](view::Canvas& c) { view::drawBoard(c, frame); });
  if (!spot || studio.editing) return spot;
  if (asked.press) studio.workbench.togglePin(spot->ref);
  const std::string typed = typedCharacters();
  if (!typed.empty()) beginEditing(studio, spot->ref, typed);
  return spot;
}

void paint(Studio& studio, const view::Frame& frame) {
  ImGuiCanvas canvas(ImGui::GetWindowDrawList(), *studio.fonts, studio.heatmaps);
  canvas.onLocated([&](const Ref& ref, const view::Box& box) {
    if (studio.anchors.all().size() < kMostAnchors) studio.anchors.add(cellAnchor(ref), box);
  });
  // The whole panel, without the margin that ImGui keeps for widgets.
  const view::Box& area = frame.area;
  ImGui::PushClipRect({static_cast<float>(area.x), static_cast<float>(area.y)},
                      {static_cast<float>(area.right()), static_cast<float>(area.bottom())}, false);
  view::drawBoard(canvas, frame);
  ImGui::PopClipRect();
}

}  // namespace

void beginEditing(Studio& studio, const Ref& cell, const std::string& typed) {
  if (!isEditable(cell)) return;
  studio.editing = cell;
  studio.edit_text = typed.empty() ? view::fullNumber(studio.workbench.elementValue(cell)) : typed;
  studio.edit_started = false;
  studio.edit_typed = !typed.empty();
}

void drawBoard(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "board", box, studio.theme().background)) {
    studio.anchors.set("board", box);
    studio.board = box;
    const view::Frame frame = frameOf(studio, box);
    const view::BoardLayout layout = view::layoutBoard(frame);
    ImGui::SetCursorScreenPos({static_cast<float>(box.x), static_cast<float>(box.y)});
    ImGui::InvisibleButton("##board", {static_cast<float>(box.w), static_cast<float>(box.h)},
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
    ImGui::SetItemAllowOverlap();
    const bool pointed = ImGui::IsItemHovered();
    const auto spot = useKeys(studio, stop(studio, "board", StopKind::scene), frame);
    if (pointed || ImGui::IsItemActive()) {
      const ImVec2 mouse = ImGui::GetIO().MousePos;
      const view::Pane* pane = view::paneAt(layout, {mouse.x, mouse.y});
      const Ref hit = hitOf(studio, frame);
      if (!studio.focus.leads()) studio.hover = studio.next_hover = hit;
      useMouse(studio, pane ? pane->content : layout.panes.front().content, hit);
    }
    if (spot) studio.hover = studio.next_hover = spot->ref;
    drawSeams(studio, layout);
    paint(studio, frameOf(studio, box));
    if ((pointed && !studio.focus.leads()) || spot)
      valueTooltip(studio, frame, spot ? std::optional(spot->box) : std::nullopt);
    if (spot) drawCursor(studio, spot->box);
    editCell(studio, frame);
    if (!studio.workbench.problem()) drawScaleMenus(studio, view::scaleBars(frame, layout.footer));
    drawFix(studio, box);
  }
  endPanel();
}

}  // namespace lab::ui
