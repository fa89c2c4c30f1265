#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lab::io {

/// An absolute path as text for JSON, which holds nothing but UTF-8: the path itself, or "file:///…" with its
/// bytes behind percent signs where it is not UTF-8 or has control characters.
std::string textOfPath(const std::filesystem::path& path);
/// The path again, byte for byte.
std::filesystem::path pathOfText(std::string_view text);

}  // namespace lab::io
