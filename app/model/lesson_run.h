#pragma once

#include <optional>
#include <string>

#include "model/lesson.h"
#include "model/workbench.h"

namespace lab {

/// A lesson that is being given: which step is shown, and whether what it asks for was done or answered. It
/// shows its steps on a workbench, and brings back what was there before when it is left.
class LessonRun {
 public:
  /// Shows a step, the last one where there are fewer.
  LessonRun(Lesson lesson, Workbench& bench, std::size_t step = 0);

  const Lesson& lesson() const { return lesson_; }
  std::size_t at() const { return at_; }
  const LessonStep& step() const { return lesson_.steps[at_]; }
  bool isLast() const { return at_ + 1 == lesson_.steps.size(); }

  /// Shows another step; nothing where there is none. Going on needs no goal: a lecturer may pass one.
  void next();
  void back();
  /// Shows the step as it was at its beginning.
  void again();

  /// To be called when the state may have changed: a goal that is met once stays met.
  void look();
  /// Whether the goal of this step was met; true where it has none.
  bool met() const { return met_[at_]; }
  /// Goals that were met, of all.
  std::size_t metGoals() const;
  std::size_t goals() const;

  /// Answers the question of this step; numbers, or the place of a choice. @returns whether it was right
  bool answer(const std::vector<double>& given);
  /// Whether the last answer was right; nothing before the first.
  std::optional<bool> verdict() const { return verdict_; }
  /// Shows how the goal is met, or answers the question. It does not count as met.
  void solve();
  bool solved() const { return solved_; }

  /// What the workbench showed before the lesson: the user's own work, which leave() brings back.
  const Session& before() const { return before_; }
  void leave();

 private:
  void go(std::size_t step);

  Lesson lesson_;
  Workbench* bench_;
  Session before_;
  std::size_t at_ = 0;
  std::vector<bool> met_;
  std::optional<bool> verdict_;
  bool solved_ = false;
};

}  // namespace lab
