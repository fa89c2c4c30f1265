#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/lesson.h"
#include "model/view_state.h"

namespace lab::io {

/// A lesson that is being written, finished or not, and the file that it belongs to; empty where it has none.
struct UnsavedLesson {
  Lesson lesson;
  std::filesystem::path path;
  bool operator==(const UnsavedLesson&) const = default;
};

/// A session that no file holds yet, and the file that it belongs to; empty where it has none.
struct Unsaved {
  Session session;
  std::filesystem::path path;
  std::optional<UnsavedLesson> lesson = {};  ///< where one is being written that no file holds yet
  bool operator==(const Unsaved&) const = default;
};

/// A folder for what one running program has not saved, locked as long as this lives. The lock, unlike a
/// process number, goes away with the process however that ends; what an unlocked folder holds is an orphan.
/// The folder outlives this object unless remove() is called.
class RecoveryFolder {
 public:
  /// Makes one in `parent`, and that too where it is missing, private to the user. @throws tconv::Error
  explicit RecoveryFolder(const std::filesystem::path& parent);
  ~RecoveryFolder();
  RecoveryFolder(RecoveryFolder&& other) noexcept;
  RecoveryFolder& operator=(RecoveryFolder&& other) noexcept;

  /// Replaces what it holds, whole or not at all. Parameters below their least value, which no file can hold,
  /// are raised to it. @throws tconv::Error, and it holds what it held before
  void write(const Unsaved& unsaved) const;
  void remove();
  const std::filesystem::path& path() const { return path_; }

 private:
  friend struct Orphans orphans(const std::filesystem::path& parent);
  RecoveryFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;
  int lock_ = -1;
};

/// What a program that is gone had not saved.
struct Orphan {
  RecoveryFolder folder;
  Unsaved unsaved;
  std::chrono::system_clock::time_point when;  ///< it was written last
};

struct Orphans {
  std::vector<Orphan> found;                   ///< newest first
  std::vector<std::filesystem::path> damaged;  ///< cannot be read; renamed, so that they are found only once
};

/// Takes the folders in `parent` that no program holds, so that no other program offers them, too. Those that
/// hold nothing yet are removed.
Orphans orphans(const std::filesystem::path& parent);

/// As a file can hold it: parameters below their least value are raised to it.
Session keepable(Session session);
Lesson keepable(Lesson lesson);

}  // namespace lab::io
