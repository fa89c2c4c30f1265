#include "io/json_lines.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "io/json_reader.h"

namespace lab::io {
namespace {

/// Counts the lines that a parser has read.
struct CountingIterator {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at = nullptr;
  int* line = nullptr;

  reference operator*() const { return *at; }
  CountingIterator& operator++() {
    *line += *at == '\n' ? 1 : 0;
    ++at;
    return *this;
  }
  CountingIterator operator++(int) {
    const CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at == other.at; }
};

/// Follows the names of values while a parser goes through them.
class Follower : public nlohmann::json_sax<Json> {
 public:
  Follower(const int& line, std::map<std::string, int>& lines) : line_(line), lines_(lines) {}

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(std::int64_t) override { return value(); }
  bool number_unsigned(std::uint64_t) override { return value(); }
  bool number_float(double, const std::string&) override { return value(); }
  bool string(std::string&) override { return value(); }
  bool binary(Json::binary_t&) override { return value(); }
  bool start_object(std::size_t) override { return open(false); }
  bool key(std::string& name) override {
    open_.back().key = name;
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  struct Container {
    std::string name;
    bool list = false;
    std::size_t count = 0;
    std::string key;
  };
  /// The name of the value that begins now.
  std::string nextName() {
    if (open_.empty()) return {};
    Container& in = open_.back();
    if (in.list) return fmt::format("{}[{}]", in.name, in.count++);
    return in.name.empty() ? in.key : in.name + "." + in.key;
  }
  bool value() {
    lines_.emplace(nextName(), line_);
    return true;
  }
  bool open(bool list) {
    const std::string name = nextName();
    lines_.emplace(name, line_);
    open_.push_back({name, list, 0, {}});
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  const int& line_;
  std::map<std::string, int>& lines_;
  std::vector<Container> open_;
};

}  // namespace

JsonLines::JsonLines(std::string_view text) {
  int line = 1;
  Follower follower(line, lines_);
  const char *first = text.data(), *end = first + text.size();
  Json::sax_parse(CountingIterator{first, &line}, CountingIterator{end, &line}, &follower);
}

int JsonLines::lineOf(const std::string& within, std::string_view name) const {
  const auto inside = lines_.find(within.empty() ? std::string(name) : fmt::format("{}.{}", within, name));
  if (inside != lines_.end()) return inside->second;
  // A pair may stand there as one number: "stride[0]" is then "stride".
  const std::string_view whole = name.substr(0, name.find('['));
  std::optional<int> found;
  for (auto at = lines_.lower_bound(within); at != lines_.end() && at->first.starts_with(within); ++at) {
    const std::string& full = at->first;
    if (full.ends_with(fmt::format(".{}", name))) return at->second;
    if (full.ends_with(fmt::format(".{}", whole))) found = at->second;
  }
  const auto container = lines_.find(within);
  return found ? *found : container == lines_.end() ? 1 : container->second;
}

}  // namespace lab::io
