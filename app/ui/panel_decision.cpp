#include <imgui.h>

#include <algorithm>
#include <utility>

#include "ui/input_queue.h"
#include "ui/panels.h"
#include "ui/sheet.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// A question with its answers in a row, the first one at the right end as the one that Enter takes.
namespace lab::ui {
namespace {

constexpr double kWidth = 560, kHeight = 176, kLeast = 96;

double widthOf(const Decision::Answer& answer) {
  return std::max(kLeast, view::textWidth(answer.label, 14) + 32);
}

/// Tab and the arrows go round; the place on the screen counts, which runs from the right.
void chooseByKeys(Studio& studio) {
  const std::size_t count = studio.decisions.front().answers.size();
  const bool back = ImGui::GetIO().KeyShift;
  const bool on = pressed(Key::left, true) || (pressed(Key::tab, true) && !back);
  const bool off = pressed(Key::right, true) || (pressed(Key::tab, true) && back);
  if (on) studio.answer_chosen = (studio.answer_chosen + 1) % count;
  if (off) studio.answer_chosen = (studio.answer_chosen + count - 1) % count;
}

/// Which answer was given in this frame.
std::optional<std::size_t> drawAnswers(Studio& studio) {
  const std::vector<Decision::Answer>& answers = studio.decisions.front().answers;
  std::optional<std::size_t> given;
  double right = ImGui::GetWindowContentRegionMax().x / studio.scale;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const double width = widthOf(answers[i]);
    ImGui::SetCursorPos({studio.px(right - width), ImGui::GetWindowHeight() - studio.px(60)});
    if (button(studio, "answer." + answers[i].id, answers[i].label, "",
               {.width = width, .height = 36, .primary = i == studio.answer_chosen, .outlined = true}))
      given = i;
    right -= width + 12;
  }
  return given;
}

}  // namespace

void ask(Studio& studio, Decision decision) {
  closeMenus();
  studio.closeSheets();
  studio.editing = {};
  if (studio.decisions.empty()) studio.answer_chosen = 0;
  studio.decisions.push_back(std::move(decision));
}

void answerDecision(Studio& studio, std::size_t answer) {
  const Decision decision = std::move(studio.decisions.front());
  studio.decisions.pop_front();
  studio.answer_chosen = 0;
  closeMenus();
  if (decision.answers[answer].then) decision.answers[answer].then();
}

void drawDecision(Studio& studio, const view::Box& window) {
  if (studio.decisions.empty() || !beginSheet(studio, "decision", window, kWidth, kHeight)) return;
  const Decision& decision = studio.decisions.front();
  label(studio, decision.text, 20, studio.theme().ink, view::Weight::bold, kWidth - 56);
  space(studio, 8);
  paragraph(studio, decision.detail, 14, studio.theme().muted);
  std::optional<std::size_t> given = drawAnswers(studio);
  if (!ImGui::IsWindowAppearing()) {
    chooseByKeys(studio);
    if (pressed(Key::enter) || pressed(Key::keypad_enter)) given = studio.answer_chosen;
  }
  if (given) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
  if (given) answerDecision(studio, *given);
}

}  // namespace lab::ui
