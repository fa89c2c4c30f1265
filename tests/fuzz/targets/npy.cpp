#include <cmath>
#include <cstring>

#include "fuzz/target.h"
#include "io/npy.h"
#include "tconv/error.h"

std::vector<std::string> fuzz::seeds() {
  const std::vector<float> values = {0, 1, 2, 3, 4, 5};
  std::vector<std::string> seeds = {lab::io::formatNpy({2, 3}, values),
                                    lab::io::formatNpy({}, {values.data(), 1}),
                                    lab::io::formatNpy({0, 7}, {}), lab::io::formatNpy({1, 1, 2, 3}, values)};
  const auto replaced = [&](std::string_view from, std::string_view to) {
    std::string seed = seeds[0];
    seed.replace(seed.find(from), from.size(), to);
    return seed;
  };
  for (const char* type : {"'>f4'", "'<i4'", "'<u4'", "'|O4'", "'<f2'", "'<c8'"})
    seeds.push_back(replaced("'<f4'", type));
  seeds.push_back(replaced("False", "True "));
  return seeds;
}

void fuzz::tryOne(std::string_view bytes) {
  try {
    const lab::io::NpyArray array = lab::io::parseNpy(bytes, "x.npy");
    std::size_t size = 1;
    for (const tconv::Index extent : array.shape) size *= static_cast<std::size_t>(extent);
    require(size == array.values.size(), "as many values as the shape says");
    const lab::io::NpyArray again =
        lab::io::parseNpy(lab::io::formatNpy(array.shape, array.values), "again.npy");
    require(again.shape == array.shape && again.values.size() == array.values.size() &&
                (array.values.empty() || std::memcmp(again.values.data(), array.values.data(),
                                                     array.values.size() * sizeof(float)) == 0),
            "what is written reads as the same");
  } catch (const tconv::Error&) {
  }
}
