#include "io/npy_header.h"

#include <bit>
#include <charconv>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

using tconv::Index;

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostDimensions = 32;

/// The Python dictionary of a header: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class DictionaryReader {
 public:
  DictionaryReader(std::string_view text, const std::string& name) : rest_(text), name_(name) {}

  NpyHeader read() {
    expect('{');
    while (!accept('}')) {
      readEntry();
      if (!accept(',') && peek() != '}') fail(tconv::Phrase("',' or '{}' must follow an entry", "}"));
    }
    skipBlanks();
    if (!rest_.empty()) fail(tconv::Phrase("nothing may follow '{}'", "}"));
    for (const char* key : {"descr", "fortran_order", "shape"})
      if (!seen_.contains(key)) fail(tconv::Phrase("key '{}' is missing", key));
    return header_;
  }

 private:
  [[noreturn]] void fail(const tconv::Phrase& reason) const {
    throw fileError(name_, tconv::Phrase("npy header: {}", tr(reason)));
  }

  void skipBlanks() {
    const std::size_t n = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(n == std::string_view::npos ? rest_.size() : n);
  }
  char peek() {
    skipBlanks();
    return rest_.empty() ? '\0' : rest_.front();
  }
  bool accept(char c) {
    if (peek() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!accept(c))
      fail(tconv::Phrase("'{}' expected at {}", std::string(1, c), inQuotes(rest_.substr(0, 20))));
  }
  bool acceptWord(std::string_view word) {
    skipBlanks();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  std::string readString() {
    const char quote = peek();
    if (quote != '\'' && quote != '"')
      fail(tconv::Phrase("a string is expected at {}", inQuotes(rest_.substr(0, 20))));
    const std::size_t end = rest_.find(quote, 1);
    if (end == std::string_view::npos) fail(tconv::Phrase("a string is not closed"));
    const std::string text(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    return text;
  }

  void readEntry() {
    const std::string key = readString();
    expect(':');
    if (!seen_.insert(key).second) fail(tconv::Phrase("key {} stands twice", inQuotes(key)));
    if (key == "descr") return readType();
    if (key == "fortran_order") return readOrder();
    if (key == "shape") return readShape();
    fail(tconv::Phrase("unknown key {}", inQuotes(key)));
  }

  void readType() {
    if (peek() == '[') fail(tconv::Phrase("a structured type is not an array of numbers"));
    const std::string type = readString();
    const char first = type.empty() ? '\0' : type[0];
    const bool has_order = first == '<' || first == '>' || first == '|' || first == '=';
    const bool native_is_little = std::endian::native == std::endian::little;
    header_.order = first == '<' || first == '>' ? first : native_is_little ? '<' : '>';
    const std::string kind = type.substr(has_order ? 1 : 0);
    for (const char* known : {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"}) {
      if (kind != known) continue;
      header_.kind = kind[0];
      header_.width = static_cast<std::size_t>(kind[1] - '0');
      return;
    }
    fail(tconv::Phrase("type {} must be float16, float32, float64, an integer or bool", inQuotes(type)));
  }

  void readOrder() {
    header_.fortran = acceptWord("True");
    if (!header_.fortran && !acceptWord("False")) fail(tconv::Phrase("fortran_order must be True or False"));
  }

  void readShape() {
    expect('(');
    while (!accept(')')) {
      readExtent();
      if (!accept(',') && peek() != ')') fail(tconv::Phrase("shape must be a tuple of integers"));
    }
  }

  void readExtent() {
    skipBlanks();
    Index extent = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), extent);
    if (error == std::errc::result_out_of_range) fail(tconv::Phrase("the shape is too large"));
    if (error != std::errc()) fail(tconv::Phrase("shape must be a tuple of integers"));
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    if (!rest_.empty() && rest_.front() == 'L') rest_.remove_prefix(1);  // written by Python 2
    if (extent < 0) fail(tconv::Phrase("shape[{}] = {}: must be at least 0", header_.shape.size(), extent));
    if (header_.shape.size() == kMostDimensions)
      fail(tconv::Phrase("the shape has more than {} dimensions", kMostDimensions));
    header_.shape.push_back(extent);
  }

  std::string_view rest_;
  const std::string& name_;
  NpyHeader header_;
  std::set<std::string> seen_;
};

/// The product of all extents. One that is 0 does not excuse the others from fitting.
std::size_t elementCount(const NpyHeader& header, const std::string& name) {
  Index product = static_cast<Index>(header.width), zeros = 0;
  for (const Index extent : header.shape) {
    if (extent == 0)
      ++zeros;
    else if (__builtin_mul_overflow(product, extent, &product))
      throw fileError(name, tconv::Phrase("npy header: the shape is too large"));
  }
  return zeros > 0 ? 0 : static_cast<std::size_t>(product) / header.width;
}

/// Where the dictionary starts and how long it is; version 1.0 has 2 bytes for the length, 2.0 and 3.0
/// have 4.
std::pair<std::size_t, std::size_t> dictionaryRange(std::string_view bytes, const std::string& name) {
  if (!bytes.starts_with(kMagic)) throw fileError(name, tconv::Phrase("is not an .npy file"));
  if (bytes.size() < 10) throw fileError(name, tconv::Phrase("npy header: the file is cut off"));
  const auto major = static_cast<unsigned char>(bytes[6]), minor = static_cast<unsigned char>(bytes[7]);
  if (major < 1 || major > 3 || minor != 0)
    throw fileError(name, tconv::Phrase("npy version {}.{}: must be 1.0, 2.0 or 3.0", major, minor));
  const std::size_t digits = major == 1 ? 2 : 4;
  if (bytes.size() < 8 + digits) throw fileError(name, tconv::Phrase("npy header: the file is cut off"));
  std::size_t length = 0;
  for (std::size_t i = 0; i < digits; ++i)
    length |= std::size_t{static_cast<unsigned char>(bytes[8 + i])} << (8 * i);
  if (length > bytes.size() - 8 - digits)
    throw fileError(name, tconv::Phrase("npy header: the file is cut off"));
  return {8 + digits, length};
}

}  // namespace

NpyHeader parseNpyHeader(std::string_view bytes, const std::string& name) {
  const auto [start, length] = dictionaryRange(bytes, name);
  NpyHeader header = DictionaryReader(bytes.substr(start, length), name).read();
  header.data = start + length;
  header.count = elementCount(header, name);
  return header;
}

}  // namespace lab::io
