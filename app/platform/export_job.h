#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "export/export.h"
#include "ui/export_sheet.h"

namespace lab::platform {

/// An export that runs beside the window, on threads and a document of its own.
class ExportJob {
 public:
  /// Cancels what runs.
  ~ExportJob();

  /// @throws tconv::Error while another one runs.
  void start(const Derived& derived, const exporting::Request& request);
  void cancel() { cancelled_ = true; }
  ui::ExportStatus status() const;

  struct End {
    std::string text;  ///< one line for the user
    bool failed = false;
  };
  /// How it ended, once.
  std::optional<End> ended();

 private:
  void run(const Derived& derived, const exporting::Request& request);

  std::atomic<bool> running_ = false, cancelled_ = false;
  std::atomic<Index> done_ = 0, total_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::mutex mutex_;
  std::optional<End> end_;
  std::jthread thread_;  ///< last, so that it has ended before what it uses goes away
};

}  // namespace lab::platform
