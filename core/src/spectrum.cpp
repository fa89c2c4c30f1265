#include "tconv/spectrum.h"

#include <cmath>
#include <complex>
#include <unsupported/Eigen/FFT>

namespace tconv {

bool Spectrum::atMultipleOf(Index m, Index stride) const {
  const Index multiple = (2 * m * stride + length) / (2 * length);
  // Ties go down: at odd lengths the frequency 1/2 lies half an entry beyond the last one.
  return multiple >= 1 && m == (2 * multiple * length + stride - 1) / (2 * stride);
}

Spectrum spectrum(std::span<const double> profile) {
  Spectrum result{static_cast<Index>(profile.size()), {}};
  // Eigen's transform writes out of bounds for a single value, which is its own transform.
  if (profile.size() == 1) result.magnitude = {std::abs(profile[0])};
  if (profile.size() <= 1) return result;
  Eigen::FFT<double> fft;
  fft.SetFlag(Eigen::FFT<double>::HalfSpectrum);
  std::vector<std::complex<double>> waves;
  fft.fwd(waves, std::vector<double>(profile.begin(), profile.end()));
  // A frequency strictly between 0 and 1/2 stands for itself and for its mirror image.
  for (Index m = 0; m <= result.length / 2; ++m) {
    const double both = m == 0 || 2 * m == result.length ? 1 : 2;
    result.magnitude.push_back(both * std::abs(waves[m]) / static_cast<double>(result.length));
  }
  return result;
}

}  // namespace tconv
