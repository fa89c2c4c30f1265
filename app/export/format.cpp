#include "export/format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "tconv/error.h"

namespace lab::exporting {
namespace {

constexpr FormatInfo kFormats[] = {
    {Format::png, "png", Product::pictures, "PNG pictures"},
    {Format::svg, "svg", Product::pictures, "SVG drawings"},
};

}  // namespace

std::span<const FormatInfo> formats() { return kFormats; }

const FormatInfo& info(Format format) { return kFormats[static_cast<std::size_t>(format)]; }

Format formatOf(std::string_view id) {
  std::vector<std::string_view> ids;
  for (const FormatInfo& f : kFormats) {
    if (f.id == id) return f.format;
    ids.push_back(f.id);
  }
  throw tconv::Error({"format", std::string(id), fmt::format("must be one of {}", fmt::join(ids, ", ")), {}});
}

}  // namespace lab::exporting
