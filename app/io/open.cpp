#include "io/open.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/image.h"
#include "io/npy.h"
#include "io/onnx.h"
#include "model/photo.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;

Tensor inputFrom(NpyArray array, const fs::path& path) {
  std::vector<Index> shape = array.shape;
  const std::string given = fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
  if (shape.size() < 2 || shape.size() > 4 || (shape.size() == 4 && shape[0] != 1))
    throw fileError(path,
                    tconv::Phrase("has the shape {}, must have (H, W), (C, H, W) or (1, C, H, W)", given));
  if (array.values.empty())
    throw fileError(path, tconv::Phrase("has the shape {}, must hold a value", given));
  shape.insert(shape.begin(), 4 - shape.size(), 1);
  return Tensor(Shape{shape[0], shape[1], shape[2], shape[3]}, std::move(array.values));
}

/// Another document under the view of `base`, at its beginning.
LoadedSession withDocument(const Session& base, Document document) {
  LoadedSession loaded{base, {}};
  loaded.session.document = std::move(document);
  loaded.session.view.playhead.time = 0;
  loaded.session.view.playhead.playing = false;
  loaded.session.view.playhead.stop_at.reset();
  loaded.session.view.pinned = {};
  return loaded;
}

LoadedSession withTensor(const Session& base, Tensor x) {
  Document document = withInput(base.document, std::move(x));
  return withDocument(base,
                      base.view.shows(Face::image) ? depthwise(std::move(document)) : std::move(document));
}

LoadedSession withNode(const Session& base, const OnnxModel& model, std::size_t number) {
  const std::size_t count = model.nodes.size(), which = number % count;
  const OnnxNode& node = model.nodes[which];
  LoadedSession loaded = withDocument(base, documentOf(node, base.document));
  if (count > 1)
    loaded.warnings.push_back(trf("Node {} is {} of {}; open the file again for {}", inQuotes(node.name),
                                  which + 1, count, inQuotes(model.nodes[(which + 1) % count].name)));
  loaded.warnings.insert(loaded.warnings.end(), model.refused.begin(), model.refused.end());
  return loaded;
}

bool startsLikeJson(std::string_view start) {
  const std::size_t first = start.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && start[first] == '{';
}

}  // namespace

Document withInput(Document document, Tensor x) {
  const Shape shape = x.shape();
  Layer& layer = document.layer;
  const bool divides =
      layer.groups > 0 && shape.c % layer.groups == 0 && layer.out_channels % layer.groups == 0;
  if (!divides) {
    layer.groups = 1;
    layer.out_channels = shape.c;
  }
  if (shape.h > 1) layer.dims = 2;
  layer.in_channels = shape.c;
  document.input_size = shape.spatial();
  document.input.custom = std::make_shared<const Tensor>(std::move(x));
  return document;
}

LoadedSession openAny(const fs::path& path, const Session& base, std::size_t node) {
  constexpr std::uint64_t kEnough = 64;
  const std::string start = readStart(path, kEnough);
  if (start.starts_with("\x93NUMPY")) return withTensor(base, inputFrom(readNpy(path), path));
  if (start.starts_with("\x89PNG") || start.starts_with("\xFF\xD8\xFF"))
    return withTensor(base, readImage(path));
  if (startsLikeJson(start)) return loadSession(path);
  if (path.extension() == ".onnx") return withNode(base, readOnnx(path), node);  // nothing at its start tells
  throw fileError(
      path,
      tconv::Phrase("is neither a session nor an .npy array nor an .onnx model nor a PNG or JPEG picture"));
}

}  // namespace lab::io
