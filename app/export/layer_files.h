#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "export/format.h"
#include "model/derive.h"

namespace lab::exporting {

struct LayerFile {
  std::filesystem::path path;
  std::string bytes;
};

/// The files of a format that holds the layer itself: `output`, and before it the .npy files that it loads.
/// @throws tconv::Error, also where a framework cannot express the layer.
std::vector<LayerFile> layerFiles(const Derived& derived, Format format, const std::filesystem::path& output);

}  // namespace lab::exporting
