#include <fmt/format.h>
#include <imgui.h>

#include "i18n/translate.h"
#include "ui/input_queue.h"
#include "ui/name_match.h"
#include "ui/panels.h"
#include "ui/widgets.h"

/// What the help sheet says of some words: keys, controls, and the field's own words.
namespace lab::ui {
namespace {

constexpr double kField = 320, kRoom = 520;

/// The field has the keyboard, so that shortcuts do not see these.
void closeByKeys(Studio& studio) {
  if (ImGui::GetIO().WantTextInput && (pressed(Key::escape) || pressed(Key::f1))) studio.help_open = false;
}

void drawField(Studio& studio) {
  const ImVec2 before = ImGui::GetCursorPos();
  ImGui::SetCursorPos({ImGui::GetWindowContentRegionMax().x - studio.px(kField + 48), studio.px(28)});
  if (ImGui::IsWindowAppearing()) {
    studio.help_typed.clear();
    ImGui::SetKeyboardFocusHere();
  }
  entry(studio, "help.typed", studio.help_typed, kField, tr("Search keys, controls and words"));
  ImGui::SetCursorPos(before);
}

/// Whether all words that are looked for stand in one of two languages.
bool answers(const Studio& studio, std::string_view first, std::string_view second = {}) {
  const std::string english = fmt::format("{} {}", first, second),
                    own = fmt::format("{} {}", tr(first), tr(second));
  return mentions(english, studio.help_typed) || mentions(own, studio.help_typed);
}

/// A part of what is found: its heading stands above the first thing in it.
class Part {
 public:
  Part(Studio& studio, const char* heading) : studio_(studio), heading_(heading) {}
  ~Part() {
    if (found_) space(studio_, 16);
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  void begin() {
    if (found_) return;
    found_ = true;
    label(studio_, heading_, 16, studio_.theme().ink, view::Weight::bold);
    space(studio_, 4);
  }
  bool found() const { return found_; }

 private:
  Studio& studio_;
  const char* heading_;
  bool found_ = false;
};

bool drawKeys(Studio& studio) {
  Part part(studio, tr("Keys"));
  for (const CommandInfo& command : commands()) {
    if (!answers(studio, command.label, command.keys)) continue;
    part.begin();
    keyLine(studio, command.keys, tr(command.label), kRoom);
  }
  for (const FaceInfo& face : faces()) {
    if (!answers(studio, face.label, face.remark)) continue;
    part.begin();
    keyLine(studio, face.key, trf("{}: {}", tr(face.label), tr(face.remark)), kRoom);
  }
  return part.found();
}

/// A click explains the control where it stands.
bool drawControls(Studio& studio) {
  Part part(studio, tr("Controls"));
  for (const Explanation& control : explanations()) {
    const bool named = answers(studio, control.title(), control.term), told = answers(studio, control.does());
    if (!named && !told && !answers(studio, control.trap, control.pytorch)) continue;
    part.begin();
    const std::string text = fmt::format("{}\n{}", tr(control.title()), tr(control.does()));
    if (choice(studio, fmt::format("help.{}", control.id()), text, "")) {
      studio.help_open = false;
      explain(studio, control);
    }
    space(studio, 4);
  }
  return part.found();
}

bool drawWords(Studio& studio) {
  Part part(studio, tr("Words"));
  for (const Term& term : glossary()) {
    if (!answers(studio, term.word, term.meaning)) continue;
    part.begin();
    label(studio, tr(term.word), 14, studio.theme().ink, view::Weight::bold);
    paragraph(studio, tr(term.meaning), 14, studio.theme().muted);
    space(studio, 6);
  }
  return part.found();
}

}  // namespace

bool drawHelpSearch(Studio& studio) {
  closeByKeys(studio);
  drawField(studio);
  if (studio.help_typed.find_first_not_of(' ') == std::string::npos) return false;
  ImGui::BeginChild("help.found");
  const bool keys = drawKeys(studio), controls = drawControls(studio), words = drawWords(studio);
  if (!keys && !controls && !words)
    paragraph(studio, tr("Nothing here speaks of that."), 14, studio.theme().muted);
  ImGui::EndChild();
  return true;
}

}  // namespace lab::ui
