#include "platform/autosave.h"

#include <chrono>
#include <utility>

#include "i18n/translate.h"

namespace lab::platform {
namespace {

constexpr std::chrono::seconds kPause{1};

io::Unsaved withoutPlayhead(io::Unsaved unsaved) {
  unsaved.session.view.playhead = {};
  return unsaved;
}

}  // namespace

Autosave::Autosave(std::filesystem::path parent) : parent_(std::move(parent)) {
  if (!parent_.empty()) thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Autosave::~Autosave() = default;

void Autosave::keep(const io::Unsaved& unsaved) {
  io::Unsaved now = withoutPlayhead(unsaved);
  if (parent_.empty() || known_ == now) return;
  known_ = std::move(now);
  const std::scoped_lock lock(mutex_);
  waiting_ = unsaved;
  arrived_.notify_one();
}

void Autosave::drop(const io::Unsaved& known) {
  known_ = withoutPlayhead(known);
  const std::scoped_lock lock(writing_, mutex_);
  waiting_.reset();
  if (folder_) folder_->remove();
  folder_.reset();
}

void Autosave::adopt(io::RecoveryFolder folder, const io::Unsaved& known) {
  known_ = withoutPlayhead(known);
  const std::scoped_lock lock(writing_);
  writeWaiting();
  if (folder_) earlier_.push_back(*std::exchange(folder_, std::nullopt));
  folder_ = std::move(folder);
}

std::optional<std::string> Autosave::problem() {
  const std::scoped_lock lock(mutex_);
  if (problem_ == told_) return {};
  return told_ = problem_;
}

bool Autosave::flush() {
  const std::scoped_lock lock(writing_);
  return writeWaiting();
}

void Autosave::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (arrived_.wait(lock, stop, [this] { return waiting_.has_value(); })) {
    lock.unlock();
    bool done = false;
    {
      const std::scoped_lock writing(writing_);
      done = writeWaiting();
    }
    lock.lock();
    if (!done && stop.stop_requested()) return;
    arrived_.wait_for(lock, stop, kPause, [] { return false; });
  }
}

bool Autosave::writeWaiting() {
  std::unique_lock lock(mutex_);
  std::optional<io::Unsaved> next = std::exchange(waiting_, std::nullopt);
  lock.unlock();
  if (!next) return true;
  const i18n::LanguageScope scope(next->session.view.language);
  try {
    std::error_code ignored;  // somebody may have cleared away what this made
    if (!folder_ || !std::filesystem::exists(folder_->path(), ignored)) folder_.emplace(parent_);
    folder_->write(*next);
    return true;
  } catch (const std::exception& error) {
    lock.lock();
    problem_ = tr(error);
    if (!waiting_) waiting_ = std::move(next);  // a full disk may have room again
    return false;
  }
}

}  // namespace lab::platform
