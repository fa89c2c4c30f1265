#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace lab {

/// The ways of looking at the one operator. Each is a scene; any one to four of them share the board.
enum class Face {
  scatter,
  intermediates,
  gather,
  matrix,
  overlap,
  roundtrip,
  backward,
  arithmetic,
  channels,
  lens,
  compare,
  image,
};

/// How many faces stand side by side at most.
inline constexpr std::size_t kMostFaces = 4;

struct FaceInfo {
  Face face;
  std::string_view id;      ///< in files and on the command line
  std::string_view label;   ///< on the tab
  std::string_view remark;  ///< what it shows, in a few words
  std::string_view key;     ///< shows it alone; with Shift, beside the others
  bool plays = true;        ///< follows the playhead
  bool by_cell = false;     ///< alone, it starts going output cell by output cell
};

/// The faces in the order of their tabs.
std::span<const FaceInfo> faces();
const FaceInfo& info(Face face);
/// The face of that id. @throws tconv::Error naming the valid ones
Face faceOf(std::string_view id);

/// Puts a face beside the others or takes it away; one always stays, and the first makes room for a fifth.
std::vector<Face> toggled(std::vector<Face> shown, Face face);

}  // namespace lab
