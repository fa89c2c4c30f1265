#pragma once

#include <filesystem>
#include <memory>

#include "platform/autosave.h"
#include "platform/files.h"
#include "ui/studio.h"

namespace lab::platform {

/// Sees to it that nothing is lost: keeps every change until it is saved, and offers what a program that is
/// gone had kept.
class Keeping {
 public:
  /// `folder`: of the recovery files; empty where nothing can be kept.
  Keeping(ui::Studio& studio, Files& files, const std::filesystem::path& folder);

  /// Asks about each session that a program which is gone had not saved, one after the other. What is open
  /// now needs not be kept until it is changed.
  void begin();
  /// Once a frame.
  void look();
  /// Before the process ends without being asked. Returns whether something is kept for the next start.
  bool lastChance();
  /// What is open is saved, or shall not be.
  void drop() { autosave_.drop(files_.own()); }

 private:
  void offer(const std::shared_ptr<io::Orphan>& orphan);

  ui::Studio& studio_;
  Files& files_;
  std::filesystem::path folder_;
  Autosave autosave_;
};

}  // namespace lab::platform
