#include <vector>

#include <fmt/format.h>

#include "io/atomic_file.h"
#include "io/json_reader.h"
#include "io/npy.h"
#include "io/session.h"
#include "io/session_format.h"
#include "model/fields.h"
#include "model/gradients.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using namespace session_format;

Json pairOf(Pair pair) { return Json::array({pair.h, pair.w}); }

void requireReadable(const Document& document, const Field& field) {
  const Pair value = field.get(document);
  for (int a = field.per_axis && document.layer.dims == 1 ? 1 : 0; a < (field.per_axis ? 2 : 1); ++a) {
    if (value[a] >= field.least) continue;
    const std::string subject(field.id);
    throw badValue(field.per_axis ? fmt::format("{}[{}]", subject, a) : subject, value[a],
                   tconv::Phrase("must be at least {}", field.least));
  }
}

Json parametersOf(const Document& document) {
  Json json = {{"dims", document.layer.dims}, {"bias", document.layer.bias}};
  for (const Field& field : fields()) {
    requireReadable(document, field);
    const Pair value = field.get(document);
    json[std::string(field.id)] = field.per_axis ? pairOf(value) : Json(value.h);
  }
  return json;
}

/// The fields of the table that a sweep can have stand for the second setting, too.
Json comparisonOf(const Document& document) {
  const Comparison& comparison = document.comparison;
  const Document other = withGeometry(document, comparison.b);
  Json b;
  for (const std::string_view id : geometryFields()) b[std::string(id)] = pairOf(field(id).get(other));
  const auto name_of = [](SweepField f) { return sweepFields()[static_cast<std::size_t>(f)]; };
  return {{"mode", compareModes()[static_cast<std::size_t>(comparison.mode)]},
          {"b", b},
          {"rows", name_of(comparison.rows)},
          {"columns", name_of(comparison.columns)}};
}

Json listOf(std::span<const float> values) {
  Json list = Json::array();
  for (const float value : values) list.push_back(writeFloat(value));
  return list;
}

/// The values from flat index `offset` on as nested lists of the extents from `axis` on.
Json nested(const Tensor& tensor, std::span<const Index> extents, std::size_t offset) {
  if (extents.size() == 1)
    return listOf(tensor.values().subspan(offset, static_cast<std::size_t>(extents[0])));
  std::size_t step = 1;
  for (const Index extent : extents.subspan(1)) step *= static_cast<std::size_t>(extent);
  Json list = Json::array();
  for (Index i = 0; i < extents[0]; ++i)
    list.push_back(nested(tensor, extents.subspan(1), offset + static_cast<std::size_t>(i) * step));
  return list;
}

template <class Preset>
Json valuesOf(const Values<Preset>& values, const std::string& folder, std::vector<TensorFile>& files) {
  Json json = {{"preset", tconv::nameOf(values.preset)}, {"seed", values.seed}};
  if (!values.custom) return json;
  const Shape shape = values.custom->shape();
  const std::vector<Index> extents = {shape.n, shape.c, shape.h, shape.w};
  if (shape.size() <= kMostInline) {
    json["values"] = nested(*values.custom, extents, 0);
    return json;
  }
  std::string bytes = formatNpy(extents, values.custom->values());
  std::string name = folder + "/" + contentHash(bytes) + ".npy";
  json["file"] = name;
  files.push_back({std::move(name), std::move(bytes)});
  return json;
}

Json playheadOf(const Playhead& playhead) {
  Json json = {{"time", playhead.time},
               {"speed", playhead.speed},
               {"playing", playhead.playing},
               {"loop", playhead.loop},
               {"granularity", info(playhead.granularity).id}};
  if (playhead.stop_at) json["stop_at"] = *playhead.stop_at;
  return json;
}

Json refOf(const Ref& ref) {
  return {{"kind", refKinds()[static_cast<std::size_t>(ref.kind)]},
          {"channel", ref.channel},
          {"out", ref.out},
          {"row", ref.row},
          {"column", ref.column},
          {"u", ref.u},
          {"v", ref.v}};
}

Json facesOf(const std::vector<Face>& faces) {
  Json list = Json::array();
  for (const Face face : faces) list.push_back(info(face).id);
  return list;
}

Json optionsOf(const FaceOptions& options) {
  return {{"show_convolution", options.show_convolution},
          {"loss", info(options.loss).id},
          {"enlarged_by", kInterpolations[static_cast<std::size_t>(options.enlarged_by)]},
          {"one_kernel", options.one_kernel}};
}

/// Only what the user has set.
Json scalesOf(const ScaleChoice& scales) {
  Json json = {{"shared", scales.shared}};
  for (const auto& [name, limit] :
       {std::pair{"input", scales.input}, {"kernel", scales.kernel}, {"output", scales.output}})
    if (limit) json[name] = writeFloat(*limit);
  return json;
}

Json lensOf(const LensChoice& lens) { return {{"a", info(lens.a).id}, {"b", info(lens.b).id}}; }

Json viewOf(const ViewState& view) {
  return {{"theme", kThemes[static_cast<std::size_t>(view.theme)]},
          {"faces", facesOf(view.faces)},
          {"split", Json::array({view.split.x, view.split.y})},
          {"scales", scalesOf(view.scales)},
          {"options", optionsOf(view.options)},
          {"lens", lensOf(view.options.lens)},
          {"zoom", view.zoom},
          {"pan_x", view.pan_x},
          {"pan_y", view.pan_y},
          {"link_axes", view.link_axes},
          {"show_parameters", view.show_parameters},
          {"show_arithmetic", view.show_arithmetic},
          {"show_transport", view.show_transport},
          {"show_symbols", view.show_symbols},
          {"reduced_motion", view.reduced_motion},
          {"playhead", playheadOf(view.playhead)},
          {"pinned", refOf(view.pinned)}};
}

}  // namespace

void session_format::writeTensors(const fs::path& session, const std::vector<TensorFile>& files) {
  for (const TensorFile& file : files) {
    const fs::path path = session.parent_path() / file.name;
    std::error_code error;
    fs::create_directory(path.parent_path(), error);
    if (error) throw fileError(path.parent_path(), tconv::Phrase("cannot be made: {}", error.message()));
    writeFile(path, file.bytes);
  }
}

std::string session_format::contentHash(std::string_view bytes) {
  __extension__ using Hash = unsigned __int128;
  const Hash prime = (Hash{1} << 88U) + 0x13B;
  Hash hash = (Hash{0x6C62272E07BB0142U} << 64U) + 0x62B821756295C58DU;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * prime;
  return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(hash >> 64U),
                     static_cast<std::uint64_t>(hash));
}

Json session_format::writeSession(const Session& session, const std::string& folder,
                                  std::vector<TensorFile>& files) {
  const Document& document = session.document;
  return {{"parameters", parametersOf(document)},
          {"input", valuesOf(document.input, folder, files)},
          {"kernel", valuesOf(document.kernel, folder, files)},
          {"bias", listOf(document.bias)},
          {"comparison", comparisonOf(document)},
          {"view", viewOf(session.view)}};
}

void saveSession(const fs::path& path, const Session& session) {
  std::vector<TensorFile> files;
  Json json = {{"format", kFormat}, {"version", kVersion}};
  json.update(writeSession(session, path.stem().string() + std::string(kFolderEnding), files));
  std::string text;
  try {
    text = formatJson(json);
  } catch (const Json::exception&) {
    throw fileError(path, tconv::Phrase("its name must be UTF-8"));
  }
  requireWritable(path);
  writeTensors(path, files);
  writeFile(path, text);
}

}  // namespace lab::io
