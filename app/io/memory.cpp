#include "io/memory.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>

#include <sys/resource.h>
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

std::uint64_t bytesOf(std::uint64_t pages) {
  return pages * static_cast<std::uint64_t>(std::max(0L, ::sysconf(_SC_PAGESIZE)));
}

constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();

/// What `ulimit -v` leaves to this process.
std::uint64_t availableByLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return kUnknown;
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, bytesOf(pages));
}

std::uint64_t availableBySystem() {
  if (const std::uint64_t bytes = availableByProc(); bytes > 0) return bytes;
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  return pages > 0 ? bytesOf(static_cast<std::uint64_t>(pages)) : kUnknown;
}

}  // namespace

std::uint64_t availableMemory() { return std::min(availableBySystem(), availableByLimit()); }

void requireMemory(const std::string& subject, double bytes) {
  constexpr double kAlwaysThere = 1 << 20;  // not worth asking the system
  if (bytes <= kAlwaysThere) return;
  const std::uint64_t available = availableMemory();
  if (bytes <= static_cast<double>(available)) return;
  throw tconv::Error({subject,
                      "",
                      tconv::Phrase("needs {} bytes of memory, and {} are available",
                                    fmt::format("{:.0f}", bytes), available),
                      {}});
}

}  // namespace lab::io
