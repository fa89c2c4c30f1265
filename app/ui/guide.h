#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/explanations.h"
#include "ui/command.h"

/// What leads newcomers through the window: explanations of controls, and everything by its name.
namespace lab::ui {

struct Studio;

/// The control that is explained; pinned until it is closed.
struct Explaining {
  const Explanation* shown = nullptr;
  bool asked = false;  ///< for the control at hand, which is known once the frame is drawn
  bool reach = false;  ///< the panel scrolls to the control in the next frame
  double height = 0;   ///< that the last frame needed, in pixels
};

/// Everything in the window by its name.
struct Palette {
  bool open = false;
  std::string typed;
  std::size_t chosen = 0;
};

/// Something that a name can ask for.
struct PaletteEntry {
  std::string id;
  std::string name, english;  ///< in the window's language, and in English
  std::string remark;         ///< its key, or in which words it is told apart
  std::string obstacle;       ///< why it cannot be asked for now; empty where it can
  std::function<void(Studio&)> run;
};

/// Commands about these; others are ignored.
void executeGuide(Studio& studio, Command command);

/// Explains a control, in the place of one that is explained already.
void explain(Studio& studio, const Explanation& explanation);
/// Explains the control that many further on in the table, which goes round.
void explainFurther(Studio& studio, std::ptrdiff_t by);
/// The control under the pointer, or under the keyboard's focus where that is seen; null where none is.
const Explanation* explanationAtHand(const Studio& studio);

/// Why a command cannot be done now; empty where it can.
std::string obstacle(const Studio& studio, Command command);

/// All that can be asked for now, and of them those that a text names, the best first.
std::vector<PaletteEntry> paletteEntries(const Studio& studio);
std::vector<PaletteEntry> named(std::vector<PaletteEntry> entries, std::string_view typed);

/// Shows a document from rest, with nothing pinned.
void startFrom(Studio& studio, Document document);

/// '?', and the keys that turn to the next control while one is explained. Returns whether it was one of
/// them.
bool handleGuideKeys(Studio& studio);

}  // namespace lab::ui
