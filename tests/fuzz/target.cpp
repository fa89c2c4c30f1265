#include "fuzz/target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "support/files.h"

namespace fuzz {

void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

std::filesystem::path fileWith(std::string_view bytes, const char* name) {
  static const support::TemporaryFolder folder;
  return support::put(folder / name, bytes);
}

std::vector<std::string> linesOf(std::string_view bytes) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    lines.emplace_back(bytes.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

}  // namespace fuzz
