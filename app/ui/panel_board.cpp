#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "model/fields.h"
#include "model/formula.h"
#include "model/number.h"
#include "ui/input_queue.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/hit_canvas.h"
#include "view/layout.h"
#include "view/number_format.h"

namespace lab::ui {
namespace {

/// Above this many steps a second single movements cannot be followed: only finished states are shown.
constexpr double kFastestWatched = 4;
constexpr double kZoomPerNotch = 1.15, kLeastZoom = 0.5, kMostZoom = 200;
/// A drag over a cell changes its value by one for so many points.
constexpr double kPointsPerUnit = 16;

double shownTime(const Playhead& playhead, const Timeline& timeline) {
  if (!playhead.playing || playhead.speed <= kFastestWatched) return playhead.time;
  const double unit =
      playhead.granularity == Granularity::tap ? 1.0 / static_cast<double>(timeline.taps_per_step) : 1;
  return std::floor(playhead.time / unit + 1e-9) * unit;
}

bool editable(const Ref& ref) { return ref.kind == RefKind::input || ref.kind == RefKind::weight; }

/// Wheel zooms around the pointer; dragging the empty board, or anything with the middle button, moves it.
/// `content` is the part of the board that the layout zooms and shifts.
void zoomAndPan(Studio& studio, const view::Box& content, const Ref& hit) {
  const ImGuiIO& io = ImGui::GetIO();
  ViewState& view = studio.workbench.view();
  const double width = std::max(content.w, 1.0), height = std::max(content.h, 1.0);
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    const double before = view.zoom;
    view.zoom = std::clamp(before * std::pow(kZoomPerNotch, io.MouseWheel), kLeastZoom, kMostZoom);
    const double factor = view.zoom / before;
    const double x = (io.MousePos.x - content.center().x) / width,
                 y = (io.MousePos.y - content.center().y) / height;
    view.pan_x = x - (x - view.pan_x) * factor;
    view.pan_y = y - (y - view.pan_y) * factor;
  }
  const bool by_left =
      ImGui::IsItemActive() && !editable(studio.dragging) && !hit && ImGui::IsMouseDragging(0);
  const bool by_middle = ImGui::IsItemHovered() && ImGui::IsMouseDragging(2, 0);
  if (!by_left && !by_middle) return;
  view.pan_x += io.MouseDelta.x / width;
  view.pan_y += io.MouseDelta.y / height;
}

/// Dragging upwards or to the right over a cell raises its value.
void dragValue(Studio& studio) {
  if (!editable(studio.dragging) || !ImGui::IsMouseDragging(0)) return;
  const ImVec2 moved = ImGui::GetMouseDragDelta(0);
  const double units = std::round((moved.x - moved.y) / (kPointsPerUnit * studio.scale));
  studio.workbench.setElement(studio.dragging, studio.drag_start + static_cast<float>(units));
}

void beginEditing(Studio& studio, const Ref& cell) {
  if (!editable(cell)) return;
  studio.editing = cell;
  studio.edit_text = view::fullNumber(studio.workbench.elementValue(cell));
  studio.edit_started = false;
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
  if (ImGui::IsItemActive() && studio.painting && editable(hit))
    studio.workbench.setElement(hit, studio.paint_value);
  if (ImGui::IsItemActive() && !studio.painting) dragValue(studio);
  if (ImGui::IsItemDeactivated()) release(studio, hit);
  if (editable(hit) && !studio.painting) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

/// The box of the cell on the board, as the layout places it.
view::Box cellBox(const view::Frame& frame, const Ref& cell) {
  const view::ScatterLayout layout = view::layoutScatter(frame);
  const view::Block& block = cell.kind == RefKind::input ? layout.inputs : layout.kernels;
  const auto plane = static_cast<std::size_t>(cell.kind == RefKind::input ? cell.channel : cell.out);
  return block.planes[plane].cellBox(static_cast<double>(cell.row), static_cast<double>(cell.column));
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
    studio.say(fmt::format("\"{}\" is not a number; a value is like 2, -0.5 or 1e-3", studio.edit_text),
               true);
  }
}

/// The entry field over the cell whose value is being typed. Enter and leaving accept, Tab goes on, Esc gives
/// up.
void editCell(Studio& studio, const view::Frame& frame) {
  if (!studio.editing || studio.workbench.problem() || !exists(*frame.derived->trace, studio.editing)) {
    studio.editing = {};
    return;
  }
  const view::Box box = cellBox(frame, studio.editing);
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

/// The full value of a cell that shows a shortened one, or none at all.
void valueTooltip(Studio& studio, const view::Frame& frame) {
  const Ref& ref = studio.hover;
  const tconv::Trace& trace = *frame.derived->trace;
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
           view::fullNumber(trace.value(momentOf(frame).done, ref.channel, ref.row, ref.column)) +
           (trace.window().contains(ref.row, ref.column) ? "" : "  (cropped by padding)");
  if (text.empty()) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {studio.px(8), studio.px(5)});
  ImGui::SetTooltip("%s", text.c_str());
  ImGui::PopStyleVar();
}

/// Anchors of cells, so that tests and lessons can point at them: "input 0 1 2".
void anchorCells(Studio& studio, const view::Frame& frame) {
  const view::ScatterLayout layout = view::layoutScatter(frame);
  const auto add = [&](const char* name, const view::Block& block) {
    for (std::size_t plane = 0; plane < block.planes.size(); ++plane) {
      const view::GridPlace& place = block.planes[plane];
      if (place.rows * place.columns > 256) continue;
      for (Index row = 0; row < place.rows; ++row)
        for (Index column = 0; column < place.columns; ++column)
          studio.anchors.set(fmt::format("{} {} {} {}", name, plane, row, column),
                             place.cellBox(static_cast<double>(row), static_cast<double>(column)));
    }
  };
  add("input", layout.inputs);
  add("kernel", layout.kernels);
  add("patch", layout.patches);
  add("output", layout.outputs);
}

/// The way out of an illegal setting, below the reason that the scene gives.
void drawFix(Studio& studio, const view::Box& box) {
  const auto& problem = studio.workbench.problem();
  if (!problem || !problem->fix) return;
  const double width = 220;
  ImGui::SetCursorScreenPos({static_cast<float>(box.center().x) - studio.px(width / 2),
                             static_cast<float>(box.center().y) + studio.px(32)});
  if (button(studio, "board.fix",
             fmt::format("Set {} to {}", field(problem->fix->parameter).label, problem->fix->value),
             "The nearest legal value", {.width = width, .height = 36, .primary = true}))
    studio.workbench.applyFix();
}

}  // namespace

