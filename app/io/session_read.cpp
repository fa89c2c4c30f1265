#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/json_reader.h"
#include "io/npy.h"
#include "io/session.h"
#include "io/session_format.h"
#include "model/fields.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using namespace session_format;

constexpr std::uint64_t kLargestFile = 1 << 24;
constexpr double kHuge = 1e15;  // times and shifts beyond lose whole steps in a double

/// What reading one file needs everywhere.
struct Source {
  fs::path folder;
  std::vector<std::string> warnings;
};

Pair readPair(const Json& json, const std::string& name, Index least, int first_axis) {
  if (json.is_number()) return readInteger(json, name, least);
  if (!json.is_array() || json.size() != 2)
    throw badValue(name, json, tconv::Phrase("must be an integer or a pair [height, width]"));
  Pair pair;
  for (int a = 0; a < 2; ++a) {
    const Index least_here = a < first_axis ? std::numeric_limits<Index>::min() : least;
    pair[a] = readInteger(json[static_cast<std::size_t>(a)], fmt::format("{}[{}]", name, a), least_here);
  }
  return pair;
}

void readParameters(const Json& json, Document& document, Source& source) {
  ObjectReader reader(json, "parameters");
  Index dims = document.layer.dims;
  if (const Json* value = reader.find("dims")) dims = readInteger(*value, "dims", 1);
  if (dims > 2) throw badValue("dims", dims, tconv::Phrase("must be 1 or 2"));
  document.layer.dims = static_cast<int>(dims);
  reader.readBool("bias", document.layer.bias);
  for (const Field& field : fields()) {  // padding comes before padding_end, which follows it where missing
    const Json* value = reader.find(field.id);
    if (value == nullptr) continue;
    const std::string name(field.id);
    field.set(document, field.per_axis ? readPair(*value, name, field.least, dims == 1 ? 1 : 0)
                                       : Pair{readInteger(*value, name, field.least)});
  }
  reader.finish(source.warnings);
}

/// A second setting: pairs as for the parameters.
void readGeometry(const Json& json, Document& document, Source& source) {
  ObjectReader reader(json, "comparison.b");
  Document other = withGeometry(document, document.comparison.b);
  for (const std::string_view id : geometryFields()) {
    const Field& f = field(id);
    if (const Json* value = reader.find(id)) f.set(other, readPair(*value, reader.nameOf(id), f.least, 0));
  }
  document.comparison.b = geometryOf(other.layer);
  reader.finish(source.warnings);
}

void readComparison(const Json& json, Document& document, Source& source) {
  ObjectReader reader(json, "comparison");
  Comparison& comparison = document.comparison;
  reader.readChoice("mode", compareModes(), comparison.mode);
  if (const Json* b = reader.find("b")) readGeometry(*b, document, source);
  const auto names = sweepFields();
  reader.readChoice("rows", names, comparison.rows);
  reader.readChoice("columns", names.first(names.size() - 1), comparison.columns);
  if (comparison.rows == comparison.columns)
    throw badValue("comparison.rows", std::string(names[static_cast<std::size_t>(comparison.rows)]),
                   tconv::Phrase("must differ from comparison.columns"));
  reader.finish(source.warnings);
}

/// The extents of nested lists, by the first element of each; [N][C][H][W].
Shape shapeOf(const Json& json, const std::string& name) {
  std::array<Index, 4> extents{};
  const Json* list = &json;
  for (Index& extent : extents) {
    if (!list->is_array() || list->empty())
      throw badValue(name, json, tconv::Phrase("must be lists of numbers nested as [N][C][H][W]"));
    extent = static_cast<Index>(list->size());
    list = &list->front();
  }
  return {extents[0], extents[1], extents[2], extents[3]};
}

