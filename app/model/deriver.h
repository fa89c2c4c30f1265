#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <variant>
#include <vector>

#include "model/derive.h"

namespace lab {

/// Works out what follows from documents on a thread of its own, so that a window need not wait for it. One
/// document is in work, and one waits at most: the newest that was asked for. Its functions return at once.
class Deriver {
 public:
  /// A problem stands for a document that could not be derived after all, as for want of memory.
  using Result = std::variant<Derived, tconv::Problem>;
  /// Called on the working thread with what was derived: works out what the memo shall hold already when the
  /// result is taken. May throw tconv::Cancelled.
  using Preparation = std::function<void(const Derived&)>;

  /// finished: called on the working thread when a result can be taken.
  explicit Deriver(std::function<void()> finished);
  /// Drops whatever is in work.
  ~Deriver();
  Deriver(const Deriver&) = delete;
  Deriver& operator=(const Deriver&) = delete;

  /// The document takes the place of one that waits. One that is in work is finished, so that a picture
  /// follows a slider that is moved faster than documents can be derived.
  void ask(Document document, Preparation prepare);
  /// The same for what was derived already, where the preparation alone is wanted.
  void ask(Derived derived, Preparation prepare);
  /// Drops what is in work if a newer document waits for it.
  void hurry();
  /// Drops what is in work, what waits and what was not taken.
  void drop();
  /// Whether anything is in work, waits, or was not taken.
  bool busy() const;
  /// The newest result, once.
  std::optional<Result> take();
  /// Frees a result on the working thread: to free hundreds of megabytes takes longer than a frame.
  void free(Derived derived);

 private:
  struct Job {
    std::variant<Document, Derived> of;
    Preparation prepare;
  };
  void ask(Job job);
  std::optional<Result> result(const Job& job, const std::stop_token& stop);
  void run(const std::stop_token& ending);
  void work(std::unique_lock<std::mutex>& lock);

  const std::function<void()> notify_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<Job> waiting_;
  bool working_ = false;
  std::stop_source stop_;  ///< of what is in work
  std::optional<Result> finished_;
  std::vector<Result> freed_;
  std::shared_ptr<const Input> input_;  ///< of what was derived last; the working thread's alone
  std::jthread thread_;                 ///< the last member: ends before the others do
};

}  // namespace lab
