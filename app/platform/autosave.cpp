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

void Autosave::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (arrived_.wait(lock, stop, [this] { return waiting_.has_value(); })) {
    lock.unlock();
    {
      const std::scoped_lock writing(writing_);
      writeWaiting();
    }
    lock.lock();
    arrived_.wait_for(lock, stop, kPause, [] { return false; });
  }
}

void Autosave::writeWaiting() {
  std::unique_lock lock(mutex_);
  const std::optional<io::Unsaved> next = std::exchange(waiting_, std::nullopt);
  lock.unlock();
  if (!next) return;
  const i18n::LanguageScope scope(next->session.view.language);
  try {
    if (!folder_) folder_.emplace(parent_);
    folder_->write(*next);
  } catch (const std::exception& error) {
    lock.lock();
    problem_ = tr(error);
  }
}

}  // namespace lab::platform
