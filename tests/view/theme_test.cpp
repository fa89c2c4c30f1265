#include "view/theme.h"

#include <gmock/gmock.h>

#include "color_vision.h"

namespace lab::view {
namespace {

using tconv::Rgb;
using testing::contrast;
using testing::distance;
using ::testing::Ge;
using testing::grey;
using testing::visions;

struct Role {
  const char* name;
  Rgb color;
};

class ThemeOf : public ::testing::TestWithParam<ThemeChoice> {
 protected:
  const Theme& t = theme(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Themes, ThemeOf, ::testing::Values(ThemeChoice::light, ThemeChoice::dark),
                         [](const auto& tested) {
                           return tested.param == ThemeChoice::light ? "Light" : "Dark";
                         });

TEST_P(ThemeOf, TextReadsOnEverySurface) {
  const Role texts[] = {{"ink", t.ink},       {"muted", t.muted},     {"faint", t.faint},
                        {"accent", t.accent}, {"problem", t.problem}, {"good", t.good}};
  const Role surfaces[] = {{"background", t.background}, {"panel", t.panel}, {"raised", t.raised}};
  for (const Role& text : texts) {
    for (const Role& surface : surfaces) {
      EXPECT_THAT(contrast(text.color, surface.color), Ge(4.5)) << text.name << " on " << surface.name;
    }
  }
  EXPECT_THAT(contrast(t.on_accent, t.accent), Ge(4.5));
  EXPECT_THAT(contrast(textOn(t.nan, t), t.nan), Ge(4.5));
}

TEST_P(ThemeOf, InkMutedAndFaintRecedeInThisOrder) {
  EXPECT_THAT(contrast(t.ink, t.panel), Ge(contrast(t.muted, t.panel) * 1.3));
  EXPECT_THAT(contrast(t.muted, t.panel), Ge(contrast(t.faint, t.panel) * 1.3));
}

TEST_P(ThemeOf, GraphicsStandOutFromThePanel) {
  EXPECT_THAT(contrast(t.accent, t.panel), Ge(3.0));
  EXPECT_THAT(contrast(t.positive, t.panel), Ge(3.0));
  EXPECT_THAT(contrast(t.negative, t.panel), Ge(3.0));
}

TEST_P(ThemeOf, HighlightStandsOutFromEverythingThatItFrames) {
  for (const Rgb surface : {t.background, t.panel, t.raised, t.nan}) {
    EXPECT_THAT(contrast(t.highlight, surface), Ge(3.0));
  }
  for (const Rgb value : t.values) EXPECT_THAT(contrast(t.highlight, value), Ge(3.0));
}

TEST_P(ThemeOf, HighlightIsTakenForNothingElseByAnyColourVision) {
  for (const auto& vision : visions) {
    for (const Rgb value : t.values)
      EXPECT_THAT(distance(t.highlight, value, vision), Ge(0.2)) << vision.name;
    EXPECT_THAT(distance(t.highlight, t.ink, vision), Ge(0.15)) << vision.name;
    EXPECT_THAT(distance(t.highlight, t.accent, vision), Ge(0.1)) << vision.name;
    EXPECT_THAT(distance(t.highlight, t.problem, vision), Ge(0.12)) << vision.name;
  }
}

TEST_P(ThemeOf, SignsAreToldApartByAnyColourVision) {
  for (const auto& vision : visions) {
    EXPECT_THAT(distance(t.positive, t.negative, vision), Ge(0.2)) << vision.name;
    EXPECT_THAT(distance(t.values[192], t.values[64], vision), Ge(0.1)) << vision.name;
    EXPECT_THAT(distance(t.nan, t.panel, vision), Ge(0.12)) << vision.name;
    EXPECT_THAT(distance(t.problem, t.good, vision), Ge(0.08)) << vision.name;
  }
}

TEST_P(ThemeOf, MarksAndVerdictsAreTakenForNothingBesideThemByAnyColourVision) {
  for (const auto& vision : visions) {
    for (const Rgb value : t.values)
      EXPECT_THAT(distance(t.accent, value, vision), Ge(0.13)) << "what is hovered: " << vision.name;
    for (const Rgb other : {t.positive, t.negative, t.panel})
      EXPECT_THAT(distance(t.nan, other, vision), Ge(0.12)) << vision.name;
    EXPECT_THAT(distance(t.highlight, t.good, vision), Ge(0.12)) << vision.name;
    EXPECT_THAT(distance(t.ink, t.problem, vision), Ge(0.12)) << vision.name;
    EXPECT_THAT(distance(t.ink, t.good, vision), Ge(0.12)) << vision.name;
  }
}

/// Without hues the step is still found, and what is hovered; signs have a minus, verdicts an icon.
TEST_P(ThemeOf, GreyCopiesKeepTheStepAndTheMarks) {
  for (const Rgb value : t.values) {
    EXPECT_THAT(distance(t.highlight, value, grey), Ge(0.25));
    EXPECT_THAT(distance(t.accent, value, grey), Ge(0.13));
  }
  EXPECT_THAT(distance(t.highlight, t.accent, grey), Ge(0.12));
  EXPECT_THAT(distance(t.panel, t.positive, grey), Ge(0.25)) << "how large a value is";
  EXPECT_THAT(distance(t.panel, t.negative, grey), Ge(0.25));
  EXPECT_THAT(distance(t.panel, t.nan, grey), Ge(0.12));
}

/// WCAG 2.2, 2.4.13: at least 3:1 against what is beside it. On cells it has two colours, of which one reads.
TEST_P(ThemeOf, TheFocusIsSeenOnEverySurfaceAndEveryCell) {
  for (const Rgb surface : {t.background, t.panel, t.raised, t.line, t.nan})
    EXPECT_THAT(contrast(t.accent, surface), Ge(3.0));
  const auto seen = [&](Rgb beside) { return std::max(contrast(t.ink, beside), contrast(t.panel, beside)); };
  for (const Rgb value : t.values) EXPECT_THAT(seen(value), Ge(3.0));
  for (const Rgb beside : {t.highlight, t.accent, t.nan, t.background}) EXPECT_THAT(seen(beside), Ge(3.0));
  EXPECT_THAT(contrast(t.ink, t.panel), Ge(9.0));
}

TEST_P(ThemeOf, NumbersReadOnEveryValueColour) {
  for (const Rgb value : t.values) EXPECT_THAT(contrast(textOn(value, t), value), Ge(4.5));
}

TEST_P(ThemeOf, ValuesRunFromNegativeOverPanelToPositive) {
  EXPECT_EQ(t.values.front(), t.negative);
  EXPECT_EQ(t.values[tconv::colorIndex(0, 1)], t.panel);
  EXPECT_EQ(t.values.back(), t.positive);
}

TEST_P(ThemeOf, TextTurnsOverOnDarkAndLightFills) {
  EXPECT_NE(textOn({0, 0, 0}, t), textOn({255, 255, 255}, t));
  EXPECT_THAT(contrast(textOn({0, 0, 0}, t), {0, 0, 0}), Ge(10.0));
  EXPECT_THAT(contrast(textOn({255, 255, 255}, t), {255, 255, 255}), Ge(10.0));
}

/// Grey copies keep what matters: text, the sign of a value, the frame of the step.
TEST(PrintTheme, IsGreyAndReadsEverywhere) {
  const Theme& t = theme(ThemeChoice::print);
  for (const Rgb color : {t.background, t.panel, t.ink, t.muted, t.faint, t.highlight, t.line, t.nan})
    EXPECT_TRUE(color.r == color.g && color.g == color.b);
  for (const Rgb text : {t.ink, t.muted, t.faint})
    for (const Rgb surface : {t.background, t.panel, t.raised}) EXPECT_THAT(contrast(text, surface), Ge(4.5));
  for (const Rgb value : t.values) {
    EXPECT_TRUE(value.r == value.g && value.g == value.b);
    EXPECT_THAT(contrast(textOn(value, t), value), Ge(4.5));
    EXPECT_THAT(contrast(t.highlight, value), Ge(3.0));
  }
  for (const Rgb value : {t.values.front(), t.values[128], t.values.back()})
    EXPECT_THAT(distance(t.highlight, value, grey), Ge(0.4));
  EXPECT_THAT(distance(t.values.front(), t.values[64], grey), Ge(0.05)) << "signs, also at half strength";
  EXPECT_THAT(distance(t.values[64], t.values[192], grey), Ge(0.15));
  for (std::size_t i = 1; i < t.values.size(); ++i) EXPECT_LE(t.values[i].r, t.values[i - 1].r);
  EXPECT_LT(t.values.back().r + 64, t.values[128].r);
  EXPECT_LT(t.values[128].r + 30, t.values.front().r);
}

TEST(Mix, GoesFromUnderToOver) {
  const Rgb under{10, 20, 30}, over{110, 220, 130};
  EXPECT_EQ(mix(under, over, 0), under);
  EXPECT_EQ(mix(under, over, 1), over);
  EXPECT_EQ(mix(under, over, 0.5), (Rgb{60, 120, 80}));
}

}  // namespace
}  // namespace lab::view
