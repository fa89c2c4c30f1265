#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "io/recovery.h"

namespace lab::platform {

/// Keeps what is not saved in a recovery folder, on a thread of its own: a change is written at once, further
/// ones at most once a second, the last of them always. What cannot be written is tried again as often.
class Autosave {
 public:
  /// `parent`: of the recovery folders; empty where nothing can be kept.
  explicit Autosave(std::filesystem::path parent);
  /// Writes what waits, and leaves it: only drop() removes it.
  ~Autosave();

  /// To be called as often as one likes; the playhead alone is no change.
  void keep(const io::Unsaved& unsaved);
  /// What is kept is saved now, or shall be forgotten. From now on a change is what differs from `known`.
  void drop(const io::Unsaved& known);
  /// Goes on with what an ended program has kept, which is `known` now. What was kept here until now stays
  /// for the next start.
  void adopt(io::RecoveryFolder folder, const io::Unsaved& known);
  /// Writes now what waits; whether that could be done.
  bool flush();
  /// Why something could not be kept, once for each reason.
  std::optional<std::string> problem();

 private:
  void run(const std::stop_token& stop);
  /// Whether nothing waits any more; what could not be written does.
  bool writeWaiting();

  std::filesystem::path parent_;
  std::optional<io::Unsaved> known_;  ///< the last that keep() was given, without its playhead
  std::mutex writing_;                ///< held while files are touched
  std::optional<io::RecoveryFolder> folder_;
  std::vector<io::RecoveryFolder> earlier_;
  std::mutex mutex_;  ///< of what follows
  std::condition_variable_any arrived_;
  std::optional<io::Unsaved> waiting_;
  std::string problem_, told_;
  std::jthread thread_;  ///< last, so that it has ended before what it uses goes away
};

}  // namespace lab::platform
