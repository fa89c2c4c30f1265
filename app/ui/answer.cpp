#include "ui/answer.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "i18n/translate.h"
#include "model/question.h"
#include "ui/focus.h"
#include "ui/input_queue.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

constexpr double kAnswerWidth = 120, kMargin = 20;

/// No number has an S, which stays the key for a picture.
int withoutS(ImGuiInputTextCallbackData* data) { return data->EventChar == 's' || data->EventChar == 'S'; }

void drawField(Studio& studio, const std::string& anchor, std::string& text) {
  if (takesKeyboard(studio, anchor)) ImGui::SetKeyboardFocusHere();
  ImGui::PushItemWidth(studio.px(kAnswerWidth));
  ImGui::InputText(("##" + anchor).c_str(), &text, ImGuiInputTextFlags_CallbackCharFilter, withoutS);
  ImGui::PopItemWidth();
  stop(studio, anchor, StopKind::field);
  anchorItem(studio, anchor);
}

}  // namespace

std::optional<std::vector<double>> answerField(Studio& studio, std::string_view name, std::string& text,
                                               bool focus) {
  if (focus) ImGui::SetKeyboardFocusHere();
  drawField(studio, fmt::format("{}.answer", name), text);
  const bool entered = ImGui::IsItemDeactivated() && (pressed(Key::enter) || pressed(Key::keypad_enter));
  ImGui::SameLine(0, studio.px(8));
  const bool checked =
      button(studio, fmt::format("{}.check", name), tr("Check"), tr("Whether that is right  (Enter)"),
             {.width = 72, .height = 28, .active = true});
  space(studio, 4);
  if (!entered && !checked) return {};
  const auto answer = parseAnswer(text);
  if (!answer) studio.say(tr("An answer is a number, or two for height and width"), true);
  return answer;
}

void verdict(Studio& studio, const char* icon, std::string_view text, tconv::Rgb color) {
  label(studio, icon, 16, color);
  ImGui::SameLine(0, studio.px(8));
  paragraph(studio, text, 14, color);
}

bool hintButton(Studio& studio, std::string_view name, std::string_view tip) {
  return button(studio, fmt::format("{}.hint", name), tr("Hint"), tip,
                {.width = 64, .height = 26, .outlined = true});
}

void placeInFooter(Studio& studio, const view::Box& panel, double x) {
  ImGui::SetCursorScreenPos({static_cast<float>(panel.x) + studio.px(kMargin + x),
                             static_cast<float>(panel.bottom()) - studio.px(kFooter - 14)});
}

double footerWidth(const Studio& studio, const view::Box& panel) {
  return panel.w / studio.scale - 2 * kMargin;
}

}  // namespace lab::ui
