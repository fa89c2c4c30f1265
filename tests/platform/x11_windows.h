#pragma once

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <vector>

#include <sys/types.h>

namespace lab::test {

/// Another program's windows, as a user sees and moves them: looks at pixels, sends keys, presses the close
/// button. Works without a window manager.
class X11Windows {
 public:
  X11Windows() : display_(XOpenDisplay(nullptr)) {
    if (!display_) throw std::runtime_error("the display cannot be opened");
    // A window may go away while it is looked at.
    previous_ = XSetErrorHandler([](Display*, XErrorEvent*) { return 0; });
  }
  ~X11Windows() {
    XSync(display_, False);
    XSetErrorHandler(previous_);
    XCloseDisplay(display_);
  }
  X11Windows(const X11Windows&) = delete;
  X11Windows& operator=(const X11Windows&) = delete;

  /// The visible window of a process.
  std::optional<::Window> of(pid_t process) const { return below(DefaultRootWindow(display_), process); }

  void key(::Window window, KeySym sign) const {
    press(window, sign, KeyPress);
    press(window, sign, KeyRelease);
  }
  void ctrl(::Window window, KeySym sign) const {
    press(window, XK_Control_L, KeyPress);
    key(window, sign);
    press(window, XK_Control_L, KeyRelease);
  }

  /// What the close button of a title bar does.
  void close(::Window window) const {
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = window;
    event.xclient.message_type = XInternAtom(display_, "WM_PROTOCOLS", False);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(XInternAtom(display_, "WM_DELETE_WINDOW", False));
    XSendEvent(display_, window, False, NoEventMask, &event);
    XSync(display_, False);
  }

  /// Red, green, blue; raises the window first, since what is covered has no pixels.
  std::optional<std::array<int, 3>> pixel(::Window window, int x, int y) const {
    XRaiseWindow(display_, window);
    XSync(display_, False);
    XImage* image = XGetImage(display_, window, x, y, 1, 1, AllPlanes, ZPixmap);
    if (!image) return {};
    const unsigned long value = XGetPixel(image, 0, 0);
    XDestroyImage(image);
    return std::array{static_cast<int>(value >> 16 & 255), static_cast<int>(value >> 8 & 255),
                      static_cast<int>(value & 255)};
  }

 private:
  void press(::Window window, KeySym sign, int type) const {
    XKeyEvent event{};
    event.type = type;
    event.display = display_;
    event.window = window;
    event.root = DefaultRootWindow(display_);
    event.same_screen = True;
    event.keycode = XKeysymToKeycode(display_, sign);
    event.time = ++time_;
    XSendEvent(display_, window, True, type == KeyPress ? KeyPressMask : KeyReleaseMask,
               reinterpret_cast<XEvent*>(&event));
    XSync(display_, False);
  }

  std::optional<::Window> below(::Window parent, pid_t process) const {
    ::Window root = 0, above = 0, *children = nullptr;
    unsigned count = 0;
    if (!XQueryTree(display_, parent, &root, &above, &children, &count)) return {};
    const std::vector<::Window> found(children, children + count);
    if (children) XFree(children);
    for (const ::Window child : found) {
      if (belongs(child, process)) return child;
      if (const auto deeper = below(child, process)) return deeper;
    }
    return {};
  }

  bool belongs(::Window window, pid_t process) const {
    Atom type = 0;
    int format = 0;
    unsigned long count = 0, rest = 0;
    unsigned char* data = nullptr;
    const Atom name = XInternAtom(display_, "_NET_WM_PID", False);
    XGetWindowProperty(display_, window, name, 0, 1, False, XA_CARDINAL, &type, &format, &count, &rest,
                       &data);
    const bool same =
        data && count == 1 && *reinterpret_cast<unsigned long*>(data) == static_cast<unsigned long>(process);
    if (data) XFree(data);
    XWindowAttributes seen{};
    return same && XGetWindowAttributes(display_, window, &seen) && seen.map_state == IsViewable;
  }

  Display* display_;
  XErrorHandler previous_;
  mutable Time time_ = 1000;
};

}  // namespace lab::test
