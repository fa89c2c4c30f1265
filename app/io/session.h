#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/view_state.h"

namespace lab::io {

/// A session read from a file, and what was not understood but does no harm.
struct LoadedSession {
  Session session;
  std::vector<std::string> warnings;  ///< "unknown key layer.colour ignored"
};

/// Writes JSON with a version number. Own tensors of at most 4096 values stand inline, larger ones as .npy beside
/// the file in <name>.tensors/ under the hash of their content; the JSON is renamed into place last.
/// @throws tconv::Error
void saveSession(const std::filesystem::path& path, const Session& session);

/// Reads what saveSession() writes. Unknown keys warn; a bad value is refused by its name, value and rule
/// ("stride[0] = 0: must be at least 1"); tensor references must stay inside the session's tensor folder.
/// A document that is illegal as a whole (see derive()) is loaded, as the window keeps such documents too.
/// @throws tconv::Error
LoadedSession loadSession(const std::filesystem::path& path);

}  // namespace lab::io
