#include <gmock/gmock.h>

#include <complex>
#include <numbers>

#include "forms.h"

namespace {

using support::forAll;
using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Spectrum;
using tconv::Tensor;

/// The definition: |sum of profile[t] e^(-2 pi i m t / n)| / n, doubled where a mirror image exists.
std::vector<double> plainSpectrum(const std::vector<double>& profile) {
  const std::size_t n = profile.size();
  std::vector<double> result;
  for (std::size_t m = 0; m <= n / 2; ++m) {
    std::complex<double> sum = 0;
    for (std::size_t t = 0; t < n; ++t)
      sum += profile[t] *
             std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(m * t % n) / static_cast<double>(n));
    const bool single = m == 0 || 2 * m == n;
    result.push_back((single ? 1 : 2) * std::abs(sum) / static_cast<double>(n));
  }
  return result;
}

TEST(Spectrum, IsThatOfThePlainTransform) {
  forAll(300, [] {
    const auto values = support::pickValues(support::pick(1, 60), support::pickReal);
    const std::vector<double> profile(values.begin(), values.end());
    const Spectrum s = tconv::spectrum(profile);
    const auto expected = plainSpectrum(profile);
    double scale = 0;
    for (const double v : profile) scale += std::abs(v);
    RC_ASSERT(s.length == static_cast<Index>(profile.size()));
    RC_ASSERT(s.magnitude.size() == expected.size());
    for (std::size_t m = 0; m < expected.size(); ++m)
      RC_ASSERT(std::abs(s.magnitude[m] - expected[m]) <= 1e-14 * scale);
  });
}

TEST(Spectrum, OfALongPrimeLengthIsExactToo) {
  // 5003 is prime. A whole number of waves of amplitude 3 about a mean of 2.
  std::vector<double> profile;
  for (int t = 0; t < 5003; ++t)
    profile.push_back(2 + 3 * std::cos(2 * std::numbers::pi * (1999 * t % 5003) / 5003));
  const Spectrum s = tconv::spectrum(profile);
  for (std::size_t m = 0; m < s.magnitude.size(); ++m)
    ASSERT_NEAR(s.magnitude[m], m == 0 ? 2 : m == 1999 ? 3 : 0, 1e-13) << m;
}

TEST(Spectrum, OfNothingIsEmpty) { EXPECT_TRUE(tconv::spectrum({}).magnitude.empty()); }

TEST(Spectrum, ReadsAsAmplitudes) {
  using testing::DoubleNear;
  const std::vector<double> constant(7, 1.0), alternating = {1, 2, 1, 2, 1, 2};
  EXPECT_THAT(tconv::spectrum(constant).magnitude,
              testing::ElementsAre(DoubleNear(1, 1e-14), DoubleNear(0, 1e-14), DoubleNear(0, 1e-14),
                                   DoubleNear(0, 1e-14)));
  EXPECT_THAT(tconv::spectrum(alternating).magnitude,
              testing::ElementsAre(DoubleNear(1.5, 1e-14), DoubleNear(0, 1e-14), DoubleNear(0, 1e-14),
                                   DoubleNear(0.5, 1e-14)));
  EXPECT_DOUBLE_EQ(tconv::spectrum(alternating).frequency(3), 0.5);
}

/// The entry m >= 1 with the largest magnitude.
Index peak(const Spectrum& s) {
  const auto first = s.magnitude.begin() + 1;
  return std::max_element(first, s.magnitude.end()) - s.magnitude.begin();
}

Spectrum ofOnes(const Layer& layer, Index length) {
  const Tensor y = tconv::forward(layer, Tensor({1, 1, 1, length}, 1.0F),
                                  tconv::makeKernel(tconv::KernelPreset::ones, layer));
  const std::vector<double> profile(y.values().begin(), y.values().end());
  return tconv::spectrum(profile);
}

TEST(Spectrum, OfUnevenOverlapPeaksAtTheStride) {
  const Layer two{.dims = 1, .kernel_size = Pair(1, 3), .stride = 2};
  const Spectrum s = ofOnes(two, 20);  // 1, 1, 2, 1, 2, ..., 2, 1, 1
  EXPECT_EQ(s.length, 41);
  EXPECT_EQ(peak(s), 20);
  EXPECT_TRUE(s.atMultipleOf(peak(s), 2));
  const Layer three{.dims = 1, .kernel_size = Pair(1, 4), .stride = 3};
  const Spectrum t = ofOnes(three, 20);  // period 3 on 61 cells: between entries 20 and 21
  EXPECT_EQ(peak(t), 20);
  EXPECT_TRUE(t.atMultipleOf(20, 3));
}

std::vector<Index> multiples(Index length, Index stride) {
  const Spectrum s{length, {}};
  std::vector<Index> found;
  for (Index m = 0; m <= length / 2; ++m)
    if (s.atMultipleOf(m, stride)) found.push_back(m);
  return found;
}

TEST(Spectrum, KnowsTheMultiplesOfAStride) {
  using testing::ElementsAre;
  EXPECT_THAT(multiples(12, 1), ElementsAre());
  EXPECT_THAT(multiples(12, 2), ElementsAre(6));
  EXPECT_THAT(multiples(12, 3), ElementsAre(4));
  EXPECT_THAT(multiples(12, 4), ElementsAre(3, 6));
  EXPECT_THAT(multiples(41, 2), ElementsAre(20));
  EXPECT_THAT(multiples(13, 4), ElementsAre(3, 6));
  EXPECT_THAT(multiples(6, 100), ElementsAre(1, 2, 3)) << "every entry is near some multiple";
}

}  // namespace
