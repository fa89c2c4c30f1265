#include "ui/text_area.h"

#include <imgui.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include "ui/icons.h"
#include "ui/input_queue.h"
#include "ui/widgets.h"

/// Dear ImGui does not break the lines of a field. What it is given here has a line feed wherever a line
/// ends, and a sign before it where the text has one; whatever is typed, the breaks are found anew.
namespace lab::ui {
namespace {

constexpr std::string_view kSign = icons::paragraph;

/// Breaks one text after the other into lines of at most `room` pixels, in the font of this frame.
class Breaker {
 public:
  explicit Breaker(float room) : room_(room) {}

  std::string operator()(std::string_view text) {
    for (const char* at = text.data(); at < text.data() + text.size();) {
      unsigned character = 0;
      const int bytes = ImTextCharFromUtf8(&character, at, text.data() + text.size());
      add({at, static_cast<std::size_t>(bytes)}, character);
      at += bytes;
    }
    return lines_;
  }

 private:
  void add(std::string_view bytes, unsigned character) {
    if (character == '\n') {
      lines_.append(kSign).append("\n");
      return begin(lines_.size());
    }
    const float width = ImGui::GetFont()->GetCharAdvance(static_cast<ImWchar>(character));
    if (may_end_ && !endsPhrase(character)) {
      gap_ = lines_.size();
      x_at_gap_ = x_;
    }
    if (x_ + width > room_ && character != ' ') endLine();
    lines_.append(bytes);
    x_ += width;
    may_end_ = character == ' ' || isChinese(character);
  }

  static bool isChinese(unsigned character) {
    return (character >= 0x3000 && character < 0xA000) || (character >= 0xFF00 && character < 0xFFF0);
  }
  /// What no line begins with.
  static bool endsPhrase(unsigned character) {
    return character == ' ' ||
           std::u32string_view(U"，。、；：！？）》」”").find(character) != std::u32string_view::npos;
  }

  /// At the last gap, or where there is none within the word.
  void endLine() {
    const bool has_gap = gap_ > line_;
    const std::size_t at = has_gap ? gap_ : lines_.size();
    const float rest = has_gap ? x_ - x_at_gap_ : 0;
    lines_.insert(at, "\n");
    begin(at + 1);
    x_ = rest;
  }
  void begin(std::size_t line) {
    line_ = gap_ = line;
    may_end_ = false;
    x_ = x_at_gap_ = 0;
  }

  float room_;
  std::string lines_;
  std::size_t line_ = 0, gap_ = 0;  ///< where the line begins, and what follows its last gap
  float x_ = 0, x_at_gap_ = 0;
  bool may_end_ = false;  ///< after the last character
};

/// The text behind its lines.
std::string joined(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const bool sign = lines.starts_with(kSign);
    if (sign)
      text += '\n';
    else if (lines.front() != '\n')
      text += lines.front();
    lines.remove_prefix(sign ? kSign.size() : 1);
  }
  return text;
}

/// Where in the lines a place in the text is; at a break, the beginning of the next line.
std::size_t placeIn(std::string_view lines, std::size_t place) {
  std::size_t at = 0;
  const auto sign = [&] { return lines.substr(at).starts_with(kSign); };
  for (std::size_t left = place; left > 0 && at < lines.size();) {
    if (lines[at] != '\n') --left;
    at += sign() ? kSign.size() : 1;
  }
  while (at < lines.size() && lines[at] == '\n') ++at;
  return at;
}

/// Deletes a character of the text that begins or ends at `place`, whatever its bytes.
void erase(std::string& text, std::size_t& place, bool before) {
  const auto continues = [&](std::size_t at) { return at < text.size() && (text[at] & 0xC0) == 0x80; };
  std::size_t from = place, to = place;
  if (before && from > 0) do
      --from;
    while (from > 0 && continues(from));
  if (!before && to < text.size()) do
      ++to;
    while (continues(to));
  text.erase(from, to - from);
  place = from;
}

struct Field {
  std::string text;  ///< as it was before this frame
  float room;
};

int follow(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag == ImGuiInputTextFlags_CallbackCharFilter) {
    constexpr ImWchar kParagraph = 0xF1DD;  // kSign
    if (data->EventChar == '\n') data->EventChar = kParagraph;
    return 0;
  }
  const auto& field = *static_cast<const Field*>(data->UserData);
  const std::string_view lines(data->Buf, static_cast<std::size_t>(data->BufTextLen));
  std::string text = joined(lines);
  std::size_t cursor = joined(lines.substr(0, static_cast<std::size_t>(data->CursorPos))).size();
  if (std::string wanted = Breaker(field.room)(text); lines != wanted) {
    // Only a break was deleted: what is meant is the character beside it.
    const bool back = pressed(Key::backspace, true);
    if (text == field.text && (back || pressed(Key::del, true))) {
      erase(text, cursor, back);
      wanted = Breaker(field.room)(text);
    }
    data->DeleteChars(0, data->BufTextLen);
    data->InsertChars(0, wanted.c_str());
    data->CursorPos = static_cast<int>(placeIn(wanted, cursor));
    data->SelectionStart = data->SelectionEnd = data->CursorPos;
  }
  return 0;
}

