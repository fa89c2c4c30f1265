#pragma once

#include <cstdint>
#include <string>

namespace lab::io {

/// Physical memory that can be had without swapping, in bytes; 0 where the system does not tell.
std::uint64_t availableMemory();

/// Throws where `bytes` are not available: "x.npy: needs 4000000000000 bytes, and 8000000000 are available".
/// In double, so that callers can multiply sizes without overflow. @throws tconv::Error naming `subject`.
void requireMemory(const std::string& subject, double bytes);

}  // namespace lab::io
