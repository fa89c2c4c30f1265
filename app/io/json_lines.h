#pragma once

#include <map>
#include <string>
#include <string_view>

namespace lab::io {

/// On which line of a JSON text the values stand, by their names as messages have them: "steps[2].goal.hint".
class JsonLines {
 public:
  /// The text must be valid JSON.
  explicit JsonLines(std::string_view text);

  /// The line, from 1, of a value below `within`: of "within.name", else of the last value there whose name
  /// ends in it ("stride[0]" is found at "steps[2].set.parameters.stride"), else of `within` itself.
  int lineOf(const std::string& within, std::string_view name) const;

 private:
  std::map<std::string, int> lines_;
};

}  // namespace lab::io
