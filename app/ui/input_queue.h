#pragma once

#include <deque>
#include <string_view>
#include <variant>

#include "view/canvas.h"

struct ImGuiIO;

namespace lab::ui {

/// Keys, with the numbers under which Dear ImGui knows them here; independent of the window library.
/// Letters and digits are `Key('A')`, `Key('7')`.
enum class Key : int {
  none = 0,
  space = ' ',
  apostrophe = '\'',
  comma = ',',
  minus = '-',
  period = '.',
  slash = '/',
  equal = '=',
  left_bracket = '[',
  right_bracket = ']',
  escape = 128,
  enter,
  keypad_enter,
  tab,
  backspace,
  insert,
  del,
  home,
  end,
  page_up,
  page_down,
  left,
  right,
  up,
  down,
  f1,
  f2,
  f3,
  f4,
  f5,
  f6,
  f7,
  f8,
  f9,
  f10,
  f11,
  f12,
  left_ctrl,
  right_ctrl,
  left_shift,
  right_shift,
  left_alt,
  right_alt,
  left_super,
  right_super,
  keypad_plus,
  keypad_minus,
};

/// Waiting input. Dear ImGui 1.86 reads the state of mouse and keys once a frame, so that a press and a
/// release between two frames would be lost: frames are fed one button, wheel or key change each, with the
/// moves before it. Characters that follow each other come together. The window and the tests feed the same
/// queue.
class InputQueue {
 public:
  void move(view::Point position) { events_.push_back(Move{position}); }
  void leave() { events_.push_back(Leave{}); }  ///< the mouse left the window
  void button(int button, bool down) {
    events_.push_back(Button{button, down});
  }  ///< 0 left, 1 right, 2 middle
  void wheel(double x, double y) { events_.push_back(Wheel{x, y}); }
  void key(Key key, bool down) { events_.push_back(KeyChange{key, down}); }
  void character(char32_t character) { events_.push_back(Character{character}); }
  void text(std::string_view utf8);
  /// The window lost the keyboard: whatever is held counts as released.
  void focusLost() { events_.push_back(FocusLost{}); }

  bool empty() const { return events_.empty(); }
  /// Hands one frame's share to Dear ImGui. Call right before ImGui::NewFrame(); draw another frame at once
  /// while the queue is not empty.
  void feed(ImGuiIO& io);

 private:
  struct Move {
    view::Point position;
  };
  struct Leave {};
  struct Button {
    int button;
    bool down;
  };
  struct Wheel {
    double x, y;
  };
  struct KeyChange {
    Key key;
    bool down;
  };
  struct Character {
    char32_t character;
  };
  struct FocusLost {};
  using Event = std::variant<Move, Leave, Button, Wheel, KeyChange, Character, FocusLost>;

  static bool isMove(const Event& event);
  static void apply(const Event& event, ImGuiIO& io);
  std::deque<Event> events_;
};

/// Tells Dear ImGui which of the keys above are the ones that its widgets know. Once for each context.
void mapKeys(ImGuiIO& io);

/// Whether a key went down since the last frame; `repeat` counts the repetitions of a held key, too.
bool pressed(Key key, bool repeat = false);
/// Whether a key is down.
bool held(Key key);

}  // namespace lab::ui
