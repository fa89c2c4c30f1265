#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/view_state.h"

namespace lab::io {

/// A session file is JSON:
///
///     {
///       "format": "tconv-lab session",
///       "version": 1,
///       "parameters": {"dims": 2, "bias": false, "kernel_size": [3, 3], "stride": [2, 2], ...},
///       "input": {"preset": "ramp", "seed": 1, "values": [[[[0, 1], [2, 3]]]]},
///       "kernel": {"preset": "textbook", "seed": 1, "file": "lecture.tensors/<32 hex digits>.npy"},
///       "bias": [0.5, "nan"],
///       "comparison": {"mode": "settings", "b": {"kernel_size": [4, 4], ...}, "rows": "kernel_size", ...},
///       "view": {"theme": "light", "zoom": 1, "playhead": {"time": 0, ...}, "pinned": {"kind": "none", ...},
///       ...}
///     }
///
/// - parameters: the ids of the field table (model/fields.h), pairs as [height, width] or one integer for
/// both;
///   dims is 1 or 2. A missing key has its default, except that padding_end follows padding.
/// - input, kernel: "values" nested as [N][C][H][W] or a "file" beside the session; without either the
/// preset.
///   Values are numbers that float32 can hold, or "nan", "inf", "-inf".
/// - unknown keys anywhere give a warning; format and version must be there.

/// A session read from a file, and what was not understood but does no harm.
struct LoadedSession {
  Session session;
  std::vector<std::string> warnings;  ///< "unknown key parameters.colour ignored"
};

/// Writes JSON with a version number. Own tensors of at most 4096 values stand inline, larger ones as .npy
/// beside the file in <name>.tensors/ under the hash of their content; the JSON is renamed into place last,
/// so that a failure leaves the old session as it was. Tensor files that no session uses any more are not
/// removed. A parameter below its least value is refused, as loadSession() would refuse it; illegal
/// combinations are not.
/// @throws tconv::Error
void saveSession(const std::filesystem::path& path, const Session& session);

/// Reads what saveSession() writes. Unknown keys warn; a bad value is refused by its name, value and rule
/// ("stride[0] = 0: must be at least 1"); tensor references must stay inside a tensor folder beside the
/// session, and the tensors must have the content that they are named after. A document that is illegal as a
/// whole (see derive()) is loaded, as the window keeps such documents too. A playhead behind the last step is
/// put there.
/// @throws tconv::Error
LoadedSession loadSession(const std::filesystem::path& path);

}  // namespace lab::io
