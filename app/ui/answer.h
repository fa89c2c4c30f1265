#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/studio.h"

/// What the panels of lessons and of the quiz have in common. `name` begins the anchors: NAME.answer,
/// NAME.check, NAME.hint.
namespace lab::ui {

/// A field for numbers with the button that checks them; with `focus` it takes the keyboard. Returns the
/// answer when Enter or the button gives it; of a text that is none a notice says what one is.
std::optional<std::vector<double>> answerField(Studio& studio, std::string_view name, std::string& text,
                                               bool focus);
/// Right, wrong, or what else there is to say of it, after an icon.
void verdict(Studio& studio, const char* icon, std::string_view text, tconv::Rgb color);
bool hintButton(Studio& studio, std::string_view name, std::string_view tip);

/// Height of the row of buttons at the foot of the panel, in points.
inline constexpr double kFooter = 60;
/// Puts the next button of that row `x` points from its left end; `panel` with its foot.
void placeInFooter(Studio& studio, const view::Box& panel, double x);
double footerWidth(const Studio& studio, const view::Box& panel);

}  // namespace lab::ui
