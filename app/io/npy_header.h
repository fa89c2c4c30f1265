#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tconv/types.h"

namespace lab::io {

/// What stands in front of the numbers of an .npy file.
struct NpyHeader {
  char order = '<';       ///< '<' little endian, '>' big endian
  char kind = 'f';        ///< 'f' float, 'i' signed, 'u' unsigned, 'b' bool
  std::size_t width = 4;  ///< bytes of an element
  bool fortran = false;   ///< first index fastest
  std::vector<tconv::Index> shape;
  std::size_t count = 1;  ///< elements: the product of the shape
  std::size_t data = 0;   ///< where the numbers start

  bool operator==(const NpyHeader&) const = default;
};

/// Reads the header of the file `bytes`; `name` stands for it in messages. The element count is known to be
/// representable, not that the file holds so many. @throws tconv::Error
NpyHeader parseNpyHeader(std::string_view bytes, const std::string& name);

}  // namespace lab::io
