#pragma once

#include <filesystem>
#include <vector>

#include "cli/parameters.h"
#include "model/document.h"

namespace lab::cli {

/// An input file: the values as [N, C, H, W], and the rank that the file had.
struct InputFile {
  Tensor values;
  std::size_t rank = 4;
};

/// (H, W), (C, H, W), (N, C, H, W); in 1-D (C, L), (N, C, L). @throws tconv::Error
InputFile readInput(const std::filesystem::path& path, int dims);
/// (C_in, C_out / G, k_h, k_w) or (k_h, k_w); in 1-D (C_in, C_out / G, k). @throws tconv::Error
Tensor readWeight(const std::filesystem::path& path, int dims);
/// (C_out). @throws tconv::Error
std::vector<float> readBias(const std::filesystem::path& path);

/// Sets kernel size and output channels (second extent times groups) of a layer to those of a weight.
void setWeightShape(Layer& layer, Shape weight);

/// The shape of the output file, which has the input's rank, except that (H, W) becomes (C_out, H, W) where
/// there are several output channels.
std::vector<Index> outputFileShape(Shape output, std::size_t input_rank, int dims);

}  // namespace lab::cli
