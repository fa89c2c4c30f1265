#include "model/lesson_run.h"

#include <algorithm>
#include <utility>

namespace lab {
namespace {

/// What a step says of the view; how the window is arranged stays the user's.
ViewState withStep(ViewState view, const ViewState& step) {
  view.playhead = step.playhead;
  view.faces = step.faces;
  view.options = step.options;
  view.scales = step.scales;
  view.pinned = step.pinned;
  view.show_symbols = step.show_symbols;
  view.zoom = step.zoom;
  view.pan_x = step.pan_x;
  view.pan_y = step.pan_y;
  return view;
}

}  // namespace

LessonRun::LessonRun(Lesson lesson, Workbench& bench, std::size_t step)
    : lesson_(std::move(lesson)), bench_(&bench), before_(bench.session()) {
  for (const LessonStep& s : lesson_.steps) met_.push_back(!s.goal);
  go(std::min(step, lesson_.steps.size() - 1));
}

void LessonRun::show(const Session& session) {
  bench_->present({session.document, withStep(bench_->view(), session.view)});
}

void LessonRun::go(std::size_t step) {
  at_ = step;
  verdict_.reset();
  solved_ = false;
  show(lesson_.steps[at_].session);
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
  if (step().goal->solution) show(*step().goal->solution);
}

void LessonRun::leave() { bench_->present(before_); }

}  // namespace lab
