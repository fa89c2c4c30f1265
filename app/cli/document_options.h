#pragma once

#include "cli/parameters.h"
#include "io/session.h"

namespace lab::cli {

/// What is drawn: --session, or the layer, sizes, presets and .npy files of a document.
void addDocumentOptions(Options& options);

/// The session that they describe. Throws UsageError where an option is wrong, contradicts another or is
/// missing, tconv::Error where a file is.
io::LoadedSession sessionOf(const Options& options);

}  // namespace lab::cli
