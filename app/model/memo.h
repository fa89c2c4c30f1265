#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <typeindex>

namespace lab {

/// What follows from a document but is not always wanted: each type of result is worked out when it is first
/// asked for and kept for as long as the memo lives. Safe to use from several threads.
class Memo {
 public:
  /// The kept T; `make()` returns it the first time. The result of every make for one T must be the same.
  template <class T, class Make>
  const T& get(Make make) const {
    const std::scoped_lock lock(mutex_);
    std::shared_ptr<const void>& kept = kept_[std::type_index(typeid(T))];
    if (!kept) kept = std::shared_ptr<const T>(new const T(make()));  // made in place: T need not move
    return *static_cast<const T*>(kept.get());
  }

 private:
  mutable std::recursive_mutex mutex_;  // one result may be made of another
  mutable std::map<std::type_index, std::shared_ptr<const void>> kept_;
};

}  // namespace lab
