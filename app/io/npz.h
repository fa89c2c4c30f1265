#pragma once

#include <string>
#include <vector>

namespace lab::io {

struct NamedBytes {
  std::string name;  ///< "x.npy"
  std::string bytes;
};

/// A ZIP file that holds the files as they are, as numpy.savez writes it, without times. @throws tconv::Error
std::string formatNpz(const std::vector<NamedBytes>& files);

}  // namespace lab::io
