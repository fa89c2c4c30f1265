// The program against the definition: cases made here, answers from the plainest scatter in double, written
// here and sharing nothing with the program but the file format.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "io/npy.h"
#include "support/files.h"
#include "support/program.h"

namespace {

using Index = long;

struct Array {
  std::vector<Index> shape;
  std::vector<float> values;
};

struct Case {
  Index dims = 2, n = 1, cin = 1, cout = 1, groups = 1;
  Index size[2] = {1, 1}, k[2] = {1, 1}, s[2] = {1, 1}, pb[2] = {0, 0}, pe[2] = {0, 0}, op[2] = {0, 0},
        d[2] = {1, 1};
  bool bias = false;
  std::size_t rank = 4;

  Index length(int a) const { return (size[a] - 1) * s[a] + d[a] * (k[a] - 1) + 1 - pb[a] - pe[a] + op[a]; }
};

/// The definition: every input element adds its scaled kernel to the output; what falls outside is cropped.
std::vector<double> scatter(const Case& c, const Array& x, const Array& w, const Array& b) {
  const Index lh = c.length(0), lw = c.length(1), outs = c.cout / c.groups, ins = c.cin / c.groups;
  std::vector<double> y(static_cast<std::size_t>(c.n * c.cout * lh * lw), 0.0);
  for (std::size_t cell = 0; c.bias && cell < y.size(); ++cell)
    y[cell] = b.values[(cell / static_cast<std::size_t>(lh * lw)) % static_cast<std::size_t>(c.cout)];
  for (Index n = 0; n < c.n; ++n)
    for (Index ci = 0; ci < c.cin; ++ci)
      for (Index i = 0; i < c.size[0]; ++i)
        for (Index j = 0; j < c.size[1]; ++j)
          for (Index o = 0; o < outs; ++o)
            for (Index u = 0; u < c.k[0]; ++u)
              for (Index v = 0; v < c.k[1]; ++v) {
                const Index row = i * c.s[0] + u * c.d[0] - c.pb[0],
                            column = j * c.s[1] + v * c.d[1] - c.pb[1];
                if (row < 0 || row >= lh || column < 0 || column >= lw) continue;
                const Index co = ci / ins * outs + o;
                const double xv =
                    x.values[static_cast<std::size_t>(((n * c.cin + ci) * c.size[0] + i) * c.size[1] + j)];
                const double wv =
                    w.values[static_cast<std::size_t>(((ci * outs + o) * c.k[0] + u) * c.k[1] + v)];
                y[static_cast<std::size_t>(((n * c.cout + co) * lh + row) * lw + column)] += xv * wv;
              }
  return y;
}

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Index pick(Index least, Index most) { return std::uniform_int_distribution<Index>(least, most)(random_); }
  /// Small integers, so that the answers are exact.
  Array array(std::vector<Index> shape) {
    Array made{std::move(shape), {}};
    Index count = 1;
    for (const Index extent : made.shape) count *= extent;
    for (Index i = 0; i < count; ++i) made.values.push_back(static_cast<float>(pick(-9, 9)));
    return made;
  }
  /// A legal case; some are not square, not symmetric, 1-D.
  Case make() {
    Case c;
    do {
      c = Case{};
      c.dims = pick(0, 3) == 0 ? 1 : 2;
      c.rank = c.dims == 1 ? static_cast<std::size_t>(pick(2, 3)) : static_cast<std::size_t>(pick(2, 4));
      c.groups = pick(1, 3);
      const bool single = c.dims == 2 && c.rank == 2;
      if (single) c.groups = 1;
      c.cin = single ? 1 : c.groups * pick(1, 2);
      c.cout = c.groups * pick(1, 2);
      c.n = c.rank == static_cast<std::size_t>(c.dims + 2) ? pick(1, 2) : 1;
      c.bias = pick(0, 1) == 1;
      const bool pads = pick(0, 2) == 0;
      for (int a = c.dims == 1 ? 1 : 0; a < 2; ++a) {
        c.size[a] = pick(1, 5), c.k[a] = pick(1, 4), c.s[a] = pick(1, 4), c.d[a] = pick(1, 3);
        c.pb[a] = pick(0, 3), c.pe[a] = pads ? pick(0, 3) : c.pb[a];
        c.op[a] = pick(0, std::max(c.s[a], c.d[a]) - 1);
      }
    } while (c.length(0) < 1 || c.length(1) < 1);
    return c;
  }

