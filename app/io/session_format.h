#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/json_reader.h"
#include "model/gradients.h"
#include "model/ref.h"
#include "model/view_state.h"

/// What writing and reading of session files share: the words of the format.
namespace lab::io::session_format {

constexpr std::string_view kFormat = "tconv-lab session";
constexpr int kVersion = 1;
/// Own tensors of at most this many values stand in the JSON itself.
constexpr tconv::Index kMostInline = 4096;
constexpr std::string_view kFolderEnding = ".tensors";

// In the order of the enumerations.
constexpr std::array<std::string_view, 2> kThemes = {"light", "dark"};

constexpr std::array<std::string_view, 2> kInterpolations = {"nearest", "bilinear"};

/// A tensor file that has yet to be written.
struct TensorFile {
  std::string name;  ///< relative to the session's folder
  std::string bytes;
};

/// The ids of the losses in their order.
inline std::vector<std::string_view> lossNames() {
  std::vector<std::string_view> names;
  for (const LossInfo& info : losses()) names.push_back(info.id);
  return names;
}

/// The ids of the granularities in their order.
inline std::vector<std::string_view> granularityNames() {
  std::vector<std::string_view> names;
  for (const GranularityInfo& info : granularities()) names.push_back(info.id);
  return names;
}

/// The fields that a second setting has of its own; padding comes before padding_end, which follows it.
constexpr std::array<std::string_view, 6> geometryFields() {
  return {"kernel_size", "stride", "padding", "padding_end", "output_padding", "dilation"};
}

/// The ids of the framework calls in their order.
inline std::vector<std::string_view> lensNames() {
  std::vector<std::string_view> names;
  for (const LensInfo& info : lensCalls()) names.push_back(info.id);
  return names;
}

/// The session that a JSON object describes, whatever stands in it beside; tensor files lie in `folder`.
/// @throws tconv::Error
Session readSession(ObjectReader& reader, const std::filesystem::path& folder,
                    std::vector<std::string>& warnings);
/// The members of a session; tensors that are too large to stand there go to `files`, named after `folder`.
/// @throws tconv::Error for a parameter below its least value
Json writeSession(const Session& session, const std::string& folder, std::vector<TensorFile>& files);

/// Writes tensor files beside a session. @throws tconv::Error
void writeTensors(const std::filesystem::path& session, const std::vector<TensorFile>& files);

/// 32 hexadecimal digits that stand for a content: FNV-1a of 128 bits.
std::string contentHash(std::string_view bytes);

}  // namespace lab::io::session_format
