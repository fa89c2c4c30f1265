#include "io/memory.h"

#include <charconv>
#include <fstream>

#include <unistd.h>

#include <fmt/format.h>

#include "tconv/error.h"

namespace lab::io {
namespace {

/// "MemAvailable:    1234 kB" of Linux counts what the file cache gives back, which sysconf() does not.
std::uint64_t availableByProc() {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("MemAvailable:")) continue;
    const std::size_t digits = line.find_first_of("0123456789");
    if (digits == std::string::npos) return 0;
    std::uint64_t kibibytes = 0;
    std::from_chars(line.data() + digits, line.data() + line.size(), kibibytes);
    return kibibytes * 1024;
  }
  return 0;
}

}  // namespace

std::uint64_t availableMemory() {
  if (const std::uint64_t bytes = availableByProc(); bytes > 0) return bytes;
  const long pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGESIZE);
  return pages > 0 && page > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) : 0;
}

void requireMemory(const std::string& subject, double bytes) {
  constexpr double kAlwaysThere = 1 << 20;  // not worth asking the system
  if (bytes <= kAlwaysThere) return;
  const std::uint64_t available = availableMemory();
  if (available == 0 || bytes <= static_cast<double>(available)) return;
  throw tconv::Error({subject,
                      "",
                      tconv::Phrase("needs {} bytes of memory, and {} are available",
                                    fmt::format("{:.0f}", bytes), available),
                      {}});
}

}  // namespace lab::io
