#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ui/studio.h"

struct ImVec2;

/// The few controls that the panels are built of. Each draws in the colours of the theme, records its anchor
/// and explains itself in a tooltip.
namespace lab::ui {

/// A window without decoration at a fixed place, as all panels are. Pair with endPanel().
/// False when nothing of it can be seen; endPanel() must be called all the same.
bool beginPanel(Studio& studio, const char* name, const view::Box& box, tconv::Rgb color,
                bool scrolls = false);
void endPanel();

/// Text at the cursor. Where it would be wider than `room` points its letters are smaller; 0 is no limit.
void label(Studio& studio, std::string_view text, double size, tconv::Rgb color,
           view::Weight weight = view::Weight::regular, double room = 0);
/// Text in lines of at most the panel's width.
void paragraph(Studio& studio, std::string_view text, double size, tconv::Rgb color);
/// A hairline with air above and below.
void rule(Studio& studio);
void space(Studio& studio, double points);

/// A tooltip for the item before, once the pointer has rested on it.
void tooltip(Studio& studio, std::string_view text);

struct ButtonStyle {
  double width = 32, height = 32;  ///< points
  bool enabled = true;
  bool active = false;   ///< shown as switched on
  bool primary = false;  ///< filled with the accent
  bool quiet = false;    ///< in the ink of notes
  bool round = false;
  bool outlined = false;  ///< a hairline around it while it is not switched on
  double type_size = 14;
};
/// A button with an icon or a short text, whose letters are smaller where it would not fit. Returns whether
/// it was pressed. The anchor is its identity.
bool button(Studio& studio, std::string_view anchor, std::string_view text, std::string_view tip,
            const ButtonStyle& style = {});

/// A button as wide as there is room, with a text in lines.
bool choice(Studio& studio, std::string_view anchor, std::string_view text, std::string_view tip,
            bool active = false);

/// The values of a slider from its left to its right end.
struct SliderRange {
  double least = 0, most = 1;
  bool whole = false;  ///< only whole numbers

  /// share: 0 is the left end, 1 the right one.
  double at(double share) const;
  double share(double value) const;
  /// The value so many key presses further on.
  double moved(double value, double steps) const;
};
/// A thin track with a round handle, `width` points wide. Returns the new value while it changes.
std::optional<double> slider(Studio& studio, std::string_view anchor, double value, const SliderRange& range,
                             double width, std::string_view tip);

/// A value shown as text that becomes an entry field when clicked; Enter or leaving it returns what was
/// typed, Esc gives up. `width` in points; the text is aligned to its right end.
std::optional<std::string> valueField(Studio& studio, std::string_view anchor, const std::string& shown,
                                      double width, std::string_view tip);

/// The item before, under a name that tests and highlights find it by.
void anchorItem(Studio& studio, std::string_view anchor);

/// A plain entry field; the hint stands in it while it is empty. Returns whether the text changed.
bool entry(Studio& studio, std::string_view anchor, std::string& text, double width, const char* hint = "");

/// A menu that opens below the item before. Use as `if (beginMenu(...)) { ...; endMenu(); }`.
bool beginMenu(Studio& studio, std::string_view name);
void endMenu();
/// Whether a menu or a sheet is open, and closing all of them.
bool menuOpen();
void closeMenus();
/// One line of a menu; the remark stands at its right end.
bool menuItem(Studio& studio, std::string_view anchor, std::string_view text, bool chosen = false,
              std::string_view remark = {}, bool enabled = true);
void menuHeading(Studio& studio, std::string_view text);

/// Colours, spacing and roundings of ImGui's own widgets (entry fields, scroll bars, menus).
void applyStyle(const view::Theme& theme, double scale);

}  // namespace lab::ui
