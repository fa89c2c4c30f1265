#pragma once

#include <array>
#include <string_view>

/// Icons of Fork Awesome, as UTF-8, to be put into labels like any other character.
namespace lab::ui::icons {

inline constexpr const char* play = "\uf04b";
inline constexpr const char* pause = "\uf04c";
inline constexpr const char* first = "\uf049";
inline constexpr const char* last = "\uf050";
inline constexpr const char* step_back = "\uf048";
inline constexpr const char* step_on = "\uf051";
inline constexpr const char* loop = "\uf01e";
inline constexpr const char* sun = "\uf185";
inline constexpr const char* moon = "\uf186";
inline constexpr const char* help = "\uf059";
inline constexpr const char* open = "\uf07c";
inline constexpr const char* recent = "\uf1da";
inline constexpr const char* save = "\uf0c7";
inline constexpr const char* picture = "\uf03e";
inline constexpr const char* undo = "\uf0e2";
inline constexpr const char* redo = "\uf01e";
inline constexpr const char* expand = "\uf065";
inline constexpr const char* linked = "\uf0c1";
inline constexpr const char* unlinked = "\uf127";
inline constexpr const char* random = "\uf074";
inline constexpr const char* parameters = "\uf1de";
inline constexpr const char* arithmetic = "\uf1ec";
inline constexpr const char* close = "\uf00d";
inline constexpr const char* good = "\uf058";
inline constexpr const char* problem = "\uf071";
inline constexpr const char* info = "\uf05a";
inline constexpr const char* down = "\uf107";
inline constexpr const char* brush = "\uf1fc";
inline constexpr const char* folder = "\uf114";
inline constexpr const char* file = "\uf0f6";
inline constexpr const char* zoom_in = "\uf00e";
inline constexpr const char* zoom_out = "\uf010";
inline constexpr const char* up_folder = "\uf148";
inline constexpr const char* columns = "\uf0db";
inline constexpr const char* language = "\uf1ab";
inline constexpr const char* left = "\uf104";
inline constexpr const char* right = "\uf105";
inline constexpr const char* question = "\uf29c";
inline constexpr const char* spotlight = "\uf140";
inline constexpr const char* halo = "\uf192";
inline constexpr const char* pen = "\uf040";
inline constexpr const char* frozen = "\uf2dc";
inline constexpr const char* black = "\uf070";
inline constexpr const char* paragraph = "\uf1dd";
inline constexpr const char* add = "\uf067";
inline constexpr const char* copy = "\uf0c5";
inline constexpr const char* up = "\uf062";
inline constexpr const char* move_down = "\uf063";
inline constexpr const char* trash = "\uf1f8";
inline constexpr const char* ask = "\uf128";
inline constexpr const char* more = "\uf0c9";
inline constexpr const char* record = halo;
inline constexpr const char* goal = spotlight;

/// Every one of them: what the font atlas must hold.
inline constexpr std::array<std::string_view, 51> all = {
    play,   pause,      first,      last,     step_back, step_on, loop,     sun,       moon,
    help,   open,       save,       picture,  undo,      redo,    expand,   linked,    unlinked,
    random, parameters, arithmetic, close,    good,      problem, info,     down,      brush,
    folder, file,       zoom_in,    zoom_out, up_folder, columns, language, recent,    left,
    right,  question,   spotlight,  halo,     pen,       frozen,  black,    paragraph, add,
    copy,   up,         move_down,  trash,    ask,       more};

}  // namespace lab::ui::icons
