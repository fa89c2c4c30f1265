#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tconv/tensor.h"

namespace lab::io {

/// An array as an .npy file holds it: any rank, C order, values converted to float32.
struct NpyArray {
  std::vector<tconv::Index> shape;  ///< empty for a scalar
  tconv::LineVector<float> values;  ///< as a tensor holds them, which may take them over
};

/// Reads versions 1 to 3, float16/32/64, signed and unsigned integers and bool, either byte order, C and
/// Fortran order. float64 and integers are rounded to the nearest float32; beyond its range they become
/// infinite. Refuses object, complex and structured types, negative or overflowing shapes, truncated files
/// and trailing bytes; sizes are checked before anything is allocated. The numbers are read piece by piece,
/// so that the array and 1 MiB is what it takes, in Fortran order twice the array. @throws tconv::Error
/// naming the path and the reason.
NpyArray readNpy(const std::filesystem::path& path);
/// As readNpy, from memory; `name` stands for the path in messages.
NpyArray parseNpy(std::string_view bytes, const std::string& name);

/// Writes formatNpy() by the rules of writeFile(), without holding its bytes. @throws tconv::Error
void writeNpy(const std::filesystem::path& path, const std::vector<tconv::Index>& shape,
              std::span<const float> values);

/// The bytes of a version 1.0 file, '<f4', C order, header padded to 64: what NumPy writes.
std::string formatNpy(const std::vector<tconv::Index>& shape, std::span<const float> values);

}  // namespace lab::io
