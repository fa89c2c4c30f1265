// A target as an ordinary test: damages every seed in many ways, always the same ones, or replays files.
//     fuzz_NAME [--times N] [FILE...]
//     fuzz_NAME --seeds FOLDER         writes the seeds, as a corpus to begin with
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "fuzz/target.h"
#include "support/files.h"

namespace {

using Random = std::mt19937_64;

std::size_t pick(Random& random, std::size_t below) { return below == 0 ? 0 : random() % below; }

/// What parsers stumble over.
constexpr std::string_view kTrouble[] = {"-1",         "0",
                                         "4294967296", "9223372036854775807",
                                         "1e999",      "nan",
                                         "\"\"",       "[",
                                         "]",          "{",
                                         "}",          "(",
                                         ")",          ",",
                                         "null",       "true",
                                         "\xff\xfe",   "\xed\xa0\x80",
                                         "../",        "%s",
                                         "\n"};

void damage(std::string& bytes, Random& random) {
  const std::size_t at = pick(random, bytes.size());
  switch (pick(random, 7)) {
    case 0:
      if (!bytes.empty()) bytes[at] = static_cast<char>(random());
      break;
    case 1:
      if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << pick(random, 8)));
      break;
    case 2:
      bytes.resize(at);
      break;
    case 3:
      bytes.erase(at, 1 + pick(random, 16));
      break;
    case 4:
      bytes.insert(at, kTrouble[pick(random, std::size(kTrouble))]);
      break;
    case 5:
      bytes.insert(at, bytes.substr(pick(random, bytes.size()), 1 + pick(random, 64)));
      break;
    default: {
      const std::string_view trouble = kTrouble[pick(random, std::size(kTrouble))];
      bytes.replace(at, trouble.size(), trouble);
      break;
    }
  }
}

void damageSeeds(std::size_t times) {
  const std::vector<std::string> seeds = fuzz::seeds();
  for (const std::string& seed : seeds) fuzz::tryOne(seed);
  Random random(1);
  for (std::size_t i = 0; i < times; ++i) {
    std::string bytes = seeds[i % seeds.size()];
    for (std::size_t wounds = 1 + pick(random, 4); wounds > 0; --wounds) damage(bytes, random);
    fuzz::tryOne(bytes);
  }
  std::printf("%zu seeds, damaged in %zu ways\n", seeds.size(), times);
}

void writeSeeds(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::size_t count = 0;
  for (const std::string& seed : fuzz::seeds())
    support::put(folder / ("seed" + std::to_string(count++)), seed);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--seeds") == 0)
    writeSeeds(argv[2]);
  else if (argc == 3 && std::strcmp(argv[1], "--times") == 0)
    damageSeeds(std::strtoull(argv[2], nullptr, 10));
  else if (argc == 1)
    damageSeeds(5000);
  else
    for (int i = 1; i < argc; ++i) fuzz::tryOne(support::contentOf(argv[i]));
}
