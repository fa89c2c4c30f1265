#include "io/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <random>
#include <set>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "io/memory.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;

std::string reasonOf(int error) { return std::generic_category().message(error); }

/// A file descriptor that is closed when its owner goes away.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// Where writing to `target` ends up: symbolic links are followed, also one that points to nothing yet.
fs::path resolved(const fs::path& target) {
  fs::path path = target;
  std::error_code error;
  for (int hops = 0; fs::is_symlink(fs::symlink_status(path, error)); ++hops) {
    if (hops == 40) throw fileError(target, tconv::Phrase("too many symbolic links"));
    const fs::path next = fs::read_symlink(path, error);
    if (error) throw fileError(target, tconv::Phrase("{}", error.message()));
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  return path;
}

void requireReplaceable(const fs::path& shown, const fs::path& path, Existing existing) {
  if (path.filename().empty() || path.filename() == "." || path.filename() == "..")
    throw fileError(shown, tconv::Phrase("must be the name of a file"));
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return;
    throw fileError(shown, tconv::Phrase("cannot be written: {}", reasonOf(errno)));
  }
  if (S_ISDIR(info.st_mode))
    throw fileError(shown, tconv::Phrase("is a directory, must be a regular file or a new name"));
  if (!S_ISREG(info.st_mode))
    throw fileError(shown, tconv::Phrase("is not a regular file, must be one or a new name"));
  if (existing == Existing::refuse) throw fileError(shown, tconv::Phrase("exists already"));
  if (::access(path.c_str(), W_OK) != 0)
    throw fileError(shown, tconv::Phrase("cannot be written: {}", reasonOf(errno)));
}

fs::path folderOf(const fs::path& path) { return path.parent_path().empty() ? "." : path.parent_path(); }

constexpr std::string_view kTemporaryStart = ".tconv-", kTemporaryEnd = ".tmp";

fs::path temporaryName(const fs::path& target) {
  std::random_device random;
  return folderOf(target) /
         fmt::format("{}{}-{:08x}{:08x}{}", kTemporaryStart, ::getpid(), random(), random(), kTemporaryEnd);
}

/// A folder with thousands of pictures is not searched for each of them.
void sweepOnce(const fs::path& folder) {
  static std::mutex mutex;
  static std::set<fs::path> swept;
  const std::scoped_lock lock(mutex);
  if (swept.insert(folder).second) sweepTemporaries(folder);
}

/// A new file that becomes the target when it is complete. It has no name until then where the file system
/// can do that, so that nothing is left even by a killed process; else a temporary one, removed again.
class Temporary {
 public:
  explicit Temporary(const fs::path& target) : path_(temporaryName(target)), fd_(openNameless()) {
    if (fd_) return;
    sweepOnce(folderOf(target));
    fd_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    named_ = static_cast<bool>(fd_);
    if (named_) ::flock(fd_.get(), LOCK_EX | LOCK_NB);  // as long as it is held, nobody sweeps it away
  }
  ~Temporary() {
    if (named_) ::unlink(path_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  /// -1 where it could not be made; errno says why.
  int get() const { return fd_.get(); }
  bool renameTo(const fs::path& target, Existing existing) {
    if (!named_ && existing == Existing::refuse) return link(target);
    if (!named_) named_ = link(path_);  // a link cannot replace, a rename can
    if (!named_ || !renamed(target, existing)) return false;
    named_ = false;
    return true;
  }

 private:
  int openNameless() const {
#ifdef O_TMPFILE
    if (::access("/proc/self/fd", X_OK) == 0)
      return ::open(folderOf(path_).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
#endif
    return -1;
  }
  bool link(const fs::path& name) const {
    const std::string self = fmt::format("/proc/self/fd/{}", fd_.get());
    return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
  }
  bool renamed(const fs::path& target, Existing existing) const {
#ifdef RENAME_NOREPLACE
    if (existing == Existing::refuse) {
      if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return true;
      if (errno != EINVAL && errno != ENOSYS) return false;  // those two: the file system cannot do it
    }
#endif
    return ::rename(path_.c_str(), target.c_str()) == 0;
  }

  fs::path path_;
  Descriptor fd_;
  bool named_ = false;
};

bool writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// File systems without fsync (some FUSE ones) say EINVAL; the data is as safe as it gets there.
bool flushed(int fd) { return ::fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP; }

void keepPermissions(int fd, const fs::path& replaced) {
  struct stat info {};
  if (::stat(replaced.c_str(), &info) != 0) return;
  if (::fchmod(fd, info.st_mode & 0777U) != 0) return;  // a foreign file system: the default will do
}

/// Makes the rename itself durable. A folder that cannot be opened for that is no reason to fail.
void flushFolder(const fs::path& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd) ::fsync(fd.get());
}

/// O_NONBLOCK: opening a FIFO must not wait for a writer before it can be refused.
int openToRead(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) throw fileError(path, tconv::Phrase("cannot be read: {}", reasonOf(errno)));
  return fd;
}

std::uint64_t regularSize(int fd, const fs::path& path) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) throw fileError(path, tconv::Phrase("cannot be read: {}", reasonOf(errno)));
  if (S_ISDIR(info.st_mode)) throw fileError(path, tconv::Phrase("is a directory, must be a regular file"));
  if (!S_ISREG(info.st_mode)) throw fileError(path, tconv::Phrase("is not a regular file"));
  return static_cast<std::uint64_t>(info.st_size);
}

