#include "view/number_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace lab::view {
namespace {

constexpr std::string_view minus = "\u2212";

/// Digits without a sign: "0.2500" becomes "0.25", "1.20e+03" becomes "1.2e3".
std::string tidied(std::string_view digits) {
  const std::size_t e = digits.find('e');
  std::string mantissa(digits.substr(0, e));
  if (mantissa.find('.') != std::string::npos) {
    mantissa.erase(mantissa.find_last_not_of('0') + 1);
    if (mantissa.back() == '.') mantissa.pop_back();
  }
  if (e == std::string_view::npos) return mantissa;
  std::string_view exponent = digits.substr(e + 1);
  const bool negative = exponent.front() == '-';
  exponent.remove_prefix(std::min(exponent.find_first_of("123456789"), exponent.size() - 1));
  return mantissa + (negative ? "e-" : "e") + std::string(exponent);
}

template <class T, class... Precision>
std::string digitsOf(T magnitude, std::chars_format format, Precision... precision) {
  std::array<char, 128> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, format, precision...);
  return tidied({buffer.data(), end.ptr});
}

double readBack(std::string_view digits) {
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::optional<std::string> notFinite(float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? std::string(minus) + "∞" : "∞";
  return std::nullopt;
}

/// The candidate nearest to the magnitude; of equally near ones the first.
struct Nearest {
  double magnitude;
  std::size_t room;
  std::string text;
  double error = 0;

  void offer(std::string candidate) {
    if (candidate.size() > room) return;
    const double distance = std::abs(readBack(candidate) - magnitude);
    if (!text.empty() && distance >= error) return;
    text = std::move(candidate);
    error = distance;
  }
};

/// The decimal that a float stands for: 0.1 and not 0.10000000149.
double asWritten(float magnitude) { return readBack(digitsOf(magnitude, std::chars_format::scientific)); }

std::string nearestDigits(double magnitude, int room) {
  Nearest best{magnitude, static_cast<std::size_t>(room), {}};
  for (int decimals = 0; decimals < room; ++decimals) {
    best.offer(digitsOf(magnitude, std::chars_format::fixed, decimals));
  }
  for (int decimals = 0; decimals < room; ++decimals) {
    best.offer(digitsOf(magnitude, std::chars_format::scientific, decimals));
  }
  return best.text.empty() ? "…" : best.text;
}

}  // namespace

std::string shortNumber(float value, int width) {
  if (const auto special = notFinite(value)) return *special;
  const bool negative = value < 0;
  const std::string digits = nearestDigits(asWritten(std::abs(value)), width - (negative ? 1 : 0));
  return negative && digits != "0" ? std::string(minus) + digits : digits;
}

std::string fixedNumber(float value, int decimals, int width) {
  if (notFinite(value)) return shortNumber(value, width);
  std::array<char, 128> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                 std::chars_format::fixed, decimals);
  const std::string_view digits(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  const bool zero = digits.find_first_of("123456789") == std::string_view::npos;
  const bool negative = value < 0 && !zero;
  if ((zero && value != 0) || static_cast<int>(digits.size()) + negative > width)
    return shortNumber(value, width);
  return (negative ? std::string(minus) : "") + std::string(digits);
}

std::string fullNumber(float value) {
  if (const auto special = notFinite(value)) return *special;
  const float magnitude = std::abs(value);
  const bool plain = magnitude == 0 || (magnitude >= 1e-5F && magnitude < 1e9F);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  return (std::signbit(value) ? std::string(minus) : std::string()) + digitsOf(magnitude, format);
}

}  // namespace lab::view
