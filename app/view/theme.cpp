#include "view/theme.h"

#include <cmath>

namespace lab::view {
namespace {

using tconv::Rgb;

constexpr Rgb hex(std::uint32_t code) {
  return {static_cast<std::uint8_t>(code >> 16), static_cast<std::uint8_t>(code >> 8 & 0xff),
          static_cast<std::uint8_t>(code & 0xff)};
}

Theme withValues(Theme theme) {
  theme.values = tconv::makeColormap(theme.negative, theme.panel, theme.positive);
  return theme;
}

// The ends of the value scale are bound from both sides: 3:1 against the panel, and 4.5:1 for the ink of the
// numbers on them. The highlight is what reaches 3:1 against all that lies between: violet is the only vivid
// hue that is dark enough for it on white; yellow does it on dark, and is far from orange and blue for every
// kind of colour vision.
Theme makeLight() {
  Theme t{};
  t.background = hex(0xF6F7F9);
  t.panel = hex(0xFFFFFF);
  t.raised = hex(0xEDF0F4);
  t.line = hex(0xD9DEE5);
  t.ink = hex(0x1B2430);
  t.muted = hex(0x465262);
  t.faint = hex(0x5F6B7A);
  t.accent = hex(0x0B6E99);
  t.on_accent = hex(0xFFFFFF);
  t.highlight = hex(0x6600AC);
  t.positive = hex(0xDE7820);
  t.negative = hex(0x4D94DE);
  t.problem = hex(0xB3201A);
  t.good = hex(0x00695A);
  t.nan = hex(0xC9CED6);
  return withValues(t);
}

Theme makeDark() {
  Theme t{};
  t.background = hex(0x14181E);
  t.panel = hex(0x1C222B);
  t.raised = hex(0x262D38);
  t.line = hex(0x2E3743);
  t.ink = hex(0xF2F5F9);
  t.muted = hex(0xB4BFCC);
  t.faint = hex(0x8F9CAC);
  t.accent = hex(0x4FB3DC);
  t.on_accent = hex(0x0F141A);
  t.highlight = hex(0xFFC93C);
  t.positive = hex(0xAD5516);
  t.negative = hex(0x3770B2);
  t.problem = hex(0xFF857A);
  t.good = hex(0x74D9BC);
  t.nan = hex(0x4A5462);
  return withValues(t);
}

/// Greys only. The value scale gets darker all the way, so that a negative value is lighter than zero and a
/// positive one darker; the step is found by the thickness of its frame.
Theme makePrint() {
  Theme t{};
  t.background = hex(0xFFFFFF);
  t.panel = hex(0xDADADA);
  t.raised = hex(0xEEEEEE);
  t.line = hex(0xB4B4B4);
  t.ink = hex(0x000000);
  t.muted = hex(0x333333);
  t.faint = hex(0x4A4A4A);
  t.accent = hex(0x000000);
  t.on_accent = hex(0xFFFFFF);
  t.highlight = hex(0x000000);
  t.positive = hex(0x808080);
  t.negative = hex(0xFFFFFF);
  t.problem = hex(0x000000);
  t.good = hex(0x000000);
  t.nan = hex(0xF4F4F4);
  return withValues(t);
}

}  // namespace

const Theme& theme(ThemeChoice choice) {
  static const Theme light = makeLight();
  static const Theme dark = makeDark();
  static const Theme print = makePrint();
  switch (choice) {
    case ThemeChoice::light:
      return light;
    case ThemeChoice::dark:
      return dark;
    case ThemeChoice::print:
      return print;
  }
  return light;
}

Rgb textOn(Rgb fill, const Theme& theme) {
  const bool ink_reads = tconv::contrastRatio(theme.ink, fill) >= tconv::contrastRatio(theme.panel, fill);
  return ink_reads ? theme.ink : theme.panel;
}

Rgb mix(Rgb under, Rgb over, double alpha) {
  const auto blend = [alpha](int a, int b) {
    return static_cast<std::uint8_t>(std::lround(std::lerp(double(a), double(b), alpha)));
  };
  return {blend(under.r, over.r), blend(under.g, over.g), blend(under.b, over.b)};
}

}  // namespace lab::view
