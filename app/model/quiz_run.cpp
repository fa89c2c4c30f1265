#include "model/quiz_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace lab {
namespace {

/// The document played to its end, with what was asked about pinned.
Session revealed(const QuizItem& item) {
  Session session{item.document, {}};
  session.view.playhead.time = static_cast<double>(item.document.input_size.h * item.document.input_size.w);
  session.view.pinned = item.about;
  return session;
}

/// "Input 3 × 3, Kernel 2 × 2, ...: How large is the output?"
std::string inOneLine(const QuizItem& item) {
  std::vector<std::string> settings;
  for (const QuizSetting& s : item.settings) settings.push_back(s.label + " " + s.value);
  return fmt::format("{}: {}", fmt::join(settings, ", "), item.text);
}

std::string csvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

std::string scoreSheet(const std::vector<QuizScore>& scores) {
  std::string sheet = "seed,number,kind,difficulty,question,given,right,hint,correct,points\r\n";
  const auto yes = [](bool is) { return is ? "yes" : "no"; };
  for (const QuizScore& s : scores)
    sheet += fmt::format("{},{},{},{},{},{},{},{},{},{}\r\n", s.seed, s.number + 1,
                         quizKinds()[static_cast<std::size_t>(s.kind)].id,
                         difficulties()[static_cast<std::size_t>(s.difficulty)].id, csvField(s.text),
                         csvField(s.given), csvField(s.right), yes(s.hinted), yes(s.correct), s.points());
  return sheet;
}

int QuizProgress::points() const {
  return std::accumulate(scores.begin(), scores.end(), 0,
                         [](int sum, const QuizScore& s) { return sum + s.points(); });
}

Index QuizProgress::streak() const {
  const auto wrong =
      std::find_if(scores.rbegin(), scores.rend(), [](const QuizScore& s) { return !s.correct; });
  return wrong - scores.rbegin();
}

QuizRun::QuizRun(QuizProgress progress, Workbench& bench)
    : progress_(std::move(progress)), bench_(&bench), before_(bench.session()) {}

void QuizRun::ask(Index number) {
  progress_.number = number;
  answered_ = progress_.hinted = false;
}

void QuizRun::takeHint() { progress_.hinted = progress_.hinted || !answered_; }

void QuizRun::answer(const std::vector<double>& given) {
  if (std::exchange(answered_, true)) return;
  const QuizItem asked = item();
  const QuizChoice& choice = progress_.choice;
  progress_.scores.push_back({choice.seed, progress_.number, asked.kind, choice.difficulty, inOneLine(asked),
                              answerText({{}, given}), asked.right, progress_.hinted,
                              isAnswer(asked.question, given)});
  bench_->demonstrate(revealed(asked));
}

void QuizRun::next() {
  if (answered_) ask(progress_.number + 1);
}

void QuizRun::choose(QuizChoice choice) {
  progress_.choice = std::move(choice);
  ask(0);
}

QuizProgress QuizRun::leave() {
  next();
  bench_->bringBack(before_);
  return progress_;
}

}  // namespace lab