bool isAbandoned(const fs::path& path, std::chrono::seconds least_age) {
  const std::string name = path.filename().string();
  if (!name.starts_with(kTemporaryStart) || !name.ends_with(kTemporaryEnd)) return false;
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat info {};
  if (!fd || ::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
  // A clock that was set back makes files of the future; they are not young.
  const bool old = std::abs(::time(nullptr) - info.st_mtime) >= least_age.count();
  return old && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0;
}

}  // namespace

int sweepTemporaries(const fs::path& folder, std::chrono::seconds least_age) {
  int removed = 0;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (isAbandoned(entry->path(), least_age) && ::unlink(entry->path().c_str()) == 0) ++removed;
  return removed;
}

tconv::Error fileError(const fs::path& path, const tconv::Phrase& reason) {
  const std::string shown = path.empty() ? inQuotes("") : displayedPath(path.string());
  return tconv::Error({shown, "", reason, {}});
}

void requireWritable(const fs::path& target, Existing existing) {
  const fs::path path = resolved(target);
  requireReplaceable(target, path, existing);
  const fs::path folder = folderOf(path);
  std::error_code error;
  if (!fs::is_directory(folder, error))
    throw fileError(target, tconv::Phrase("cannot be written: its folder does not exist"));
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    throw fileError(target, tconv::Phrase("cannot be written: its folder: {}", reasonOf(errno)));
}

struct FileWriter::State {
  State(const fs::path& target, Existing how)
      : shown(target), path(resolved(target)), existing(how), temporary(path) {}

  /// What errno says about the target.
  tconv::Error error() const {
    return fileError(shown, tconv::Phrase("cannot be written: {}", reasonOf(errno)));
  }

  fs::path shown, path;
  Existing existing;
  Temporary temporary;
};

FileWriter::FileWriter(const fs::path& target, Existing existing) {
  requireWritable(target, existing);
  state_ = std::make_unique<State>(target, existing);
  if (descriptor() < 0) throw state_->error();
  keepPermissions(descriptor(), state_->path);
}

FileWriter::~FileWriter() = default;
FileWriter::FileWriter(FileWriter&&) noexcept = default;

int FileWriter::descriptor() const { return state_->temporary.get(); }

void FileWriter::append(std::string_view bytes) {
  if (!writeAll(descriptor(), bytes)) throw state_->error();
}

void FileWriter::replace(std::uint64_t offset, std::string_view bytes) {
  const off_t end = ::lseek(descriptor(), 0, SEEK_CUR);
  const bool done = end >= 0 && ::lseek(descriptor(), static_cast<off_t>(offset), SEEK_SET) >= 0 &&
                    writeAll(descriptor(), bytes) && ::lseek(descriptor(), end, SEEK_SET) >= 0;
  if (!done) throw state_->error();
}

std::uint64_t FileWriter::size() const {
  struct stat info {};
  if (::fstat(descriptor(), &info) != 0) throw state_->error();
  return static_cast<std::uint64_t>(info.st_size);
}

void FileWriter::finish() {
  // A late error, as of a full disk over the network, is seen by flushing.
  if (!flushed(descriptor()) || !state_->temporary.renameTo(state_->path, state_->existing))
    throw state_->error();
  flushFolder(folderOf(state_->path));
}

void writeFile(const fs::path& target, std::string_view bytes, Existing existing) {
  FileWriter file(target, existing);
  file.append(bytes);
  file.finish();
}

FileReader::FileReader(const fs::path& path) : path_(path), descriptor_(openToRead(path)) {
  Descriptor fd(descriptor_);  // closes it where the size cannot be had
  size_ = regularSize(descriptor_, path);
  fd.release();
}

FileReader::~FileReader() { ::close(descriptor_); }

void FileReader::read(std::span<char> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::read(descriptor_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw fileError(path_, tconv::Phrase("cannot be read: {}", reasonOf(errno)));
    if (n == 0) throw fileError(path_, tconv::Phrase("became shorter while it was read"));
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

std::string FileReader::read(std::size_t count) {
  std::string bytes(count, '\0');
  read(std::span(bytes));
  return bytes;
}

std::string readStart(const fs::path& path, std::uint64_t count) {
  FileReader file(path);
  return file.read(std::min(count, file.size()));
}

std::string readFile(const fs::path& path, std::uint64_t limit) {
  FileReader file(path);
  if (file.size() > limit)
    throw fileError(path, tconv::Phrase("has {} bytes, must have at most {}", file.size(), limit));
  requireMemory(displayedPath(path.string()), static_cast<double>(file.size()));
  return file.read(file.size());
}

}  // namespace lab::io
