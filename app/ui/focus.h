#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "view/places_canvas.h"

/// The keyboard's way through the window: Tab leads from control to control in reading order, a ring shows
/// where it is. A click hides the ring; Tab then goes on from there.
namespace lab::ui {

struct Studio;

/// What a control does with keys while it has the focus.
enum class StopKind {
  button,  ///< Enter and Space press it
  range,   ///< arrows move it, Home and End lead to its ends
  field,   ///< takes what is typed as soon as the focus comes
  scene,   ///< arrows lead from element to element, Enter pins one
};

/// What keys ask of a control in this frame.
struct Asked {
  bool press = false;
  double dx = 0, dy = 0;  ///< arrows, y downwards; infinite for Home and End

  double steps() const { return dx - dy; }  ///< of a range
};

struct Focus {
  struct Stop {
    std::string anchor;
    view::Box box, room;  ///< room: what is not cut off
    const void* layer;    ///< the menu or sheet that it is in; null for the window
    int panel;            ///< in reading order
    StopKind kind;
  };

  bool shown = false;                     ///< keys act on the control
  const void* layer = nullptr;            ///< the topmost one
  std::map<const void*, std::string> at;  ///< the control of each layer
  std::size_t place = 0;                  ///< of the control among `stops`, for when it goes away
  std::vector<Stop> stops;                ///< of the layer, as they were drawn last
  std::vector<Stop> drawn;                ///< of all layers, in this frame
  Asked asked;                            ///< of the control, until it is drawn
  bool arrived = false;                   ///< it is to be scrolled into view
  double rested = 0;                      ///< seconds since then
  unsigned item = 0;                      ///< ImGui's name for it
  std::string scene;                      ///< whose element this is:
  std::optional<view::PlacesCanvas::Spot> element;

  /// Null where the control is not there or no ring is shown.
  const Stop* current() const;
  /// Whether keys have led to an element since the pointer moved last.
  bool leads() const { return element && current(); }
  bool on(std::string_view anchor, const void* its_layer) const;
};

/// Makes the item before a control that Tab reaches; returns what keys ask of it.
Asked stop(Studio& studio, std::string_view anchor, StopKind kind = StopKind::button);
/// Whether the field that is drawn next is to take the keyboard.
bool takesKeyboard(const Studio& studio, std::string_view anchor);
/// The control of the menu or sheet that is being drawn.
void focusOn(Studio& studio, std::string_view anchor);
/// Whether the item before has the focus.
bool hasFocus(const Studio& studio);

/// Keys of this frame, at its beginning. Returns whether one was for the focus, and so is no shortcut.
bool handleFocus(Studio& studio, double seconds);
/// The ring, over everything.
void drawFocus(Studio& studio);

/// The element of a scene that keys have led to, and its place; nothing where the scene has no focus.
/// asked: what keys ask of the scene. draw: draws it.
std::optional<view::PlacesCanvas::Spot> elementByKeys(Studio& studio, std::string_view scene,
                                                      const Asked& asked,
                                                      const std::function<void(view::Canvas&)>& draw);
/// A ring that is seen on cells of any colour.
void drawCursor(const Studio& studio, const view::Box& cell);
/// What was typed in this frame, if it can begin a number.
std::string typedCharacters();

}  // namespace lab::ui
