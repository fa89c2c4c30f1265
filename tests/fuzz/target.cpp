#include "fuzz/target.h"

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

}  // namespace fuzz
