#include "cli/numbers.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "model/quoted.h"

namespace lab::cli {
namespace {

template <class Number>
std::optional<Number> plainNumber(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

/// The numbers between separators; nothing where a part is not a plain number.
std::optional<std::vector<Index>> plainNumbers(std::string_view text, char separator) {
  std::vector<Index> values;
  while (true) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const auto value = plainNumber<Index>(text.substr(0, end));
    if (!value) return {};
    values.push_back(*value);
    if (end == text.size()) return values;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

UsageError badOption(std::string_view option, std::string_view text, const tconv::Phrase& rule) {
  return UsageError({std::string(option), inQuotes(text), rule, {}});
}

Index parseInteger(std::string_view option, std::string_view text) {
  const auto value = plainNumber<Index>(text);
  if (!value) throw badOption(option, text, tconv::Phrase("must be a whole number of 64 bits, like 2"));
  return *value;
}

Index parseInteger(std::string_view option, std::string_view text, Index least, Index most) {
  const Index value = parseInteger(option, text);
  if (value < least || value > most)
    throw badOption(option, text, tconv::Phrase("must be from {} to {}", least, most));
  return value;
}

double parseDecimal(std::string_view option, std::string_view text) {
  const auto value = plainNumber<double>(text);
  if (!value || !std::isfinite(*value))
    throw badOption(option, text, tconv::Phrase("must be a number like 0.5"));
  return *value;
}

Pair parsePair(std::string_view option, std::string_view text) {
  const auto values = plainNumbers(text, ',');
  if (!values || values->size() > 2)
    throw badOption(option, text,
                    tconv::Phrase("must be a whole number, or height,width as two of them, like 2 or 2,1"));
  return values->size() == 1 ? Pair{values->front()} : Pair{values->front(), values->back()};
}

std::vector<Index> parseIntegers(std::string_view option, std::string_view text, std::size_t count,
                                 std::string_view form) {
  const auto values = plainNumbers(text, ',');
  if (!values || values->size() != count)
    throw badOption(option, text, tconv::Phrase("must be {} as {} whole numbers", form, count));
  return *values;
}

Pair parseTwo(std::string_view option, std::string_view text, char separator, const tconv::Phrase& rule) {
  const auto values = plainNumbers(text, separator);
  if (!values || values->size() != 2) throw badOption(option, text, rule);
  return {values->front(), values->back()};
}

std::uint64_t parseSeed(std::string_view option, std::string_view text) {
  const auto value = plainNumber<std::uint64_t>(text);
  if (!value) throw badOption(option, text, tconv::Phrase("must be a whole number from 0 to 2^64 - 1"));
  return *value;
}

}  // namespace lab::cli
