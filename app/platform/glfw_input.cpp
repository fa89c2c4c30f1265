#include "platform/glfw_input.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace lab::platform {
namespace {

using ui::Key;

constexpr std::pair<int, Key> kNamedKeys[] = {
    {GLFW_KEY_ESCAPE, Key::escape},
    {GLFW_KEY_ENTER, Key::enter},
    {GLFW_KEY_KP_ENTER, Key::keypad_enter},
    {GLFW_KEY_TAB, Key::tab},
    {GLFW_KEY_BACKSPACE, Key::backspace},
    {GLFW_KEY_INSERT, Key::insert},
    {GLFW_KEY_DELETE, Key::del},
    {GLFW_KEY_HOME, Key::home},
    {GLFW_KEY_END, Key::end},
    {GLFW_KEY_PAGE_UP, Key::page_up},
    {GLFW_KEY_PAGE_DOWN, Key::page_down},
    {GLFW_KEY_LEFT, Key::left},
    {GLFW_KEY_RIGHT, Key::right},
    {GLFW_KEY_UP, Key::up},
    {GLFW_KEY_DOWN, Key::down},
    {GLFW_KEY_LEFT_CONTROL, Key::left_ctrl},
    {GLFW_KEY_RIGHT_CONTROL, Key::right_ctrl},
    {GLFW_KEY_LEFT_SHIFT, Key::left_shift},
    {GLFW_KEY_RIGHT_SHIFT, Key::right_shift},
    {GLFW_KEY_LEFT_ALT, Key::left_alt},
    {GLFW_KEY_RIGHT_ALT, Key::right_alt},
    {GLFW_KEY_LEFT_SUPER, Key::left_super},
    {GLFW_KEY_RIGHT_SUPER, Key::right_super},
    {GLFW_KEY_KP_ADD, Key::keypad_plus},
    {GLFW_KEY_KP_SUBTRACT, Key::keypad_minus},
};

}  // namespace

Key keyFromGlfw(int glfw_key, int scancode) {
  if (glfw_key >= GLFW_KEY_F1 && glfw_key <= GLFW_KEY_F12) {
    return Key(static_cast<int>(Key::f1) + glfw_key - GLFW_KEY_F1);
  }
  if (glfw_key >= GLFW_KEY_A && glfw_key <= GLFW_KEY_Z) {
    const char* name = glfwGetKeyName(glfw_key, scancode);
    const bool letter = name && name[0] >= 'a' && name[0] <= 'z' && name[1] == '\0';
    return letter ? Key(name[0] - 'a' + 'A') : Key(glfw_key);
  }
  if (glfw_key >= GLFW_KEY_SPACE && glfw_key < GLFW_KEY_A) return Key(glfw_key);  // both are ASCII there
  if (glfw_key == GLFW_KEY_LEFT_BRACKET || glfw_key == GLFW_KEY_RIGHT_BRACKET) return Key(glfw_key);
  const auto* found = std::find_if(std::begin(kNamedKeys), std::end(kNamedKeys),
                                   [glfw_key](const auto& entry) { return entry.first == glfw_key; });
  return found == std::end(kNamedKeys) ? Key::none : found->second;
}

}  // namespace lab::platform
