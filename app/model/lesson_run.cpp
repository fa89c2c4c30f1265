#include "model/lesson_run.h"

#include <algorithm>
#include <utility>

namespace lab {

LessonRun::LessonRun(Lesson lesson, Workbench& bench, std::size_t step)
    : lesson_(std::move(lesson)), bench_(&bench), before_(bench.session()) {
  for (const LessonStep& s : lesson_.steps) met_.push_back(!s.goal);
  go(std::min(step, lesson_.steps.size() - 1));
}

void LessonRun::go(std::size_t step) {
  at_ = step;
  verdict_.reset();
  solved_ = false;
  bench_->demonstrate(lesson_.steps[at_].session);
}

void LessonRun::next() {
  if (!isLast()) go(at_ + 1);
}

void LessonRun::back() {
  if (at_ > 0) go(at_ - 1);
}

void LessonRun::again() { go(at_); }

void LessonRun::look() {
  const auto& goal = step().goal;
  if (goal && !goal->question && !solved_ && isMet(*goal, bench_->session())) met_[at_] = true;
}

std::size_t LessonRun::goals() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(lesson_.steps, [](const LessonStep& s) { return s.goal.has_value(); }));
}

std::size_t LessonRun::metGoals() const {
  return static_cast<std::size_t>(std::ranges::count(met_, true)) - (lesson_.steps.size() - goals());
}

bool LessonRun::answer(const std::vector<double>& given) {
  verdict_ = isAnswer(*step().goal->question, given);
  if (*verdict_ && !solved_) met_[at_] = true;
  return *verdict_;
}

void LessonRun::solve() {
  solved_ = true;
  if (step().goal->solution) bench_->demonstrate(*step().goal->solution);
}

void LessonRun::leave() { bench_->bringBack(before_); }

}  // namespace lab
