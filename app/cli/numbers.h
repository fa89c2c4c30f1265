#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tconv/error.h"
#include "tconv/types.h"

namespace lab::cli {

using tconv::Index;
using tconv::Pair;

/// A bad argument or parameter, as opposed to a bad file: the program ends with status 2.
class UsageError : public tconv::Error {
 public:
  using tconv::Error::Error;
};

/// "--stride = \"1e3\": must be ..."
UsageError badOption(std::string_view option, std::string_view text, const tconv::Phrase& rule);

/// Digits with a minus sign at most: no plus, blanks, exponent or other base. All throw UsageError.
Index parseInteger(std::string_view option, std::string_view text);
/// An integer in [least, most].
Index parseInteger(std::string_view option, std::string_view text, Index least, Index most);
/// A finite decimal number: 2, 0.5, -1.25e3.
double parseDecimal(std::string_view option, std::string_view text);
/// One integer for both axes, or H,W.
Pair parsePair(std::string_view option, std::string_view text);
/// Integers with commas between them, exactly `count`; `form` says what they are: "T,L,B,R".
std::vector<Index> parseIntegers(std::string_view option, std::string_view text, std::size_t count,
                                 std::string_view form);
/// Two integers with a separator between them: 1280x720, 0:10.
Pair parseTwo(std::string_view option, std::string_view text, char separator, const tconv::Phrase& rule);
/// 0 ... 2^64 - 1.
std::uint64_t parseSeed(std::string_view option, std::string_view text);

}  // namespace lab::cli