/// What was copied from the field is to be its text, without the breaks.
void mendClipboard() {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.KeyCtrl || !(pressed(static_cast<Key>('C')) || pressed(static_cast<Key>('X')))) return;
  if (const char* copied = ImGui::GetClipboardText()) ImGui::SetClipboardText(joined(copied).c_str());
}

void sayWhatBelongs(const Studio& studio, ImVec2 at, std::string_view what) {
  const tconv::Rgb c = studio.theme().muted;
  const ImVec2 padding = ImGui::GetStyle().FramePadding;
  ImGui::GetWindowDrawList()->AddText({at.x + padding.x, at.y + padding.y}, IM_COL32(c.r, c.g, c.b, 255),
                                      what.data(), what.data() + what.size());
}

/// Dear ImGui has put the old text back then, and what was typed would be lost.
bool leftByEsc() { return pressed(Key::escape); }

}  // namespace

bool textLine(Studio& studio, std::string_view anchor, std::string& text, double width,
              std::string_view what_belongs_there) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  std::string typed = text;
  const bool changed = entry(studio, anchor, typed, width) && !leftByEsc();
  if (changed) text = std::move(typed);
  if (text.empty() && !what_belongs_there.empty()) sayWhatBelongs(studio, at, what_belongs_there);
  return changed;
}

bool textArea(Studio& studio, std::string_view anchor, std::string& text, int lines,
              std::string_view what_belongs_there, bool focus) {
  const ImGuiStyle& style = ImGui::GetStyle();
  const float width = ImGui::GetContentRegionAvail().x;
  Field field{text, width - 2 * style.FramePadding.x - style.ScrollbarSize - ImGui::GetFontSize()};
  std::string shown = Breaker(field.room)(text);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size{width, static_cast<float>(lines) * ImGui::GetFontSize() + 2 * style.FramePadding.y};
  if (focus) ImGui::SetKeyboardFocusHere();
  ImGui::InputTextMultiline(std::string("##").append(anchor).c_str(), &shown, size,
                            ImGuiInputTextFlags_CallbackAlways | ImGuiInputTextFlags_CallbackCharFilter |
                                ImGuiInputTextFlags_NoUndoRedo,
                            follow, &field);
  studio.anchors.set(anchor, {at.x, at.y, size.x, size.y});
  if (ImGui::IsItemActive()) mendClipboard();
  if (text.empty() && shown.empty()) sayWhatBelongs(studio, at, what_belongs_there);
  if (leftByEsc()) return false;
  std::string typed = joined(shown);
  if (typed == text) return false;
  text = std::move(typed);
  return true;
}

}  // namespace lab::ui
