#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lab {

/// Something that is asked and has one right answer: numbers that are typed, or one of several texts.
struct Question {
  std::vector<std::string> choices;  ///< what to choose from; empty where numbers are typed
  std::vector<double> answer;        ///< one number, or height and width; the place among the choices, from 0
  bool operator==(const Question&) const = default;
};

/// The numbers that somebody typed: "6", "6, 5", "6 x 5", "(6,5)", "-1.5". One or two of them; nothing for
/// any other text.
std::optional<std::vector<double>> parseAnswer(std::string_view text);

/// Whether that is the answer. One number answers for both axes where they are equal.
bool isAnswer(const Question& question, const std::vector<double>& given);

/// The answer in words: "6 × 5", "-1.5", or the text of the choice.
std::string answerText(const Question& question);

}  // namespace lab
