#include "tconv/spectrum.h"

#include <algorithm>
#include <bit>
#include <complex>
#include <numbers>
#include <unsupported/Eigen/FFT>

namespace tconv {
namespace {

using Waves = std::vector<std::complex<double>>;

/// e^(-i pi t^2 / n). The angle is reduced as a whole number first, since large angles lose digits.
std::complex<double> chirp(Index t, Index n) {
  const auto reduced = static_cast<double>(t * t % (2 * n));
  return std::polar(1.0, -std::numbers::pi * reduced / static_cast<double>(n));
}

/// The discrete Fourier transform by Bluestein's way: 2 m t = m^2 + t^2 - (m - t)^2 makes it a convolution,
/// which may be done at a power of two. Lengths with a large prime factor, which most outputs have, would
/// otherwise take quadratic time.
Waves transform(std::span<const double> profile) {
  const auto n = static_cast<Index>(profile.size());
  // At least 2: Eigen's transform of a single value writes out of bounds.
  const Index size = std::max<Index>(2, static_cast<Index>(std::bit_ceil(2 * profile.size() - 1)));
  Waves values(size), kernel(size), a, b;
  for (Index t = 0; t < n; ++t) {
    values[t] = profile[t] * chirp(t, n);
    kernel[t] = kernel[(size - t) % size] = std::conj(chirp(t, n));
  }
  Eigen::FFT<double> fft;
  fft.fwd(a, values);
  fft.fwd(b, kernel);
  for (Index i = 0; i < size; ++i) a[i] *= b[i];
  fft.inv(values, a);
  values.resize(n);
  for (Index m = 0; m < n; ++m) values[m] *= chirp(m, n);
  return values;
}

}  // namespace

bool Spectrum::atMultipleOf(Index m, Index stride) const {
  const Index multiple = (2 * m * stride + length) / (2 * length);
  // Ties go down: at odd lengths the frequency 1/2 lies half an entry beyond the last one.
  return multiple >= 1 && m == (2 * multiple * length + stride - 1) / (2 * stride);
}

Spectrum spectrum(std::span<const double> profile) {
  Spectrum result{static_cast<Index>(profile.size()), {}};
  if (profile.empty()) return result;
  const Waves waves = transform(profile);
  // A frequency strictly between 0 and 1/2 stands for itself and for its mirror image.
  for (Index m = 0; m <= result.length / 2; ++m) {
    const double both = m == 0 || 2 * m == result.length ? 1 : 2;
    result.magnitude.push_back(both * std::abs(waves[m]) / static_cast<double>(result.length));
  }
  return result;
}

}  // namespace tconv
