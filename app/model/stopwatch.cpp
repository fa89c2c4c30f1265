#include "model/stopwatch.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace lab {
namespace {

constexpr double kDay = 24 * 60 * 60;

/// One or more digits, nothing else.
std::optional<double> parseCount(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

}  // namespace

double Stopwatch::seconds(double now) const {
  return from > 0 ? std::ceil(from - (now - started)) : std::floor(now - started);
}

std::optional<double> parseDuration(std::string_view text) {
  double total = 0;
  int parts = 0;
  for (bool more = true; more; ++parts) {
    const std::size_t colon = text.find(':');
    more = colon != std::string_view::npos;
    const auto part = parseCount(text.substr(0, colon));
    if (!part || (parts > 0 && *part >= 60)) return {};
    total = total * 60 + *part;
    if (more) text.remove_prefix(colon + 1);
  }
  if (parts == 1) total *= 60;
  if (parts > 3 || total < 1 || total > kDay) return {};
  return total;
}

std::string durationText(double seconds) {
  const char* sign = seconds < 0 ? "−" : "";
  const auto total = static_cast<long>(std::abs(seconds));
  const long hours = total / 3600, minutes = total / 60 % 60;
  if (hours > 0) return fmt::format("{}{}:{:02}:{:02}", sign, hours, minutes, total % 60);
  return fmt::format("{}{}:{:02}", sign, minutes, total % 60);
}

}  // namespace lab
