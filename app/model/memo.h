#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <typeindex>
#include <utility>

#include "tconv/error.h"

namespace lab {

/// What follows from a document but is not always wanted: each type of result is worked out when it is first
/// asked for and kept for as long as the memo lives. Safe to use from several threads.
class Memo {
 public:
  /// Makes nothing any more once `stop` asks for it.
  explicit Memo(std::stop_token stop = {}) : stop_(std::move(stop)) {}

  /// The kept T; `make()` returns it the first time. The result of every make for one T must be the same.
  /// @throws tconv::Cancelled where it would have to be made after a stop
  template <class T, class Make>
  const T& get(Make make) const {
    const std::scoped_lock lock(mutex_);
    std::shared_ptr<const void>& kept = kept_[std::type_index(typeid(T))];
    if (!kept) {
      if (stop_.stop_requested()) throw tconv::Cancelled();
      kept = std::shared_ptr<const T>(new const T(make()));  // made in place: T need not move
    }
    return *static_cast<const T*>(kept.get());
  }

 private:
  std::stop_token stop_;
  mutable std::recursive_mutex mutex_;  // one result may be made of another
  mutable std::map<std::type_index, std::shared_ptr<const void>> kept_;
};

/// Results of one kind that a memo keeps apart by a key. Safe to use from several threads.
template <class Key, class T>
class KeptBy {
 public:
  /// The T kept for the key; `make()` returns it the first time.
  template <class Make>
  const T& get(const Key& key, Make make) const {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(key);
    return found != kept_.end() ? found->second : kept_.emplace(key, make()).first->second;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::map<Key, T> kept_;
};

}  // namespace lab