 private:
  std::mt19937 random_;
};

std::vector<std::string> argumentsOf(const Case& c) {
  const auto axes = [&](const Index(&v)[2]) {
    return c.dims == 1    ? fmt::format("{}", v[1])
           : v[0] == v[1] ? fmt::format("{}", v[0])
                          : fmt::format("{},{}", v[0], v[1]);
  };
  std::vector<std::string> arguments = {"--stride",   axes(c.s),
                                        "--dilation", axes(c.d),
                                        "--groups",   fmt::format("{}", c.groups),
                                        "--dims",     fmt::format("{}", c.dims)};
  if (c.pb[0] == c.pe[0] && c.pb[1] == c.pe[1])
    arguments.insert(arguments.end(), {"--padding", axes(c.pb)});
  else if (c.dims == 1)
    arguments.insert(arguments.end(), {"--pads", fmt::format("{},{}", c.pb[1], c.pe[1])});
  else
    arguments.insert(arguments.end(),
                     {"--pads", fmt::format("{},{},{},{}", c.pb[0], c.pb[1], c.pe[0], c.pe[1])});
  const bool by_size = (c.op[1] < c.s[1] && c.op[0] < c.s[0]) && (c.size[0] + c.size[1]) % 2 == 0;
  if (by_size)
    arguments.insert(arguments.end(), {"--output-size", axes({c.length(0), c.length(1)})});
  else
    arguments.insert(arguments.end(), {"--output-padding", axes(c.op)});
  return arguments;
}

std::vector<Index> spatial(const Case& c, Index h, Index w) {
  return c.dims == 1 ? std::vector<Index>{w} : std::vector<Index>{h, w};
}

std::vector<Index> inputShape(const Case& c) {
  std::vector<Index> shape = spatial(c, c.size[0], c.size[1]);
  if (c.rank > shape.size()) shape.insert(shape.begin(), c.cin);
  if (c.rank > shape.size()) shape.insert(shape.begin(), c.n);
  return shape;
}

std::vector<Index> expectedShape(const Case& c) {
  std::vector<Index> shape = spatial(c, c.length(0), c.length(1));
  if (c.rank > shape.size() || c.cout > 1) shape.insert(shape.begin(), c.cout);
  if (c.rank > shape.size()) shape.insert(shape.begin(), c.n);
  return shape;
}

std::string save(const std::filesystem::path& path, const Array& array) {
  const std::vector<tconv::Index> shape(array.shape.begin(), array.shape.end());
  return support::put(path, lab::io::formatNpy(shape, array.values)).string();
}

class Conformance : public testing::TestWithParam<unsigned> {};

TEST_P(Conformance, RunAgreesWithTheDefinitionExactly) {
  const support::TemporaryFolder folder;
  Maker maker(GetParam());
  for (int round = 0; round < 20; ++round) {
    const Case c = maker.make();
    const Array x = maker.array(inputShape(c)), b = maker.array({c.cout});
    std::vector<Index> weight_shape = spatial(c, c.k[0], c.k[1]);
    weight_shape.insert(weight_shape.begin(), {c.cin, c.cout / c.groups});
    const Array w = maker.array(weight_shape);
    std::vector<std::string> arguments = {"run",
                                          "--input",
                                          save(folder / "x.npy", x),
                                          "--weight",
                                          save(folder / "w.npy", w),
                                          "--output",
                                          (folder / "y.npy").string()};
    if (c.bias) arguments.insert(arguments.end(), {"--bias", save(folder / "b.npy", b)});
    const auto more = argumentsOf(c);
    arguments.insert(arguments.end(), more.begin(), more.end());
    const support::Outcome outcome = support::runProgram(arguments);
    const std::string shown = fmt::format("{}", fmt::join(arguments, " "));
    ASSERT_EQ(outcome.status, 0) << shown << "\n" << outcome.err;
    EXPECT_EQ(outcome.err, "");
    const lab::io::NpyArray y = lab::io::readNpy(folder / "y.npy");
    const auto expected_shape = expectedShape(c);
    ASSERT_EQ(std::vector<Index>(y.shape.begin(), y.shape.end()), expected_shape) << shown;
    const std::vector<double> expected = scatter(c, x, w, b);
    ASSERT_EQ(std::vector<double>(y.values.begin(), y.values.end()), expected) << shown;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Conformance, testing::Range(1U, 11U));

}  // namespace
