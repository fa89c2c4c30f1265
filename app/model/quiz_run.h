#pragma once

#include <string>
#include <vector>

#include "model/quiz.h"
#include "model/workbench.h"

namespace lab {

/// What somebody made of a question.
struct QuizScore {
  std::uint64_t seed = 0;
  Index number = 0;  ///< from 0
  QuizKind kind = QuizKind::output_size;
  Difficulty difficulty = Difficulty::easy;
  std::string text, given, right;
  bool hinted = false, correct = false;

  static constexpr int most_points = 2;
  /// 2 for a right answer, 1 for one after the hint.
  int points() const { return !correct ? 0 : hinted ? 1 : most_points; }
};

/// A table for spreadsheets (RFC 4180), a heading first: seed, number from 1, kind, difficulty, question,
/// answer given, right answer, hint taken, correct, points.
std::string scoreSheet(const std::vector<QuizScore>& scores);

/// Where somebody is in a quiz.
struct QuizProgress {
  QuizChoice choice;
  Index number = 0;     ///< of the question, from 0
  bool hinted = false;  ///< its hint was taken
  std::vector<QuizScore> scores;

  int points() const;
  /// Right answers in a row up to now.
  Index streak() const;
};

/// A quiz that goes on: the question, whether it was answered, and the scores so far. The workbench shows
/// what is asked about only once it was answered, and when the quiz is left what it showed before.
class QuizRun {
 public:
  QuizRun(QuizProgress progress, Workbench& bench);

  const QuizProgress& progress() const { return progress_; }
  /// The question, in the thread's language.
  QuizItem item() const { return quizItem(progress_.choice, progress_.number); }
  bool answered() const { return answered_; }

  void takeHint();
  /// Counts the first answer to a question, and shows the document; later ones are ignored.
  void answer(const std::vector<double>& given);
  /// The next question, once this one was answered.
  void next();
  /// Begins another row of questions; the scores stay.
  void choose(QuizChoice choice);
  /// Brings back what the workbench showed before the quiz. @returns where to go on another time
  QuizProgress leave();

  /// What the workbench showed before the quiz.
  const Session& before() const { return before_; }

 private:
  void ask(Index number);

  QuizProgress progress_;
  Workbench* bench_;
  Session before_;
  bool answered_ = false;
};

}  // namespace lab
