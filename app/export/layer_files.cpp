#include "export/layer_files.h"

#include <stdexcept>

#include <fmt/format.h>

#include "export/code.h"
#include "io/npy.h"
#include "io/npz.h"
#include "io/onnx.h"

namespace lab::exporting {
namespace {

CodeFor codeOf(Format format) {
  switch (format) {
    case Format::pytorch:
      return CodeFor::pytorch;
    case Format::keras:
      return CodeFor::keras;
    case Format::jax:
      return CodeFor::jax;
    case Format::numpy:
      return CodeFor::numpy;
    case Format::onnx:
      return CodeFor::onnx;
    default:
      throw std::invalid_argument("not code");
  }
}

std::string tensorsOf(const Derived& derived) {
  std::vector<io::NamedBytes> files;
  for (const CodeArray& array : arraysOf(derived))
    files.push_back({fmt::format("{}.npy", array.name == "expected" ? "y" : array.name),
                     io::formatNpy(array.shape, array.values)});
  return io::formatNpz(files);
}

std::vector<LayerFile> codeFiles(const Derived& derived, CodeFor what, const std::filesystem::path& output) {
  const std::string stem = output.stem().string();
  const std::vector<CodeArray> arrays = arraysOf(derived);
  const std::string code = codeFor(what, derived, stem);
  std::vector<LayerFile> files;
  if (!fitInCode(arrays))
    for (const CodeArray& array : arrays)
      files.push_back({output.parent_path() / fileOf(array, stem), io::formatNpy(array.shape, array.values)});
  files.push_back({output, code});
  return files;
}

}  // namespace

std::vector<LayerFile> layerFiles(const Derived& derived, Format format,
                                  const std::filesystem::path& output) {
  if (format == Format::npz) return {{output, tensorsOf(derived)}};
  const bool model = format == Format::onnx && output.extension() != ".py";
  if (model) return {{output, io::formatOnnx(derived.document)}};
  return codeFiles(derived, codeOf(format), output);
}

}  // namespace lab::exporting
