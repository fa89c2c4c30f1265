#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/derive.h"
#include "model/view_state.h"

namespace lab::ui {

struct Studio;

/// The opening page: three things to try, in the place of the board.
struct Opening {
  bool open = false;
  bool at_start = true;  ///< where no session is remembered
  std::size_t chosen = 0;
  std::optional<Session> over = {};     ///< what was shown when it opened
  std::vector<Derived> documents = {};  ///< of its small pictures
};

/// Opens it, unless a lesson or the quiz is given, or closes it.
void toggleOpening(Studio& studio);

/// Numbers, arrows, Enter and Esc while it is open. Returns whether it was one of them.
bool handleOpeningKeys(Studio& studio);

}  // namespace lab::ui
