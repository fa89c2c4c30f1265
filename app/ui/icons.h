#pragma once

#include <array>
#include <string_view>

/// Icons of Fork Awesome, as UTF-8, to be put into labels like any other character.
namespace lab::ui::icons {

inline constexpr const char* play = "\uf04b";
inline constexpr const char* pause = "\uf04c";
inline constexpr const char* step_forward = "\uf051";
inline constexpr const char* step_backward = "\uf048";
inline constexpr const char* fast_forward = "\uf050";
inline constexpr const char* fast_backward = "\uf049";
inline constexpr const char* repeat = "\uf01e";
inline constexpr const char* sun = "\uf185";
inline constexpr const char* moon = "\uf186";
inline constexpr const char* question_circle = "\uf059";
inline constexpr const char* folder_open = "\uf07c";
inline constexpr const char* save = "\uf0c7";
inline constexpr const char* undo = "\uf0e2";
inline constexpr const char* redo = "\uf01e";
inline constexpr const char* expand = "\uf065";
inline constexpr const char* chain = "\uf0c1";
inline constexpr const char* chain_broken = "\uf127";
inline constexpr const char* random = "\uf074";
inline constexpr const char* keyboard = "\uf11c";
inline constexpr const char* cog = "\uf013";
inline constexpr const char* bars = "\uf0c9";
inline constexpr const char* times = "\uf00d";
inline constexpr const char* check_circle = "\uf058";
inline constexpr const char* exclamation_triangle = "\uf071";
inline constexpr const char* picture = "\uf03e";
inline constexpr const char* columns = "\uf0db";
inline constexpr const char* search_plus = "\uf00e";
inline constexpr const char* search_minus = "\uf010";

/// Every one of them: what the font atlas must hold.
inline constexpr std::array<std::string_view, 27> all = {play,
                                                         pause,
                                                         step_forward,
                                                         step_backward,
                                                         fast_forward,
                                                         fast_backward,
                                                         repeat,
                                                         sun,
                                                         moon,
                                                         question_circle,
                                                         folder_open,
                                                         save,
                                                         undo,
                                                         expand,
                                                         chain,
                                                         chain_broken,
                                                         random,
                                                         keyboard,
                                                         cog,
                                                         bars,
                                                         times,
                                                         check_circle,
                                                         exclamation_triangle,
                                                         picture,
                                                         columns,
                                                         search_plus,
                                                         search_minus};

}  // namespace lab::ui::icons
