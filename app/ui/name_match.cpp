#include "ui/name_match.h"

#include <algorithm>
#include <limits>
#include <ranges>
#include <string>
#include <vector>

#include "model/utf8.h"
#include "view/canvas_text.h"

namespace lab::ui {
namespace {

constexpr int kAnywhere = 1, kBeginning = 10, kFollowing = 12;
constexpr int kNever = std::numeric_limits<int>::min() / 2;

char32_t lower(char32_t c) { return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c; }

std::u32string folded(std::string_view text) {
  std::u32string letters = decodeUtf8(text);
  std::ranges::transform(letters, letters.begin(), lower);
  return letters;
}

bool isLetter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || c > 0x7F; }

/// Chinese has no gaps between words: each of its characters may begin one.
bool beginsWord(const std::u32string& name, std::size_t at) {
  return at == 0 || !isLetter(name[at - 1]) || view::isChinese(name[at]);
}

/// Over all ways to find the word: best[j] is that of the letters so far whose last one is name[j].
std::optional<int> wordMatch(const std::u32string& word, const std::u32string& name) {
  std::vector<int> best(name.size(), kNever);
  for (std::size_t i = 0; i < word.size(); ++i) {
    std::vector<int> next(name.size(), kNever);
    int before = i == 0 ? 0 : kNever;  // the best that ends further left
    for (std::size_t j = 0; j < name.size(); ++j) {
      const int follows = i > 0 && j > 0 ? best[j - 1] + kFollowing : kNever;
      const int value = beginsWord(name, j) ? kBeginning : kAnywhere;
      if (word[i] == name[j]) next[j] = std::max(before + value, follows);
      if (i > 0) before = std::max(before, best[j]);
    }
    best = std::move(next);
  }
  const int found = best.empty() ? kNever : *std::ranges::max_element(best);
  return found > 0 ? std::optional(found) : std::nullopt;
}

std::vector<std::u32string> wordsOf(std::string_view typed) {
  std::vector<std::u32string> words;
  for (const auto part : folded(typed) | std::views::split(U' '))
    if (!part.empty()) words.emplace_back(part.begin(), part.end());
  return words;
}

}  // namespace

std::optional<int> nameMatch(std::string_view typed, std::string_view name) {
  const std::u32string letters = folded(name);
  int sum = 0;
  for (const std::u32string& word : wordsOf(typed)) {
    const auto found = wordMatch(word, letters);
    if (!found) return {};
    sum += *found;
  }
  return sum;
}

bool mentions(std::string_view text, std::string_view typed) {
  const std::u32string letters = folded(text);
  return std::ranges::all_of(
      wordsOf(typed), [&](const std::u32string& word) { return letters.find(word) != std::u32string::npos; });
}

}  // namespace lab::ui
