#pragma once

#include <concepts>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tconv/types.h"

namespace tconv {

/// The change of one parameter that makes an illegal setting legal again.
struct Fix {
  std::string parameter;  ///< field identifier, e.g. "output_padding"
  int axis = 0;           ///< 0 height, 1 width; 0 for parameters without axes
  Index value = 0;        ///< the nearest legal value
  bool operator==(const Fix&) const = default;
};

/// A sentence and its values, kept apart so that it can be said in another language.
struct Phrase {
  std::string words;                ///< in English, with a place {} for each value
  std::vector<std::string> values;  ///< whole numbers and texts

  /// A sentence in English, with as many places {} as there are values: integers or texts.
  template <class... Values>
  explicit Phrase(std::string sentence, const Values&... given)
      : words(std::move(sentence)), values{textOf(given)...} {}
  /// In English, the values in their places.
  std::string text() const;
  bool operator==(const Phrase&) const = default;

 private:
  static std::string textOf(std::string_view text) { return std::string(text); }
  static std::string textOf(std::integral auto number) { return std::to_string(number); }
};

/// What is wrong with something the user gave, kept in parts so that a message, a panel and a test can each
/// take what they need.
struct Problem {
  std::string subject;          ///< the parameter, file or option, e.g. "stride[0]"
  std::string value;            ///< as it was given, e.g. "0"; may be empty
  Phrase rule;                  ///< what would be valid, e.g. "must be at least 1"
  std::optional<Fix> fix = {};  ///< one click away, where a nearest legal value exists

  /// One line: "stride[0] = 0: must be at least 1".
  std::string message() const;
  bool operator==(const Problem&) const = default;
};

/// Thrown where a Problem is met, caught once at the edge of the program. what() is problem().message().
class Error : public std::runtime_error {
 public:
  /// what() is its message.
  explicit Error(Problem problem) : std::runtime_error(problem.message()), problem_(std::move(problem)) {}
  const Problem& problem() const { return problem_; }  ///< in parts, for who wants more than a line

 private:
  Problem problem_;
};

/// Thrown by work that was asked to stop before it was done.
class Cancelled : public std::exception {
 public:
  const char* what() const noexcept override { return "cancelled"; }  ///< "cancelled"
};

}  // namespace tconv
