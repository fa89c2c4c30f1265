#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "model/number.h"
#include "model/parse.h"
#include "model/quoted.h"

namespace lab {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";
/// What a number of a list may consist of; everything else ends it.
constexpr std::string_view kDelimiters = " \t\r\n\f\v,;[](){}";

[[noreturn]] void fail(std::size_t line, std::string_view value, const tconv::Phrase& rule) {
  throw tconv::Error({trf("pasted text, line {}", line), inQuotes(value), rule, {}});
}

/// The program's own sign for infinity is understood too.
std::optional<float> numberIn(std::string_view text) {
  constexpr std::string_view kInfinity = "\u221e";
  if (!text.ends_with(kInfinity)) return parseNumber(text);
  text.remove_suffix(kInfinity.size());
  return parseNumber(std::string(text) + "inf");
}

constexpr const char* kNumberRule = trLater("must be a number, like 3, -0.5 or 1e-3");

/// Reads brackets: [[0, 1], [2, 3]], with or without tensor( ... ) or array( ... ) around them.
class BracketReader {
 public:
  explicit BracketReader(std::string_view text) : text_(text) {}

  ParsedMatrix read() {
    const bool wrapped = acceptWrapper();
    if (peek() != '[' && peek() != '(') fail(line(), word(), tconv::Phrase("must be a list in brackets"));
    readList(0);
    if (wrapped) skipKeywords();
    while (accept(',') || accept(';')) continue;
    if (peek() != '\0') fail(line(), word(), tconv::Phrase("nothing may follow the closing bracket"));
    return shaped();
  }

 private:
  static constexpr std::size_t kDeepest = 8;

  std::size_t line() const {
    return 1 + static_cast<std::size_t>(
                   std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
  }
  std::string_view rest() const { return text_.substr(at_); }
  char peek() {
    at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char c) {
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  /// What stands here up to the next delimiter, at least one character, for numbers and messages.
  std::string_view word() {
    peek();
    const std::size_t length = std::min(rest().find_first_of(kDelimiters), rest().size());
    return rest().substr(0, std::max<std::size_t>(length, rest().empty() ? 0 : 1));
  }

  /// "torch.tensor(", "np.array(", ...: letters and dots in front of the first parenthesis.
  bool acceptWrapper() {
    const std::string_view name = word();
    for (const char* known : {"tensor", "torch.tensor", "array", "np.array", "numpy.array"}) {
      if (name != known) continue;
      at_ += name.size();
      if (!accept('(')) fail(line(), word(), tconv::Phrase("must be a parenthesis after {}", known));
      return true;
    }
    return false;
  }

  /// ", dtype=float32, requires_grad=True)": of no interest, up to the closing parenthesis.
  void skipKeywords() {
    if (peek() != ',' && peek() != ')')
      fail(line(), word(), tconv::Phrase("must be the closing parenthesis"));
    const std::size_t close = text_.rfind(')');
    const bool closed = close != std::string_view::npos && close >= at_;
    if (!closed) fail(line(), "", tconv::Phrase("the closing parenthesis is missing"));
    at_ = close + 1;
  }

  /// One list at a depth: `extents_[depth]` is set by the first list of that depth and binds the others.
  void readList(std::size_t depth) {
    if (depth == kDeepest) fail(line(), word(), tconv::Phrase("brackets may be at most {} deep", kDeepest));
    const char close = text_[at_++] == '[' ? ']' : ')';
    Index count = 0;
    while (!accept(close)) {
      if (peek() == '\0') fail(line(), "", tconv::Phrase("a closing '{}' is missing", std::string(1, close)));
      readItem(depth);
      ++count;
      if (!accept(',') && peek() == ';')
        fail(line(), ";", tconv::Phrase("must be a comma or a closing bracket"));
    }
    if (count == 0)
      fail(line(), fmt::format("{}", close), tconv::Phrase("a list must hold at least one number"));
    if (extents_[depth] == 0) extents_[depth] = count;
    if (extents_[depth] != count)
      fail(line(), fmt::format("{} values", count),
           tconv::Phrase("must be {} like in the lists before", extents_[depth]));
  }

  void readItem(std::size_t depth) {
    if (peek() == '[' || peek() == '(') {
      if (leaf_depth_ == depth)
        fail(line(), word(), tconv::Phrase("numbers and lists must not stand in one list"));
      return readList(depth + 1);
    }
    const auto number = numberIn(word());
    if (!number) fail(line(), word(), tconv::Phrase(kNumberRule));
    if (leaf_depth_.value_or(depth) != depth || extents_[depth + 1] != 0)
      fail(line(), word(), tconv::Phrase("numbers and lists must not stand in one list"));
    leaf_depth_ = depth;
    values_.push_back(*number);
    at_ += word().size();
  }

  /// The last two extents are the matrix; those in front of them must be 1.
  ParsedMatrix shaped() {
    const std::size_t leaf = leaf_depth_.value();
    for (std::size_t depth = 0; depth + 1 < leaf; ++depth)
      if (extents_[depth] != 1)
        fail(1, fmt::format("{} matrices", extents_[depth]), tconv::Phrase("must be a single matrix"));
    return {leaf == 0 ? 1 : extents_[leaf - 1], extents_[leaf], std::move(values_)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::array<Index, kDeepest + 1> extents_{};
  std::optional<std::size_t> leaf_depth_;  ///< the depth that numbers stand at
  std::vector<float> values_;
};

/// The cells of one line: parted by tabs where there are any (an empty cell then shows), else by a comma or
/// semicolon, else by blanks.
std::vector<std::string_view> cellsOf(std::string_view line) {
  const char separator = line.find('\t') != std::string_view::npos  ? '\t'
                         : line.find(';') != std::string_view::npos ? ';'
                         : line.find(',') != std::string_view::npos ? ','
                                                                    : ' ';
  std::vector<std::string_view> cells;
  while (true) {
    const std::size_t end = std::min(line.find(separator), line.size());
    std::string_view cell = line.substr(0, end);
    while (!cell.empty() && kBlanks.find(cell.front()) != std::string_view::npos) cell.remove_prefix(1);
    while (!cell.empty() && kBlanks.find(cell.back()) != std::string_view::npos) cell.remove_suffix(1);
    if (separator != ' ' || !cell.empty()) cells.push_back(cell);
    if (end == line.size()) return cells;
    line.remove_prefix(end + 1);
  }
}

void addRow(ParsedMatrix& matrix, std::string_view line, std::size_t number) {
  const auto cells = cellsOf(line);
  const auto columns = static_cast<Index>(cells.size());
  if (matrix.rows == 0) matrix.columns = columns;
  if (matrix.columns != columns)
    fail(number, fmt::format("{} cells", columns),
         tconv::Phrase("must be {} like in the lines before", matrix.columns));
  for (const std::string_view cell : cells) {
    const auto value = numberIn(cell);
    if (!value) fail(number, cell, tconv::Phrase(kNumberRule));
    matrix.values.push_back(*value);
  }
  ++matrix.rows;
}

ParsedMatrix parseCells(std::string_view text) {
  ParsedMatrix matrix;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(kBlanks) != std::string_view::npos) addRow(matrix, line, number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return matrix;
}

}  // namespace

ParsedMatrix parseMatrix(std::string_view text) {
  if (text.find_first_not_of(kBlanks) == std::string_view::npos)
    throw tconv::Error({tr("pasted text"), "", tconv::Phrase("is empty, must be numbers in rows"), {}});
  if (text.find_first_of("[(") != std::string_view::npos) return BracketReader(text).read();
  return parseCells(text);
}

}  // namespace lab
