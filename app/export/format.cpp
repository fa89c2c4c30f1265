#include "export/format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "io/child.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

constexpr FormatInfo kFormats[] = {
    {Format::png, "png", Product::pictures, "PNG pictures", ""},
    {Format::svg, "svg", Product::pictures, "SVG drawings", ""},
    {Format::pdf, "pdf", Product::pages, "PDF, a page for each", ""},
    {Format::gif, "gif", Product::animation, "GIF animation", ""},
    {Format::apng, "apng", Product::animation, "animated PNG", ""},
    {Format::webp, "webp", Product::animation, "WebP animation", ""},
    {Format::mp4, "mp4", Product::animation, "MP4 video (H.264)", "ffmpeg"},
    {Format::webm, "webm", Product::animation, "WebM video (VP9)", "ffmpeg"},
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

std::optional<Format> formatOfFile(const std::filesystem::path& path) {
  std::string end = path.extension().string();
  std::transform(end.begin(), end.end(), end.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const FormatInfo& f : kFormats)
    if (end == fmt::format(".{}", f.id)) return f.format;
  return std::nullopt;
}

std::string missingFor(Format format) {
  const std::string program(info(format).program);
  if (program.empty() || io::installed(program)) return "";
  return fmt::format("needs the program {}, which is not installed (apt-get install {})", program, program);
}

}  // namespace lab::exporting
