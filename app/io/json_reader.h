#pragma once

#include <limits>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "tconv/error.h"
#include "tconv/types.h"

namespace lab::io {

using Json = nlohmann::ordered_json;

/// Parses a JSON text of at most 16 levels. @throws tconv::Error naming `name`, line and column.
Json parseJson(std::string_view text, const std::string& name);

/// JSON for people: an object a line for each key, a matrix a line for each row. Ends in a line feed.
std::string formatJson(const Json& json);

/// A refusal of a JSON value: its name, the value in short, the rule.
tconv::Error badValue(const std::string& name, const Json& value, const tconv::Phrase& rule);

/// A number that float32 can hold, or "nan", "inf", "-inf". @throws tconv::Error with `name` as the subject
float readFloat(const Json& json, const std::string& name);
/// The same value as readFloat() reads, with the fewest digits.
Json writeFloat(float value);

/// An integer of 64 bits, at least `least`. @throws tconv::Error with `name` as the subject
tconv::Index readInteger(const Json& json, const std::string& name, tconv::Index least);

/// Reads the members of one JSON object. A missing member leaves its variable as it is; one with a bad value
/// throws tconv::Error. finish() warns about members that nothing asked for.
class ObjectReader {
 public:
  /// `path` is the name of the object in messages: "view.playhead"; empty for the whole file.
  /// @throws tconv::Error where json is not an object
  ObjectReader(const Json& json, std::string path);

  const Json* find(std::string_view key);
  /// The full name of a member: "view.playhead.time".
  std::string nameOf(std::string_view key) const;

  void readBool(std::string_view key, bool& value);
  void readInteger(std::string_view key, tconv::Index least, tconv::Index& value);
  /// A finite number in [least, most].
  void readNumber(std::string_view key, double least, double most, double& value);
  /// One of `names`; sets `value` to its place.
  template <class Enum>
  void readChoice(std::string_view key, std::span<const std::string_view> names, Enum& value) {
    if (const Json* json = find(key)) value = static_cast<Enum>(placeOf(*json, key, names));
  }

  void finish(std::vector<std::string>& warnings) const;

 private:
  std::size_t placeOf(const Json& json, std::string_view key, std::span<const std::string_view> names) const;

  const Json& json_;
  std::string path_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace lab::io
