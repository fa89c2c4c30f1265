#include "model/deriver.h"

#include <new>
#include <utility>

namespace lab {
namespace {

/// None where it was dropped.
std::optional<Deriver::Result> derived(const Document& document, const Deriver::Preparation& prepare,
                                       const std::stop_token& stop) {
  try {
    Deriver::Result result = derive(document, stop);
    if (const auto* made = std::get_if<Derived>(&result); made != nullptr && prepare) prepare(*made);
    return result;
  } catch (const tconv::Cancelled&) {
    return {};
  } catch (const tconv::Error& error) {
    return error.problem();
  } catch (const std::bad_alloc&) {
    return tconv::Problem{"input_size", "", tconv::Phrase("needs more memory than there is"), {}};
  }
}

}  // namespace

Deriver::Deriver(std::function<void()> finished)
    : notify_(std::move(finished)), thread_([this](const std::stop_token& ending) { run(ending); }) {}

Deriver::~Deriver() { drop(); }

void Deriver::ask(Document document, Preparation prepare) {
  {
    const std::scoped_lock lock(mutex_);
    waiting_ = Job{std::move(document), std::move(prepare)};
  }
  wake_.notify_one();
}

void Deriver::hurry() {
  const std::scoped_lock lock(mutex_);
  if (waiting_) stop_.request_stop();
}

void Deriver::drop() {
  const std::scoped_lock lock(mutex_);
  waiting_.reset();
  stop_.request_stop();
  if (finished_) freed_.push_back(*std::exchange(finished_, std::nullopt));
}

bool Deriver::busy() const {
  const std::scoped_lock lock(mutex_);
  return working_ || waiting_ || finished_;
}

std::optional<Deriver::Result> Deriver::take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(finished_, std::nullopt);
}

void Deriver::free(Derived derived) {
  {
    const std::scoped_lock lock(mutex_);
    freed_.emplace_back(std::move(derived));
  }
  wake_.notify_one();
}

void Deriver::run(const std::stop_token& ending) {
  std::unique_lock lock(mutex_);
  while (wake_.wait(lock, ending, [this] { return waiting_ || !freed_.empty(); })) {
    if (!freed_.empty()) {
      std::vector<Result> freed = std::exchange(freed_, {});
      lock.unlock();
      freed.clear();
      lock.lock();
    }
    if (waiting_) work(lock);
  }
}

/// What waits; the lock is held at the beginning and at the end.
void Deriver::work(std::unique_lock<std::mutex>& lock) {
  const Job job = *std::exchange(waiting_, std::nullopt);
  stop_ = std::stop_source();
  const std::stop_token stop = stop_.get_token();
  working_ = true;
  lock.unlock();
  std::optional<Result> result = derived(job.document, job.prepare, stop);
  lock.lock();
  working_ = false;
  const bool wanted = result && !stop.stop_requested();  // a memo that was stopped is of no use
  if (wanted) std::swap(finished_, result);
  if (result) freed_.push_back(*std::move(result));
  stop_ = std::stop_source();  // what may be shown is not stopped any more
  if (!wanted || !notify_) return;
  lock.unlock();
  notify_();
  lock.lock();
}

}  // namespace lab
