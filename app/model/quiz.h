#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"
#include "model/question.h"
#include "model/ref.h"

namespace lab {

enum class QuizKind { output_size, cell_value, patch_place, output_padding, taps };
enum class Difficulty { easy, medium, hard };

struct QuizKindInfo {
  QuizKind kind;
  std::string_view id;     ///< in score sheets
  std::string_view label;  ///< to be translated
};
const std::array<QuizKindInfo, 5>& quizKinds();

struct DifficultyInfo {
  Difficulty difficulty;
  std::string_view id;     ///< in score sheets
  std::string_view label;  ///< to be translated
};
const std::array<DifficultyInfo, 3>& difficulties();

/// Which endless row of questions is asked: the same for everyone who chooses the same.
struct QuizChoice {
  std::uint64_t seed = 1;
  Difficulty difficulty = Difficulty::easy;
  std::vector<QuizKind> kinds = {QuizKind::output_size, QuizKind::cell_value, QuizKind::patch_place,
                                 QuizKind::output_padding, QuizKind::taps};  ///< in their order, at least one

  bool has(QuizKind kind) const;
  /// Takes a kind in or out; the last one stays.
  void toggle(QuizKind kind);
  bool operator==(const QuizChoice&) const = default;
};

/// A parameter as a question tells it: "Stride", "2".
struct QuizSetting {
  std::string label, value;
};

/// One question with all that is told about it, in the thread's language.
struct QuizItem {
  QuizKind kind = QuizKind::output_size;
  Document document;  ///< what is asked about: legal, one channel, own values
  Ref about;          ///< the canvas cell or term in question; none where it is the whole layer
  Question question;
  std::vector<QuizSetting> settings;  ///< all that is needed but the values of input and kernel
  std::string text;                   ///< what is asked
  std::string hint;                   ///< the rule that answers it
  std::string right;                  ///< the answer in words
  std::string worked;                 ///< the rule with the numbers in place, in lines

  /// Whether the numbers of input and kernel, or their indices, are needed.
  bool needsGrids() const { return kind == QuizKind::cell_value || kind == QuizKind::patch_place; }
};

/// Question number `number`, from 0. The chosen kinds take turns, in a shuffled order. Numbers are small and
/// whole; harder ones have more padding, output padding, then dilation and a height that differs from the
/// width.
QuizItem quizItem(const QuizChoice& choice, Index number);

}  // namespace lab
