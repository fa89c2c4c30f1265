#include "cli/operands.h"

#include <fmt/format.h>

#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/npy.h"

namespace lab::cli {
namespace {

namespace fs = std::filesystem;

tconv::Error badShape(const fs::path& path, const std::vector<Index>& shape, std::string_view rule) {
  return io::fileError(
      path, tconv::Phrase("has the shape ({}{}), must have {}", fmt::format("{}", fmt::join(shape, ", ")),
                          shape.size() == 1 ? "," : "", rule));
}

}  // namespace

InputFile readInput(const fs::path& path, int dims) {
  io::NpyArray array = io::readNpy(path);
  std::vector<Index> shape = array.shape;
  const std::size_t rank = shape.size();
  if (dims == 1) {
    if (rank != 2 && rank != 3) throw badShape(path, shape, tr("(C, L) or (N, C, L) with --dims 1"));
    shape.insert(shape.end() - 1, 1);  // the trivial height
  } else if (rank < 2 || rank > 4) {
    throw badShape(path, shape, tr("(H, W), (C, H, W) or (N, C, H, W)"));
  }
  shape.insert(shape.begin(), 4 - shape.size(), 1);
  return {Tensor(Shape{shape[0], shape[1], shape[2], shape[3]}, std::move(array.values)), rank};
}

Tensor readWeight(const fs::path& path, int dims) {
  io::NpyArray array = io::readNpy(path);
  std::vector<Index> shape = array.shape;
  if (dims == 1) {
    if (shape.size() != 3) throw badShape(path, shape, tr("(C_in, C_out / G, k) with --dims 1"));
    shape.insert(shape.end() - 1, 1);
  } else if (shape.size() != 2 && shape.size() != 4) {
    throw badShape(path, shape, tr("(C_in, C_out / G, kH, kW) or (kH, kW)"));
  }
  shape.insert(shape.begin(), 4 - shape.size(), 1);
  return Tensor(Shape{shape[0], shape[1], shape[2], shape[3]}, std::move(array.values));
}

std::vector<float> readBias(const fs::path& path) {
  const io::NpyArray array = io::readNpy(path);
  if (array.shape.size() != 1) throw badShape(path, array.shape, "(C_out,)");
  return {array.values.begin(), array.values.end()};
}

void setWeightShape(Layer& layer, Shape weight) {
  layer.kernel_size = weight.spatial();
  // Groups that are not positive or far too many are for validate() to refuse by their own name.
  Index channels = 0;
  const bool countable = layer.groups > 0 && !__builtin_mul_overflow(weight.c, layer.groups, &channels) &&
                         layer.groups <= layer.in_channels;
  layer.out_channels = countable ? channels : weight.c;
}

std::vector<Index> outputFileShape(Shape output, std::size_t input_rank, int dims) {
  std::vector<Index> shape = {output.n, output.c, output.h, output.w};
  if (dims == 1) shape.erase(shape.begin() + 2);
  const std::size_t full = shape.size();
  const bool needs_channels = dims == 2 && input_rank == 2 && output.c > 1;
  const std::size_t rank = needs_channels ? 3 : input_rank;
  shape.erase(shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(full - rank));
  return shape;
}

}  // namespace lab::cli
