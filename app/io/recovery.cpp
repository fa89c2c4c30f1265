#include "io/recovery.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>
#include <utility>

#include "io/atomic_file.h"
#include "io/json_reader.h"
#include "io/lesson_format.h"
#include "io/path_text.h"
#include "io/session_format.h"
#include "model/fields.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using session_format::TensorFile;

constexpr std::string_view kFormat = "tconv-lab recovery";
constexpr int kVersion = 1;
constexpr const char* kFile = "session.json";
constexpr const char* kTensors = "session.tensors";
constexpr std::string_view kPrefix = "unsaved-";
constexpr std::string_view kDamagedPrefix = "damaged-";

/// Locked until it is closed; -1 where another program holds it, or where that cannot be told. Programs that
/// this one starts do not inherit it.
int locked(const fs::path& folder, int operation) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0 && ::flock(fd, operation) == 0) return fd;
  if (fd >= 0) ::close(fd);
  return -1;
}

/// Held while folders are made and taken: one that was made and is not locked yet is no orphan.
class Turn {
 public:
  explicit Turn(const fs::path& parent) : lock_(locked(parent, LOCK_EX)) {}
  ~Turn() {
    if (lock_ >= 0) ::close(lock_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  explicit operator bool() const { return lock_ >= 0; }

 private:
  int lock_;
};

Json jsonOf(const Unsaved& unsaved, std::vector<TensorFile>& tensors) {
  Json json = {{"format", kFormat}, {"version", kVersion}, {"path", textOfPath(unsaved.path)}};
  json.update(session_format::writeSession(keepable(unsaved.session), kTensors, tensors));
  if (const auto& kept = unsaved.lesson)
    json["lesson"] = {{"path", textOfPath(kept->path)},
                      {"content", lesson_format::writeLesson(keepable(kept->lesson), kTensors, tensors)}};
  return json;
}

/// Tensors are named after what they hold: those that are there need not be written again.
void writeNewTensors(const fs::path& folder, std::vector<TensorFile> tensors) {
  std::error_code ignored;
  std::erase_if(tensors, [&](const TensorFile& tensor) { return fs::exists(folder / tensor.name, ignored); });
  session_format::writeTensors(folder / kFile, tensors);
}

void removeOtherTensors(const fs::path& folder, const std::vector<TensorFile>& tensors) {
  std::set<fs::path> used;
  for (const TensorFile& tensor : tensors) used.insert(folder / tensor.name);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder / kTensors, ignored))
    if (!used.contains(entry.path())) fs::remove(entry.path(), ignored);
}

Unsaved read(const fs::path& folder) {
  const fs::path path = folder / kFile;
  const Json json = parseJson(readFile(path), path.string());
  ObjectReader reader(json, "");
  const Json *format = reader.find("format"), *version = reader.find("version"), *of = reader.find("path");
  if (format == nullptr || *format != kFormat || version == nullptr || *version != kVersion ||
      of == nullptr || !of->is_string())
    throw fileError(path, tconv::Phrase("is not a recovery file of this version"));
  std::vector<std::string> ignored;
  Unsaved unsaved{session_format::readSession(reader, folder, ignored), pathOfText(of->get<std::string>())};
  if (const Json* lesson = reader.find("lesson"))
    unsaved.lesson = {lesson_format::readUnfinished(lesson->at("content"), folder),
                      pathOfText(lesson->at("path").get<std::string>())};
  return unsaved;
}

std::chrono::system_clock::time_point writtenAt(const fs::path& file) {
  struct stat info{};
  return ::stat(file.c_str(), &info) == 0 ? std::chrono::system_clock::from_time_t(info.st_mtime)
                                          : std::chrono::system_clock::time_point();
}

std::vector<fs::path> foldersIn(const fs::path& parent) {
  std::vector<fs::path> folders;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent, ignored))
    if (entry.path().filename().string().starts_with(kPrefix)) folders.push_back(entry.path());
  return folders;
}

fs::path setAside(const fs::path& folder) {
  const std::string name = folder.filename().string();
  const fs::path aside = folder.parent_path() / (std::string(kDamagedPrefix) + name.substr(kPrefix.size()));
  std::error_code ignored;
  fs::rename(folder, aside, ignored);
  return ignored ? folder : aside;
}

}  // namespace

Session keepable(Session session) {
  for (const Field& field : fields()) {
    Pair value = field.get(session.document);
    value = {std::max<Index>(value.h, field.least), std::max<Index>(value.w, field.least)};
    if (!(value == field.get(session.document))) field.set(session.document, value);
  }
  return session;
}

Lesson keepable(Lesson lesson) {
  for (LessonStep& step : lesson.steps) {
    step.session = keepable(std::move(step.session));
    if (step.goal && step.goal->solution) step.goal->solution = keepable(*std::move(step.goal->solution));
  }
  return lesson;
}

RecoveryFolder::RecoveryFolder(const fs::path& parent) {
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) throw fileError(parent, tconv::Phrase("cannot be made: {}", error.message()));
  fs::permissions(parent, fs::perms::owner_all, error);
  const Turn turn(parent);
  std::string name = (parent / (std::string(kPrefix) + "XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr)
    throw fileError(parent, tconv::Phrase("cannot be made: {}", std::generic_category().message(errno)));
  path_ = name;
  lock_ = locked(path_, LOCK_EX | LOCK_NB);
}

RecoveryFolder::~RecoveryFolder() {
  if (lock_ >= 0) ::close(lock_);
}

RecoveryFolder::RecoveryFolder(RecoveryFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

RecoveryFolder& RecoveryFolder::operator=(RecoveryFolder&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

void RecoveryFolder::write(const Unsaved& unsaved) const {
  std::vector<TensorFile> tensors;
  const std::string text = formatJson(jsonOf(unsaved, tensors));
  writeNewTensors(path_, tensors);
  writeFile(path_ / kFile, text);
  removeOtherTensors(path_, tensors);
}

/// The session goes first: a folder without one is no orphan.
void RecoveryFolder::remove() {
  std::error_code ignored;
  fs::remove(path_ / kFile, ignored);
  fs::remove_all(path_, ignored);
}

Orphans orphans(const fs::path& parent) {
  Orphans result;
  const Turn turn(parent);
  if (!turn) return result;
  for (const fs::path& path : foldersIn(parent)) {
    RecoveryFolder folder(path, locked(path, LOCK_EX | LOCK_NB));
    if (folder.lock_ < 0) continue;
    if (std::error_code ignored; !fs::exists(path / kFile, ignored)) {
      folder.remove();
      continue;
    }
    try {
      Unsaved unsaved = read(path);
      result.found.push_back({std::move(folder), std::move(unsaved), writtenAt(path / kFile)});
    } catch (const std::exception&) {
      result.damaged.push_back(setAside(path));
    }
  }
  std::ranges::sort(result.found, std::greater(), &Orphan::when);
  return result;
}

}  // namespace lab::io
