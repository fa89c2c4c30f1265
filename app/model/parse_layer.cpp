#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "model/parse.h"
#include "model/quoted.h"

namespace lab {
namespace {

constexpr std::string_view kName = "ConvTranspose";
constexpr std::string_view kBlanks = " \t\r\n";

/// PyTorch's parameters in positional order.
constexpr std::array<std::string_view, 12> kParameters = {
    "in_channels", "out_channels", "kernel_size", "stride",       "padding", "output_padding",
    "groups",      "bias",         "dilation",    "padding_mode", "device",  "dtype"};

[[noreturn]] void fail(std::string_view subject, std::string_view value, const tconv::Phrase& rule) {
  throw tconv::Error({std::string(subject), value.empty() ? "" : inQuotes(value), rule, {}});
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// One argument of the call: "stride=(2, 1)" or a positional "3".
struct Argument {
  std::string_view name;  ///< empty for a positional one
  std::string_view value;
};

/// Where the bracket that is open before text closes; strings are skipped.
std::size_t closingBracket(std::string_view text) {
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      if (depth-- == 0) return i;
    }
  }
  fail("layer", text, tconv::Phrase("the closing parenthesis is missing"));
}

Argument argumentOf(std::string_view text) {
  const std::size_t sign = text.find('=');
  const bool named = sign != std::string_view::npos && text.find_first_of("'\"([") > sign;
  if (!named) return {{}, trimmed(text)};
  return {trimmed(text.substr(0, sign)), trimmed(text.substr(sign + 1))};
}

/// Parts at the commas that stand outside of brackets and strings. A trailing comma is no argument.
std::vector<Argument> splitArguments(std::string_view text) {
  std::vector<Argument> arguments;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool at_end = i == text.size();
    if (!at_end && (text[i] == '(' || text[i] == '[')) ++depth;
    if (!at_end && (text[i] == ')' || text[i] == ']')) --depth;
    if (!at_end && (text[i] != ',' || depth > 0)) continue;
    const std::string_view part = trimmed(text.substr(start, i - start));
    if (part.empty() && !at_end) fail("layer", text, tconv::Phrase("an argument is missing before a comma"));
    if (!part.empty()) arguments.push_back(argumentOf(part));
    start = i + 1;
  }
  return arguments;
}

Index parseInteger(std::string_view name, std::string_view text) {
  Index value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    fail(name, text, tconv::Phrase("must be an integer"));
  return value;
}

/// An integer, or a tuple of as many as the layer has axes. The height of a 1-D layer is `trivial`.
Pair parsePair(std::string_view name, std::string_view text, int dims, Index trivial) {
  const bool tuple = !text.empty() && (text.front() == '(' || text.front() == '[');
  if (!tuple) {
    const Index value = parseInteger(name, text);
    return dims == 1 ? Pair{trivial, value} : Pair{value};
  }
  const char close = text.front() == '(' ? ')' : ']';
  if (text.back() != close) fail(name, text, tconv::Phrase("must be an integer or a tuple of integers"));
  std::vector<Index> values;
  for (const Argument& part : splitArguments(text.substr(1, text.size() - 2)))
    values.push_back(parseInteger(name, part.value));
  if (values.size() != static_cast<std::size_t>(dims))
    fail(name, text, tconv::Phrase("must be an integer or a tuple of {}", dims));
  return dims == 1 ? Pair{trivial, values[0]} : Pair{values[0], values[1]};
}

bool parseBool(std::string_view name, std::string_view text) {
  if (text != "True" && text != "False") fail(name, text, tconv::Phrase("must be True or False"));
  return text == "True";
}

void setParameter(Layer& layer, std::string_view name, std::string_view text) {
  if (name == "in_channels") layer.in_channels = parseInteger(name, text);
  if (name == "out_channels") layer.out_channels = parseInteger(name, text);
  if (name == "kernel_size") layer.kernel_size = parsePair(name, text, layer.dims, 1);
  if (name == "stride") layer.stride = parsePair(name, text, layer.dims, 1);
  if (name == "padding") layer.padding = parsePair(name, text, layer.dims, 0);
  if (name == "output_padding") layer.output_padding = parsePair(name, text, layer.dims, 0);
  if (name == "groups") layer.groups = parseInteger(name, text);
  if (name == "bias") layer.bias = parseBool(name, text);
  if (name == "dilation") layer.dilation = parsePair(name, text, layer.dims, 1);
  if (name == "padding_mode" && text != "'zeros'" && text != "\"zeros\"")
    fail(name, text, tconv::Phrase("must be 'zeros', the only mode of a transposed convolution"));
}

/// Python's rules of a call: positional arguments first, each parameter once.
void setArguments(Layer& layer, const std::vector<Argument>& arguments) {
  std::vector<std::string_view> given;
  bool named_before = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view name = arguments[i].name;
    if (name.empty() && named_before)
      fail("layer", arguments[i].value, tconv::Phrase("positional arguments must come first"));
    if (name.empty() && i >= kParameters.size())
      fail("layer", arguments[i].value, tconv::Phrase("has too many arguments"));
    named_before = !name.empty();
    if (name.empty()) name = kParameters[i];
    if (std::find(kParameters.begin(), kParameters.end(), name) == kParameters.end())
      fail("layer", name, tconv::Phrase("is not a parameter of a transposed convolution"));
    if (std::find(given.begin(), given.end(), name) != given.end())
      fail(name, "", tconv::Phrase("is given twice"));
    given.push_back(name);
    setParameter(layer, name, arguments[i].value);
  }
  for (const std::string_view required : {"in_channels", "out_channels", "kernel_size"})
    if (std::find(given.begin(), given.end(), required) == given.end())
      fail(required, "", tconv::Phrase("is missing"));
}

/// The number of axes, from "1d" or "2d"; `text` is left behind it.
int acceptDimensions(std::string_view& text) {
  const std::string_view kind = text.substr(0, text.find_first_of(" \t\r\n("));
  text.remove_prefix(kind.size());
  if (kind == "1d") return 1;
  if (kind == "2d") return 2;
  fail("layer", std::string(kName) + std::string(kind),
       tconv::Phrase("must be ConvTranspose1d or ConvTranspose2d"));
}

}  // namespace

bool looksLikeLayer(std::string_view text) { return text.find(kName) != std::string_view::npos; }

Layer parseLayer(std::string_view text) {
  const std::size_t start = text.find(kName);
  if (start == std::string_view::npos)
    fail("layer", text, tconv::Phrase("must be a line like nn.ConvTranspose2d(1, 1, 3)"));
  std::string_view call = text.substr(start + kName.size());
  Layer layer;
  layer.dims = acceptDimensions(call);
  if (layer.dims == 1) layer.kernel_size.h = 1;
  layer.bias = true;
  call = trimmed(call);
  if (call.empty() || call.front() != '(')
    fail("layer", call, tconv::Phrase("must have its arguments in parentheses"));
  call.remove_prefix(1);
  const std::size_t close = closingBracket(call);
  const std::string_view behind = trimmed(call.substr(close + 1));
  if (!behind.empty() && behind.front() != '#' && behind != "," && behind != ";")
    fail("layer", behind, tconv::Phrase("nothing may follow the closing parenthesis"));
  setArguments(layer, splitArguments(call.substr(0, close)));
  return layer;
}

}  // namespace lab
