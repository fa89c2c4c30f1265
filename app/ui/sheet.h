#pragma once

#include <string_view>

#include "ui/studio.h"

namespace lab::ui {

/// A sheet over everything; the window behind it is dimmed and does not react. Width and height in points.
/// False when it was closed. Ends with ImGui::EndPopup().
bool beginSheet(Studio& studio, const char* name, const view::Box& window, double width, double height);
/// Its heading with the button that closes it.
void sheetHeading(Studio& studio, std::string_view text, bool& open);

}  // namespace lab::ui
