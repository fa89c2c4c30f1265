#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lab::io {

enum class Existing { replace, refuse };

/// Writes a whole file or nothing: a temporary name beside the target, flushed to the disk, then renamed.
/// A target that exists and is not a regular file (a device, a FIFO, a directory) is refused; a symbolic link is
/// followed, so that what it points to is replaced. @throws tconv::Error naming the path and the reason.
void writeFile(const std::filesystem::path& target, std::string_view bytes,
               Existing existing = Existing::replace);

/// The whole content of a regular file of at most `limit` bytes. @throws tconv::Error naming path and reason.
std::string readFile(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{1} << 34);

}  // namespace lab::io
