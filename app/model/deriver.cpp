#include "model/deriver.h"

#include <new>
#include <utility>

namespace lab {

/// None where it was dropped.
std::optional<Deriver::Result> Deriver::result(const Job& job, const std::stop_token& stop) {
  try {
    const auto* document = std::get_if<Document>(&job.of);
    Result result = document ? derive(*document, stop, input_) : Result(std::get<Derived>(job.of));
    const auto* made = std::get_if<Derived>(&result);
    if (made != nullptr) input_ = made->input;
    if (made != nullptr && job.prepare) job.prepare(*made);
    return result;
  } catch (const tconv::Cancelled&) {
    return {};
  } catch (const tconv::Error& error) {
    return error.problem();
  } catch (const std::bad_alloc&) {
    return tconv::Problem{"input_size", "", tconv::Phrase("needs more memory than there is"), {}};
  }
}

Deriver::Deriver(std::function<void()> finished)
    : notify_(std::move(finished)), thread_([this](const std::stop_token& ending) { run(ending); }) {}

Deriver::~Deriver() { drop(); }

void Deriver::ask(Document document, Preparation prepare) {
  ask(Job{std::move(document), std::move(prepare)});
}

void Deriver::ask(Derived derived, Preparation prepare) { ask(Job{std::move(derived), std::move(prepare)}); }

void Deriver::ask(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    waiting_ = std::move(job);
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
  std::optional<Result> made = result(job, stop);
  lock.lock();
  working_ = false;
  const bool wanted = made && !stop.stop_requested();  // a memo that was stopped is of no use
  if (wanted) std::swap(finished_, made);
  if (made) freed_.push_back(*std::move(made));
  stop_ = std::stop_source();  // what may be shown is not stopped any more
  if (!wanted || !notify_) return;
  lock.unlock();
  notify_();
  lock.lock();
}

}  // namespace lab
