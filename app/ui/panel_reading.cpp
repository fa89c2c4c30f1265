#include <fmt/format.h>
#include <imgui.h>

#include "i18n/translate.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"

/// How the window is read: its language, the size of its text, and whether steps move.
namespace lab::ui {
namespace {

/// All languages, by the names that they have in themselves.
void languages(Studio& studio) {
  menuHeading(studio, tr("Language"));
  for (const i18n::Language language : i18n::languages())
    if (menuItem(studio, fmt::format("language.{}", i18n::idOf(language)), i18n::nameOf(language),
                 language == studio.workbench.view().language))
      speak(studio, language);
}

void textSizes(Studio& studio) {
  int& size = studio.workbench.view().text_size;
  menuHeading(studio, tr("Size of text"));
  for (int percent = ViewState::least_text; percent <= ViewState::most_text; percent += ViewState::text_step)
    if (menuItem(studio, fmt::format("text.{}", percent), fmt::format("{} %", percent), percent == size))
      size = percent;
}

void motion(Studio& studio) {
  const bool reduced = studio.workbench.view().reduced_motion;
  menuHeading(studio, tr("Motion"));
  if (menuItem(studio, "motion.full", tr("Steps in motion"), !reduced) && reduced)
    execute(studio, Command::toggle_motion);
  if (menuItem(studio, "motion.reduced", tr("Steps as stills"), reduced, "M") && !reduced)
    execute(studio, Command::toggle_motion);
}

}  // namespace

void drawReading(Studio& studio) {
  if (button(studio, "language", icons::language, tr("Language, size of text, motion"), {.type_size = 16}))
    ImGui::OpenPopup("language.menu");
  if (!beginMenu(studio, "language.menu")) return;
  languages(studio);
  textSizes(studio);
  motion(studio);
  endMenu();
}

}  // namespace lab::ui
