#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <typeindex>
#include <utility>

#include "tconv/error.h"

namespace lab {

/// Results of one kind, kept apart by a key. Safe to use from several threads; only who asks for a result
/// that is being made waits for it.
template <class Key, class T>
class KeptBy {
 public:
  /// The T kept for the key; `make()` returns it the first time.
  template <class Make>
  const T& get(const Key& key, Make make) const {
    Entry& kept = entry(key);
    const std::scoped_lock lock(kept.mutex);
    if (!kept.value) kept.value.emplace(make());
    return *kept.value;
  }
  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return kept_.size();
  }

 private:
  struct Entry {
    std::mutex mutex;
    std::optional<T> value;
  };
  Entry& entry(const Key& key) const {
    const std::scoped_lock lock(mutex_);
    return kept_[key];
  }

  mutable std::mutex mutex_;
  mutable std::map<Key, Entry> kept_;
};

/// What follows from a document but is not always wanted: each type of result is worked out when it is first
/// asked for and kept for as long as the memo lives. Safe to use from several threads, as KeptBy is; no
/// result may be made of itself.
class Memo {
 public:
  /// Makes nothing any more once `stop` asks for it.
  explicit Memo(std::stop_token stop = {}) : stop_(std::move(stop)) {}

  /// The kept T; `make()` returns it the first time. The result of every make for one T must be the same.
  /// @throws tconv::Cancelled where it would have to be made after a stop
  template <class T, class Make>
  const T& get(Make make) const {
    const std::shared_ptr<const void>& kept = kept_.get(std::type_index(typeid(T)), [&] {
      if (stop_.stop_requested()) throw tconv::Cancelled();
      return std::shared_ptr<const void>(std::shared_ptr<const T>(new const T(make())));  // T need not move
    });
    return *static_cast<const T*>(kept.get());
  }
  /// How many types of results there are.
  std::size_t size() const { return kept_.size(); }

 private:
  std::stop_token stop_;
  KeptBy<std::type_index, std::shared_ptr<const void>> kept_;
};

}  // namespace lab