view::Frame frameOf(const Studio& studio, const view::Box& area) {
  const Workbench& bench = studio.workbench;
  const ViewState& state = bench.view();
  view::Frame frame;
  frame.derived = &bench.derived();
  frame.problem = bench.problem();
  frame.time = shownTime(state.playhead, bench.timeline());
  frame.granularity = state.playhead.granularity;
  frame.hover = studio.hover;
  frame.pinned = state.pinned;
  frame.theme = &studio.theme();
  frame.area = area;
  frame.scale = studio.scale;
  frame.zoom = state.zoom;
  frame.pan = {state.pan_x, state.pan_y};
  frame.symbols = state.show_symbols;
  frame.reduced_motion = state.reduced_motion;
  frame.touched = bench.touched();
  return frame;
}

void drawBoard(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "board", box, studio.theme().background)) {
    studio.anchors.set("board", box);
    ImGui::SetCursorScreenPos({static_cast<float>(box.x), static_cast<float>(box.y)});
    ImGui::InvisibleButton("##board", {static_cast<float>(box.w), static_cast<float>(box.h)},
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
    ImGui::SetItemAllowOverlap();
    const view::Frame frame = frameOf(studio, box);
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) {
      view::HitCanvas hits({ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y});
      if (!studio.workbench.problem()) view::drawScatter(hits, frame);
      studio.hover = studio.next_hover = hits.hit();
      useMouse(studio, view::layoutScatter(frame).content, hits.hit());
    }
    ImGuiCanvas canvas(ImGui::GetWindowDrawList(), *studio.fonts, studio.heatmaps);
    view::drawScatter(canvas, frameOf(studio, box));
    if (ImGui::IsItemHovered()) valueTooltip(studio, frame);
    anchorCells(studio, frame);
    editCell(studio, frame);
    drawFix(studio, box);
  }
  endPanel();
}

}  // namespace lab::ui
