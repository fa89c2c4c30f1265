#include "io/json_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

constexpr int kDeepest = 16;

std::string shortText(const Json& json) {
  return displayed(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string placeIn(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte == 0 ? 0 : byte - 1, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n');
  const std::size_t column = start == std::string_view::npos ? before.size() : before.size() - start - 1;
  return fmt::format("line {}, column {}", lines + 1, column + 1);
}

void writeJson(const Json& json, const std::string& indent, std::string& out) {
  const std::string inner = indent + "  ";
  const bool lists = json.is_array() && !json.empty() && json.front().is_array();
  if (!lists && (!json.is_object() || json.empty())) {
    out += json.dump();
    return;
  }
  const char* separator = "\n";
  out += lists ? "[" : "{";
  for (const auto& [key, value] : json.items()) {
    out += separator + inner;
    if (!lists) out += Json(key).dump() + ": ";
    writeJson(value, inner, out);
    separator = ",\n";
  }
  out += "\n" + indent + (lists ? "]" : "}");
}

}  // namespace

Json parseJson(std::string_view text, const std::string& name) {
  const auto limit_depth = [&](int depth, Json::parse_event_t, const Json&) {
    if (depth > kDeepest)
      throw fileError(name, tconv::Phrase("is nested more than {} levels deep", kDeepest));
    return true;
  };
  try {
    return Json::parse(text, limit_depth);
  } catch (const Json::parse_error& error) {
    throw fileError(name, tconv::Phrase("is not valid JSON at {}", placeIn(text, error.byte)));
  } catch (const Json::exception&) {  // a number beyond double
    throw fileError(name, tconv::Phrase("is not valid JSON: a number is out of range"));
  }
}

std::string formatJson(const Json& json) {
  std::string out;
  writeJson(json, "", out);
  return out + "\n";
}

tconv::Error badValue(const std::string& name, const Json& value, const tconv::Phrase& rule) {
  return tconv::Error({name, shortText(value), rule, {}});
}

float readFloat(const Json& json, const std::string& name) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  if (json == "nan") return std::numeric_limits<float>::quiet_NaN();
  if (json == "inf") return kInfinity;
  if (json == "-inf") return -kInfinity;
  if (!json.is_number())
    throw badValue(name, json, tconv::Phrase("must be a number, \"nan\", \"inf\" or \"-inf\""));
  const auto value = json.get<double>();
  if (std::abs(value) > std::numeric_limits<float>::max())
    throw badValue(name, json, tconv::Phrase("must be a number that float32 can hold"));
  return static_cast<float>(value);
}

Json writeFloat(float value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  std::array<char, 32> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  double shortest = 0;
  std::from_chars(digits.data(), end, shortest);
  // Rounding the shortest text to double and then to float could in principle differ from rounding it once.
  if (static_cast<float>(shortest) != value) return static_cast<double>(value);
  const bool integer =
      std::abs(value) < 0x1p24F && value == std::trunc(value) && !(value == 0 && std::signbit(value));
  return integer ? Json(static_cast<std::int64_t>(value)) : Json(shortest);
}

tconv::Index readInteger(const Json& json, const std::string& name, tconv::Index least) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<tconv::Index>::max());
  if (!json.is_number_integer()) throw badValue(name, json, tconv::Phrase("must be an integer"));
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > kMost)
    throw badValue(name, json, tconv::Phrase("must be an integer of 64 bits"));
  const auto value = json.get<tconv::Index>();
  if (value < least) throw badValue(name, json, tconv::Phrase("must be at least {}", least));
  return value;
}

ObjectReader::ObjectReader(const Json& json, std::string path) : json_(json), path_(std::move(path)) {
  if (!json.is_object())
    throw badValue(path_.empty() ? "session" : path_, json, tconv::Phrase("must be a JSON object"));
}

const Json* ObjectReader::find(std::string_view key) {
  asked_.emplace(key);
  const auto found = json_.find(std::string(key));
  return found == json_.end() ? nullptr : &*found;
}

std::string ObjectReader::nameOf(std::string_view key) const {
  return path_.empty() ? displayed(key) : path_ + "." + displayed(key);
}

void ObjectReader::readBool(std::string_view key, bool& value) {
  const Json* json = find(key);
  if (json == nullptr) return;
  if (!json->is_boolean()) throw badValue(nameOf(key), *json, tconv::Phrase("must be true or false"));
  value = json->get<bool>();
}

void ObjectReader::readInteger(std::string_view key, tconv::Index least, tconv::Index& value) {
  if (const Json* json = find(key)) value = io::readInteger(*json, nameOf(key), least);
}

void ObjectReader::readNumber(std::string_view key, double least, double most, double& value) {
  const Json* json = find(key);
  if (json == nullptr) return;
  const double number = json->is_number() ? json->get<double>() : std::nan("");
  if (!(number >= least && number <= most))
    throw badValue(
        nameOf(key), *json,
        tconv::Phrase("must be a number from {} to {}", fmt::format("{}", least), fmt::format("{}", most)));
  value = number;
}

std::size_t ObjectReader::placeOf(const Json& json, std::string_view key,
                                  std::span<const std::string_view> names) const {
  const std::string text = json.is_string() ? json.get<std::string>() : "";
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end())
    throw badValue(nameOf(key), json,
                   tconv::Phrase("must be one of {}", fmt::format("{}", fmt::join(names, ", "))));
  return static_cast<std::size_t>(found - names.begin());
}

void ObjectReader::finish(std::vector<std::string>& warnings) const {
  for (const auto& [key, value] : json_.items())
    if (!asked_.contains(key)) warnings.push_back(trf("unknown key {} ignored", nameOf(key)));
}

}  // namespace lab::io
