#include "export/format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "i18n/translate.h"
#include "io/child.h"
#include "io/onnx.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

constexpr FormatInfo kFormats[] = {
    {Format::png, "png", "png", Product::pictures, trLater("PNG pictures"), ""},
    {Format::svg, "svg", "svg", Product::pictures, trLater("SVG drawings"), ""},
    {Format::pdf, "pdf", "pdf", Product::pages, trLater("PDF, a page for each"), ""},
    {Format::tikz, "tikz", "tex", Product::pages, trLater("LaTeX with TikZ, a page for each"), ""},
    {Format::gif, "gif", "gif", Product::animation, trLater("GIF animation"), ""},
    {Format::apng, "apng", "apng", Product::animation, trLater("Animated PNG"), ""},
    {Format::webp, "webp", "webp", Product::animation, trLater("WebP animation"), ""},
    {Format::mp4, "mp4", "mp4", Product::animation, trLater("MP4 video (H.264)"), "ffmpeg"},
    {Format::webm, "webm", "webm", Product::animation, trLater("WebM video (VP9)"), "ffmpeg"},
    {Format::npz, "npz", "npz", Product::layer, trLater("NumPy arrays"), ""},
    {Format::pytorch, "pytorch", "py", Product::layer, trLater("PyTorch code"), ""},
    {Format::keras, "keras", "py", Product::layer, trLater("Keras code"), ""},
    {Format::jax, "jax", "py", Product::layer, trLater("JAX code"), ""},
    {Format::numpy, "numpy", "py", Product::layer, trLater("NumPy code"), ""},
    {Format::onnx, "onnx", "onnx", Product::layer, trLater("ONNX model, or code that makes it (.py)"), ""},
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
  throw tconv::Error({trLater("format"),
                      std::string(id),
                      tconv::Phrase("must be one of {}", fmt::format("{}", fmt::join(ids, ", "))),
                      {}});
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
    return tr("needs ONNX, which this build is without; see libonnx-dev");
  const std::string program(info(format).program);
  if (program.empty() || io::installed(program)) return "";
  return trf("needs the program {}, which is not installed (apt-get install {})", program, program);
}

}  // namespace lab::exporting
