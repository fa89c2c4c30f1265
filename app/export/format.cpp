#include "export/format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "io/child.h"
#include "io/onnx.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

constexpr FormatInfo kFormats[] = {
    {Format::png, "png", "png", Product::pictures, "PNG pictures", ""},
    {Format::svg, "svg", "svg", Product::pictures, "SVG drawings", ""},
    {Format::pdf, "pdf", "pdf", Product::pages, "PDF, a page for each", ""},
    {Format::tikz, "tikz", "tex", Product::pages, "LaTeX with TikZ, a page for each", ""},
    {Format::gif, "gif", "gif", Product::animation, "GIF animation", ""},
    {Format::apng, "apng", "apng", Product::animation, "Animated PNG", ""},
    {Format::webp, "webp", "webp", Product::animation, "WebP animation", ""},
    {Format::mp4, "mp4", "mp4", Product::animation, "MP4 video (H.264)", "ffmpeg"},
    {Format::webm, "webm", "webm", Product::animation, "WebM video (VP9)", "ffmpeg"},
    {Format::npz, "npz", "npz", Product::layer, "NumPy arrays", ""},
    {Format::pytorch, "pytorch", "py", Product::layer, "PyTorch code", ""},
    {Format::keras, "keras", "py", Product::layer, "Keras code", ""},
    {Format::jax, "jax", "py", Product::layer, "JAX code", ""},
    {Format::numpy, "numpy", "py", Product::layer, "NumPy code", ""},
    {Format::onnx, "onnx", "onnx", Product::layer, "ONNX model, or code that makes it (.py)", ""},
};

std::string endOf(const std::filesystem::path& path) {
  std::string end = path.extension().string();
  std::transform(end.begin(), end.end(), end.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return end.empty() ? end : end.substr(1);
}

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

bool endsLike(const std::filesystem::path& path, Format format) {
  const std::string end = endOf(path);
  // Programs that do not know animated PNG show its first picture, so that it is often named like others.
  return end == info(format).extension || (format == Format::apng && end == "png") ||
         (format == Format::onnx && end == "py");
}

bool endsLikeAny(const std::filesystem::path& path) {
  return std::ranges::any_of(kFormats, [&](const FormatInfo& f) { return endsLike(path, f.format); });
}

std::string missingFor(Format format) {
  if (format == Format::onnx && !io::hasOnnx())
    return "needs ONNX, which this build is without; see libonnx-dev";
  const std::string program(info(format).program);
  if (program.empty() || io::installed(program)) return "";
  return fmt::format("needs the program {}, which is not installed (apt-get install {})", program, program);
}

}  // namespace lab::exporting
