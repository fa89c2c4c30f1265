#pragma once

#include <cstdint>
#include <string>

namespace lab::io {

/// What this process can still have without swapping, and within its limit of address space (`ulimit -v`), in
/// bytes; the largest number where the system tells neither.
std::uint64_t availableMemory();

/// Throws where `bytes` are not available: "x.npy: needs 4000000000000 bytes, and 8000000000 are available".
/// In double, so that callers can multiply sizes without overflow. @throws tconv::Error naming `subject`.
void requireMemory(const std::string& subject, double bytes);

}  // namespace lab::io
