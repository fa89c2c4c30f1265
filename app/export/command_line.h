#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "model/derive.h"
#include "model/view_state.h"

namespace lab::exporting {

/// The document as the options of tconv-lab tell it, which have one seed for all presets and take own values
/// and a bias from files only. It has the same layer, sizes and numbers; nothing where options cannot tell
/// it.
std::optional<Document> toldByOptions(const Document& document);

/// Whether options can also tell how it is looked at: faces, and what one step is.
bool toldByOptions(const ViewState& view, const Comparison& comparison);

/// The state that the board shows, or has left where it is between two: output cells are counted where the
/// view goes by them, input elements elsewhere, as --steps does.
Index stateAt(const Derived& derived, const Playhead& playhead);

/// "tconv-lab export --input-size 3 ... --output figure.png", quoted for a POSIX shell: draws that state.
/// `session` is a file with document and view, where options cannot tell them.
std::string commandLine(const Derived& derived, const ViewState& view,
                        const std::optional<std::filesystem::path>& session);

/// One word of a POSIX shell, in quotes where a shell would read anything into it.
std::string shellWord(const std::string& text);

}  // namespace lab::exporting
