#pragma once

#include "cli/parameters.h"
#include "export/export.h"

namespace lab::cli {

/// How it is drawn and written: format, output, size, faces, frames, timing and colours.
void addExportOptions(Options& options);

/// Whether an option, "--fps", sets the timing of animations.
bool isTimingOption(std::string_view name);

/// What they ask for, over what the session's view says. Whatever depends on the document is checked by the
/// export itself. Throws UsageError.
exporting::Request requestOf(const Options& options, const ViewState& view);

}  // namespace lab::cli
