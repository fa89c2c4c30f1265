#include "model/question.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace lab {
namespace {

constexpr std::string_view kBetween = " \t,;()[]x*";
constexpr std::string_view kTimes = "×";

/// Cuts off what may stand between two numbers.
void skipBetween(std::string_view& text) {
  for (;;) {
    if (text.starts_with(kTimes))
      text.remove_prefix(kTimes.size());
    else if (!text.empty() && kBetween.find(text.front()) != std::string_view::npos)
      text.remove_prefix(1);
    else
      return;
  }
}

}  // namespace

std::optional<std::vector<double>> parseAnswer(std::string_view text) {
  std::vector<double> numbers;
  for (skipBetween(text); !text.empty(); skipBetween(text)) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !std::isfinite(number)) return {};
    numbers.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  if (numbers.empty() || numbers.size() > 2) return {};
  return numbers;
}

bool isAnswer(const Question& question, const std::vector<double>& given) {
  if (given.size() == 1 && question.answer.size() == 2)
    return question.answer[0] == given[0] && question.answer[1] == given[0];
  return given == question.answer;
}

std::string answerText(const Question& question) {
  if (!question.choices.empty()) return question.choices.at(static_cast<std::size_t>(question.answer.at(0)));
  if (question.answer.size() == 2) return fmt::format("{} × {}", question.answer[0], question.answer[1]);
  return fmt::format("{}", question.answer.at(0));
}

}  // namespace lab
