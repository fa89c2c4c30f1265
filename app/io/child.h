#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace lab::io {

/// Whether a program of that name is on the PATH.
bool installed(const std::string& program);

/// Another program that is fed through its standard input, started without a shell. It is ended with this
/// process, however that ends, and when its owner goes away before finish().
class Child {
 public:
  /// `command` is the program's name and its arguments. Where `shared` is not -1 the child has that file open
  /// as descriptor 3. `meanwhile` is called some times a second while the child lets this program wait, which
  /// may be for ever; what it throws ends that.
  /// @throws tconv::Error where the program is not installed or cannot be started.
  explicit Child(const std::vector<std::string>& command, int shared = -1,
                 std::function<void()> meanwhile = {});
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// False where it reads no more; finish() then says why.
  bool feed(std::string_view bytes);
  /// Closes its input and waits for it. @throws tconv::Error with its last line on standard error where it
  /// failed.
  void finish();

 private:
  std::string complaint() const;
  int status();  ///< of the child's end, which it waits for

  std::string program_;
  std::function<void()> meanwhile_;
  pid_t process_ = -1;
  int input_ = -1, errors_ = -1;
};

}  // namespace lab::io
