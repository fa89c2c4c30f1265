#include "view/number_format.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <tuple>

namespace lab::view {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
const std::string minus = "\u2212";

std::size_t codePoints(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string ascii(std::string text) {
  if (text.starts_with(minus)) text.replace(0, minus.size(), "-");
  return text;
}

/// Half of the last place that is written.
double halfPlace(const std::string& text) {
  const std::string digits = ascii(text);
  const std::size_t e = digits.find('e');
  const int exponent = e == std::string::npos ? 0 : std::atoi(digits.c_str() + e + 1);
  const std::string mantissa = digits.substr(0, e);
  const std::size_t point = mantissa.find('.');
  const int decimals = point == std::string::npos ? 0 : static_cast<int>(mantissa.size() - point - 1);
  return 0.5000001 * std::pow(10.0, exponent - decimals);
}

float finiteFloat() {
  const float value = std::bit_cast<float>(*rc::gen::arbitrary<std::uint32_t>());
  RC_PRE(std::isfinite(value));
  return value;
}

TEST(ShortNumber, WritesSmallNumbersPlainly) {
  EXPECT_EQ(shortNumber(0), "0");
  EXPECT_EQ(shortNumber(-0.0F), "0");
  EXPECT_EQ(shortNumber(12), "12");
  EXPECT_EQ(shortNumber(0.25F), "0.25");
  EXPECT_EQ(shortNumber(-7), minus + "7");
  EXPECT_EQ(shortNumber(0.1F, 12), "0.1");
  EXPECT_EQ(shortNumber(100000), "100000");
}

TEST(ShortNumber, ShortensWhatIsTooLong) {
  EXPECT_EQ(shortNumber(0.333333F), "0.3333");
  EXPECT_EQ(shortNumber(1234567), "1.23e6");
  EXPECT_EQ(shortNumber(-1234567), minus + "1.2e6");
  EXPECT_EQ(shortNumber(0.00012345F), "1.2e-4");
  EXPECT_EQ(shortNumber(3.14159F, 4), "3.14");
  EXPECT_EQ(shortNumber(9999.96F), "10000");
}

TEST(ShortNumber, SaysSoWhereNotEvenADigitFits) {
  EXPECT_EQ(shortNumber(-1e30F, 4), minus + "…");
  EXPECT_EQ(shortNumber(-1e-30F, 4), "0");
}

TEST(ShortNumber, NamesWhatIsNotFinite) {
  EXPECT_EQ(shortNumber(infinity), "∞");
  EXPECT_EQ(shortNumber(-infinity), minus + "∞");
  EXPECT_EQ(shortNumber(std::nanf("")), "NaN");
  EXPECT_EQ(fullNumber(-infinity), minus + "∞");
  EXPECT_EQ(fullNumber(std::nanf("")), "NaN");
}

TEST(ShortNumber, NeverIsLongerThanItsWidth) {
  EXPECT_TRUE(rc::check([] {
    const int width = *rc::gen::inRange(4, 14);
    RC_ASSERT(codePoints(shortNumber(std::bit_cast<float>(*rc::gen::arbitrary<std::uint32_t>()), width)) <=
              static_cast<std::size_t>(width));
  }));
}

TEST(ShortNumber, ReadsBackWithinTheShownPrecision) {
  EXPECT_TRUE(rc::check([] {
    const float value = finiteFloat();
    const std::string text = shortNumber(value, *rc::gen::inRange(6, 14));
    RC_ASSERT(std::abs(std::atof(ascii(text).c_str()) - value) <=
              halfPlace(text) + std::abs(double(value)) * 0x1p-24 + 0x1p-150);
  }));
}

TEST(ShortNumber, IntegersThatFitAreExact) {
  EXPECT_TRUE(rc::check([] {
    const int value = *rc::gen::inRange(-99999, 999999);
    RC_ASSERT(ascii(shortNumber(static_cast<float>(value))) == std::to_string(value));
  }));
}

TEST(FullNumber, ReadsBackAsTheSameFloat) {
  EXPECT_TRUE(rc::check([] {
    const float value = finiteFloat();
    const std::string text = ascii(fullNumber(value));
    RC_ASSERT(std::bit_cast<std::uint32_t>(std::strtof(text.c_str(), nullptr)) ==
              std::bit_cast<std::uint32_t>(value));
  }));
}

TEST(FullNumber, IsShortAndPlain) {
  EXPECT_EQ(fullNumber(0.1F), "0.1");
  EXPECT_EQ(fullNumber(-100000), minus + "100000");
  EXPECT_EQ(fullNumber(1e10F), "1e10");
  EXPECT_EQ(fullNumber(1.5e-7F), "1.5e-7");
}

TEST(Numbers, DoNotFollowTheLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) std::setlocale(LC_ALL, "C.UTF-8");
  const std::string written = shortNumber(0.25F) + " " + fullNumber(1.5F);
  std::setlocale(LC_ALL, before.c_str());
  EXPECT_EQ(written, "0.25 1.5");
}

TEST(FixedNumber, HasTheDecimalsThatAreAskedFor) {
  EXPECT_EQ(fixedNumber(0.5F, 2), "0.50");
  EXPECT_EQ(fixedNumber(-3, 1), "−3.0");
  EXPECT_EQ(fixedNumber(2.6F, 0), "3");
  EXPECT_EQ(fixedNumber(0, 2), "0.00");
  EXPECT_EQ(fixedNumber(-0.0F, 1), "0.0");
}

TEST(FixedNumber, IsShortWhereTheyDoNotFitOrWouldHideTheValue) {
  EXPECT_EQ(fixedNumber(12345.5F, 3, 6), shortNumber(12345.5F, 6));
  EXPECT_EQ(fixedNumber(0.001F, 1), "0.001");
  EXPECT_EQ(fixedNumber(std::numeric_limits<float>::infinity(), 2), "∞");
}

}  // namespace
}  // namespace lab::view
