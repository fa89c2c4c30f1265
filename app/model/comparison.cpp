#include "model/comparison.h"

#include <array>
#include <stdexcept>

#include "model/document.h"
#include "model/fields.h"

namespace lab {
namespace {

constexpr std::array<std::string_view, 3> kModes = {"settings", "sweep", "upsampling"};
constexpr std::array<std::string_view, 6> kSwept = {"kernel_size",    "stride",   "padding",
                                                    "output_padding", "dilation", "none"};

}  // namespace

std::span<const std::string_view> compareModes() { return kModes; }
std::span<const std::string_view> sweepFields() { return kSwept; }

const Field& field(SweepField which) { return field(kSwept[static_cast<std::size_t>(which)]); }

Geometry geometryOf(const tconv::Layer& layer) {
  return {layer.kernel_size, layer.stride, layer.padding, layer.output_padding, layer.dilation};
}

Document withGeometry(Document document, const Geometry& geometry) {
  tconv::Layer& layer = document.layer;
  layer.kernel_size = geometry.kernel_size;
  layer.stride = geometry.stride;
  layer.padding = geometry.padding;
  layer.output_padding = geometry.output_padding;
  layer.dilation = geometry.dilation;
  return document;
}

}  // namespace lab
