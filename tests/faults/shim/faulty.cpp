// Loaded before the C library: makes the system fail as its environment says.
//   FAULT_CALL=write|fsync|read|clock   what fails
//   FAULT_AT=N                          its Nth call does; 0 is every second
//   FAULT_ERRNO=E                       how it fails; of read: 0 halves the file before it is read, 1 doubles
//   it FAULT_FOLDER=PATH                   only files below it are touched: never one of the system

#include <dlfcn.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

long numberOf(const char* name) {
  const char* text = std::getenv(name);
  return text ? std::atol(text) : -1;
}

bool isOf(const char* call) {
  const char* wanted = std::getenv("FAULT_CALL");
  return wanted && std::strcmp(wanted, call) == 0;
}

bool isInFolder(int fd) {
  const char* folder = std::getenv("FAULT_FOLDER");
  std::string path(4096, '\0');
  const ssize_t length =
      ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path.data(), path.size());
  if (!folder || *folder == '\0' || length <= 0) return false;
  path.resize(static_cast<std::size_t>(length));
  return path.starts_with(std::string(folder) + '/');
}

/// Whether this call is the one that fails.
bool fails() {
  static std::atomic<long> calls = 0;
  const long call = ++calls, at = numberOf("FAULT_AT");
  return at == 0 ? call % 2 == 1 : call == at;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

void changeSize(int fd) {
  struct stat info{};
  ::fstat(fd, &info);
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  if (::truncate(path.c_str(), numberOf("FAULT_ERRNO") == 0 ? info.st_size / 2 : info.st_size * 2) != 0)
    std::abort();
}

}  // namespace

extern "C" ssize_t write(int fd, const void* bytes, size_t count) {
  if (isOf("write") && isInFolder(fd) && fails()) {
    errno = static_cast<int>(numberOf("FAULT_ERRNO"));
    return -1;
  }
  return next<ssize_t (*)(int, const void*, size_t)>("write")(fd, bytes, count);
}

extern "C" int fsync(int fd) {
  if (isOf("fsync") && fails()) {
    errno = static_cast<int>(numberOf("FAULT_ERRNO"));
    return -1;
  }
  return next<int (*)(int)>("fsync")(fd);
}

extern "C" ssize_t read(int fd, void* bytes, size_t count) {
  if (isOf("read") && isInFolder(fd) && fails()) changeSize(fd);
  return next<ssize_t (*)(int, void*, size_t)>("read")(fd, bytes, count);
}

/// Every look at the clock is an hour earlier than the one before.
extern "C" int clock_gettime(clockid_t which, struct timespec* now) noexcept {
  static std::atomic<long> looks = 0;
  const int result = next<int (*)(clockid_t, struct timespec*)>("clock_gettime")(which, now);
  if (which == CLOCK_REALTIME && isOf("clock")) now->tv_sec -= 3600 * ++looks;
  return result;
}

extern "C" time_t time(time_t* where) noexcept {
  struct timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (where) *where = now.tv_sec;
  return now.tv_sec;
}