void appendNested(const Json& json, const std::string& name, std::span<const Index> extents,
                  std::vector<float>& values) {
  if (extents.empty()) {
    values.push_back(readFloat(json, name));
    return;
  }
  if (!json.is_array() || static_cast<Index>(json.size()) != extents[0])
    throw badValue(name, json, tconv::Phrase("must be a list of {} like those before", extents[0]));
  for (std::size_t i = 0; i < json.size(); ++i)
    appendNested(json[i], fmt::format("{}[{}]", name, i), extents.subspan(1), values);
}

std::shared_ptr<const Tensor> readNested(const Json& json, const std::string& name) {
  const Shape shape = shapeOf(json, name);
  const std::array<Index, 4> extents = {shape.n, shape.c, shape.h, shape.w};
  std::vector<float> values;
  appendNested(json, name, extents, values);
  return std::make_shared<const Tensor>(shape, std::move(values));
}

/// Whether a reference is "<something>.tensors/<32 hexadecimal digits>.npy": nothing that leads elsewhere.
bool staysInside(std::string_view reference) {
  constexpr std::size_t kDigits = 32;
  constexpr std::string_view kNpy = ".npy";
  const std::size_t slash = reference.find('/');
  if (slash == std::string_view::npos || slash <= kFolderEnding.size()) return false;
  const std::string_view folder = reference.substr(0, slash), file = reference.substr(slash + 1);
  return folder.ends_with(kFolderEnding) &&
         folder.find_first_of(std::string_view("\\\0", 2)) == std::string_view::npos &&
         file.size() == kDigits + kNpy.size() && file.ends_with(kNpy) &&
         file.substr(0, kDigits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::shared_ptr<const Tensor> readTensorFile(const Json& json, const std::string& name,
                                             const Source& source) {
  const std::string reference = json.is_string() ? json.get<std::string>() : "";
  if (!staysInside(reference))
    throw badValue(
        name, json,
        tconv::Phrase("must be the name of a tensor beside the session, <name>.tensors/<hash>.npy"));
  const fs::path path = source.folder / reference;
  const std::string bytes = readFile(path);
  if (contentHash(bytes) != path.stem().string())
    throw fileError(path, tconv::Phrase("does not have the content that it is named after"));
  NpyArray array = parseNpy(bytes, path.string());
  if (array.shape.size() != 4 || array.values.empty())
    throw fileError(path, tconv::Phrase("must have the shape (N, C, H, W) and at least one value"));
  const Shape shape{array.shape[0], array.shape[1], array.shape[2], array.shape[3]};
  return std::make_shared<const Tensor>(shape, std::move(array.values));
}

template <class Preset>
void readValues(const Json& json, const std::string& name, std::span<const std::string_view> presets,
                Values<Preset>& values, Source& source) {
  ObjectReader reader(json, name);
  reader.readChoice("preset", presets, values.preset);
  if (const Json* seed = reader.find("seed")) {
    if (!seed->is_number_unsigned())
      throw badValue(name + ".seed", *seed, tconv::Phrase("must be an integer from 0 to 2^64 - 1"));
    values.seed = seed->get<std::uint64_t>();
  }
  const Json* own = reader.find("values");
  const Json* file = reader.find("file");
  if (own != nullptr && file != nullptr)
    throw tconv::Error({name, "", tconv::Phrase("must have values or a file, not both"), {}});
  if (own != nullptr) values.custom = readNested(*own, name + ".values");
  if (file != nullptr) values.custom = readTensorFile(*file, name + ".file", source);
  reader.finish(source.warnings);
}

void readInput(const Json& json, Document& document, Source& source) {
  readValues(json, "input", tconv::valuePresetNames(), document.input, source);
  if (!document.input.custom || document.input.custom->shape().n == 1) return;
  throw badValue("input.values", document.input.custom->shape().n, tconv::Phrase("images given, must be 1"));
}

void readBias(const Json& json, Document& document) {
  if (!json.is_array()) throw badValue("bias", json, tconv::Phrase("must be a list of numbers"));
  for (std::size_t i = 0; i < json.size(); ++i)
    document.bias.push_back(readFloat(json[i], fmt::format("bias[{}]", i)));
}

void readPlayhead(const Json& json, Playhead& playhead, Source& source) {
  ObjectReader reader(json, "view.playhead");
  reader.readNumber("time", 0, kHuge, playhead.time);
  reader.readNumber("speed", Playhead::least_speed, Playhead::most_speed, playhead.speed);
  reader.readBool("playing", playhead.playing);
  reader.readBool("loop", playhead.loop);
  reader.readChoice("granularity", granularityNames(), playhead.granularity);
  if (reader.find("stop_at") != nullptr) {
    playhead.stop_at = 0;
    reader.readNumber("stop_at", 0, kHuge, *playhead.stop_at);
  }
  reader.finish(source.warnings);
}

void readRef(const Json& json, Ref& ref, Source& source) {
  ObjectReader reader(json, "view.pinned");
  reader.readChoice("kind", refKinds(), ref.kind);
  reader.readInteger("channel", 0, ref.channel);
  reader.readInteger("out", 0, ref.out);
  reader.readInteger("row", 0, ref.row);
  reader.readInteger("column", 0, ref.column);
  reader.readInteger("u", 0, ref.u);
  reader.readInteger("v", 0, ref.v);
  reader.finish(source.warnings);
}

/// One to kMostFaces different faces by their ids.
void readFaces(const Json& json, std::vector<Face>& faces) {
  std::vector<Face> read;
  const auto rule = tconv::Phrase("must list 1 to {} different faces by their names", kMostFaces);
  if (!json.is_array() || json.empty() || json.size() > kMostFaces) throw badValue("view.faces", json, rule);
  for (const Json& id : json) {
    if (!id.is_string()) throw badValue("view.faces", json, rule);
    try {
      read.push_back(faceOf(id.get<std::string>()));
    } catch (const tconv::Error& error) {
      throw badValue("view.faces", id, error.problem().rule);
    }
    if (std::count(read.begin(), read.end(), read.back()) > 1) throw badValue("view.faces", json, rule);
  }
  faces = std::move(read);
}

void readSplit(const Json& json, Split& split) {
  const auto fits = [](const Json& n) {
    return n.is_number() && n.get<double>() >= Split::least && n.get<double>() <= Split::most;
  };
  if (!json.is_array() || json.size() != 2 || !fits(json[0]) || !fits(json[1]))
    throw badValue("view.split", json,
                   tconv::Phrase("must be two numbers from {} to {}", fmt::format("{}", Split::least),
                                 fmt::format("{}", Split::most)));
  split = {json[0].get<double>(), json[1].get<double>()};
}

void readScales(const Json& json, ScaleChoice& scales, Source& source) {
  ObjectReader reader(json, "view.scales");
  reader.readBool("shared", scales.shared);
  for (const auto& [name, limit] :
       {std::pair{"input", &scales.input}, {"kernel", &scales.kernel}, {"output", &scales.output}}) {
    const Json* value = reader.find(name);
    if (value == nullptr) continue;
    const float read = readFloat(*value, reader.nameOf(name));
    if (!(read > 0) || !std::isfinite(read))
      throw badValue(reader.nameOf(name), *value, tconv::Phrase("must be a number above 0"));
    *limit = read;
  }
  reader.finish(source.warnings);
}

void readOptions(const Json& json, FaceOptions& options, Source& source) {
  ObjectReader reader(json, "view.options");
  reader.readBool("show_convolution", options.show_convolution);
  reader.readChoice("loss", lossNames(), options.loss);
  reader.readChoice("enlarged_by", kInterpolations, options.enlarged_by);
  reader.readBool("one_kernel", options.one_kernel);
  reader.finish(source.warnings);
}

void readLens(const Json& json, LensChoice& lens, Source& source) {
  ObjectReader reader(json, "view.lens");
  reader.readChoice("a", lensNames(), lens.a);
  reader.readChoice("b", lensNames(), lens.b);
  reader.finish(source.warnings);
}

void readView(const Json& json, ViewState& view, Source& source) {
  constexpr double kMostZoom = 1e4;
  ObjectReader reader(json, "view");
  reader.readChoice("theme", kThemes, view.theme);
  reader.readNumber("zoom", 1 / kMostZoom, kMostZoom, view.zoom);
  reader.readNumber("pan_x", -kMostZoom, kMostZoom, view.pan_x);
  reader.readNumber("pan_y", -kMostZoom, kMostZoom, view.pan_y);
  reader.readBool("link_axes", view.link_axes);
  reader.readBool("show_parameters", view.show_parameters);
  reader.readBool("show_arithmetic", view.show_arithmetic);
  reader.readBool("show_transport", view.show_transport);
  reader.readBool("show_symbols", view.show_symbols);
  reader.readBool("reduced_motion", view.reduced_motion);
  if (const Json* faces = reader.find("faces")) readFaces(*faces, view.faces);
  if (const Json* split = reader.find("split")) readSplit(*split, view.split);
  if (const Json* options = reader.find("options")) readOptions(*options, view.options, source);
  if (const Json* scales = reader.find("scales")) readScales(*scales, view.scales, source);
  if (const Json* lens = reader.find("lens")) readLens(*lens, view.options.lens, source);
  if (const Json* playhead = reader.find("playhead")) readPlayhead(*playhead, view.playhead, source);
  if (const Json* pinned = reader.find("pinned")) readRef(*pinned, view.pinned, source);
  reader.finish(source.warnings);
}

/// The playhead of an edited file may point behind the last step.
void clampPlayhead(Session& session, Source& source) {
  const Shape shape = inputShape(session.document);
  const double steps =
      static_cast<double>(shape.c) * static_cast<double>(shape.h) * static_cast<double>(shape.w);
  Playhead& playhead = session.view.playhead;
  if (playhead.stop_at) playhead.stop_at = std::min(*playhead.stop_at, steps);
  if (playhead.time <= steps) return;
  source.warnings.push_back(
      trf("view.playhead.time = {}: set to {}, the number of steps", playhead.time, steps));
  playhead.time = steps;
}

void requireFormat(ObjectReader& reader, const fs::path& path) {
  const Json* format = reader.find("format");
  if (format == nullptr || *format != kFormat)
    throw fileError(path, tconv::Phrase("is JSON, but not a tconv-lab session"));
  const Json* version = reader.find("version");
  if (version == nullptr) throw fileError(path, tconv::Phrase("has no version"));
  if (*version != kVersion) throw badValue("version", *version, tconv::Phrase("must be {}", kVersion));
}

}  // namespace

Session session_format::readSession(ObjectReader& reader, const fs::path& folder,
                                    std::vector<std::string>& warnings) {
  Source source{folder, {}};
  Session session;
  Document& document = session.document;
  if (const Json* part = reader.find("parameters")) readParameters(*part, document, source);
  if (const Json* part = reader.find("input")) readInput(*part, document, source);
  if (const Json* part = reader.find("kernel"))
    readValues(*part, "kernel", tconv::kernelPresetNames(), document.kernel, source);
  if (const Json* part = reader.find("bias")) readBias(*part, document);
  if (const Json* part = reader.find("comparison")) readComparison(*part, document, source);
  if (const Json* part = reader.find("view")) readView(*part, session.view, source);
  clampPlayhead(session, source);
  warnings.insert(warnings.end(), source.warnings.begin(), source.warnings.end());
  return session;
}

LoadedSession loadSession(const fs::path& path) {
  const Json json = parseJson(readFile(path, kLargestFile), path.string());
  if (!json.is_object()) throw fileError(path, tconv::Phrase("is JSON, but not a tconv-lab session"));
  LoadedSession loaded;
  ObjectReader reader(json, "");
  requireFormat(reader, path);
  loaded.session = readSession(reader, path.parent_path(), loaded.warnings);
  reader.finish(loaded.warnings);
  return loaded;
}

}  // namespace lab::io
