#include "platform/heatmap_painter.h"

#include <glad/gl.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "resources/resources.h"
#include "tconv/error.h"

namespace lab::platform {
namespace {

constexpr int kKeptFrames = 60;             ///< how long a texture waits to be used again
constexpr std::uint16_t kNotANumber = 256;  ///< the entry after those of the colour table

unsigned compile(unsigned kind, const char* name) {
  const unsigned shader = glCreateShader(kind);
  const std::string_view source = resources::named(name);
  const char* text = source.data();
  const int length = static_cast<int>(source.size());
  glShaderSource(shader, 1, &text, &length);
  glCompileShader(shader);
  int good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (good) return shader;
  std::string log(400, '\0');
  glGetShaderInfoLog(shader, static_cast<int>(log.size()), nullptr, log.data());
  throw tconv::Error(
      {name, "", tconv::Phrase("must compile; the driver says: {}", log.substr(0, log.find('\n'))), {}});
}

unsigned link() {
  const unsigned program = glCreateProgram();
  for (const unsigned shader :
       {compile(GL_VERTEX_SHADER, "heatmap.vert"), compile(GL_FRAGMENT_SHADER, "heatmap.frag")}) {
    glAttachShader(program, shader);
    glDeleteShader(shader);  // goes with the program
  }
  glLinkProgram(program);
  int good = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &good);
  if (!good) throw tconv::Error({"heatmap shader", "", tconv::Phrase("must link"), {}});
  return program;
}

template <class T>
std::uint64_t hashOf(const T* first, std::size_t count) {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(first), count * sizeof(T)});
}

/// Of everything that a texture is made from but its values.
std::uint64_t lookOf(const view::Heatmap& map) {
  const std::uint64_t parts[] = {
      hashOf(map.colors->data(), map.colors->size()), static_cast<std::uint64_t>(map.rows),
      static_cast<std::uint64_t>(map.columns), std::hash<float>{}(map.limit), hashOf(&map.nan, 1)};
  return hashOf(parts, std::size(parts));
}

/// Of everything that a texture is made from.
std::uint64_t lookOf(const view::ColorCells& cells) {
  const std::uint64_t parts[] = {hashOf(cells.colors.data(), cells.colors.size()),
                                 static_cast<std::uint64_t>(cells.rows),
                                 static_cast<std::uint64_t>(cells.columns)};
  return hashOf(parts, std::size(parts));
}

std::vector<std::uint16_t> entriesOf(std::span<const float> values, float limit) {
  std::vector<std::uint16_t> entries(values.size());
  tconv::colorIndices(values, limit, kNotANumber, entries);
  return entries;
}

Index longestSide() {
  int longest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &longest);
  return longest;
}

/// One texel a cell. Sides longer than a texture may be are thinned out evenly: no screen shows that many
/// cells apart.
template <class Cell>
struct Texels {
  Texels(std::span<const Cell> all, Index all_rows, Index all_columns)
      : rows(std::min(all_rows, longestSide())), columns(std::min(all_columns, longestSide())), cells(all) {
    if (rows == all_rows && columns == all_columns) return;
    for (Index r = 0; r < rows; ++r)
      for (Index c = 0; c < columns; ++c)
        thinned.push_back(
            all[static_cast<std::size_t>(r * all_rows / rows * all_columns + c * all_columns / columns)]);
    cells = thinned;
  }
  Texels(const Texels&) = delete;
  Texels& operator=(const Texels&) = delete;
  /// Fills the bound texture with a texel for each of the cells.
  void upload(const void* texels, int kept_as, unsigned parts, unsigned type) const {
    glTexImage2D(GL_TEXTURE_2D, 0, kept_as, static_cast<int>(columns), static_cast<int>(rows), 0, parts, type,
                 texels);
  }
  Index rows, columns;
  std::span<const Cell> cells;
  std::vector<Cell> thinned;
};

unsigned makeTexture() {
  unsigned texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  for (const unsigned filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) {
    glTexParameteri(GL_TEXTURE_2D, filter, GL_NEAREST);
  }
  return texture;
}

/// What is filled next.
void bind(unsigned texture) {
  glBindTexture(GL_TEXTURE_2D, texture);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
}

void fillCells(unsigned texture, const view::Heatmap& map) {
  const Texels<float> texels(map.values, map.rows, map.columns);
  bind(texture);
  texels.upload(entriesOf(texels.cells, map.limit).data(), GL_R16UI, GL_RED_INTEGER, GL_UNSIGNED_SHORT);
}

bool fitsTexture(const view::Heatmap& map) { return std::max(map.rows, map.columns) <= longestSide(); }

/// Sends the rows of the map that differ from the values that the texture has.
void updateRows(unsigned texture, const view::Heatmap& map, std::span<const float> before) {
  const auto width = static_cast<std::size_t>(map.columns);
  const auto same = [&](Index row) {
    const std::size_t at = static_cast<std::size_t>(row) * width;
    return std::memcmp(before.data() + at, map.values.data() + at, width * sizeof(float)) == 0;
  };
  Index first = 0, end = map.rows;
  while (first < end && same(first)) ++first;
  while (end > first && same(end - 1)) --end;
  const std::vector<std::uint16_t> entries =
      entriesOf(map.values.subspan(static_cast<std::size_t>(first) * width,
                                   static_cast<std::size_t>(end - first) * width),
                map.limit);
  bind(texture);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, static_cast<int>(first), static_cast<int>(map.columns),
                  static_cast<int>(end - first), GL_RED_INTEGER, GL_UNSIGNED_SHORT, entries.data());
}

void fillCells(unsigned texture, const view::ColorCells& cells) {
  const Texels<tconv::Rgb> texels(cells.colors, cells.rows, cells.columns);
  bind(texture);
  texels.upload(texels.cells.data(), GL_RGB8UI, GL_RGB_INTEGER, GL_UNSIGNED_BYTE);
}

void fillTable(unsigned texture, const view::Heatmap& map) {
  std::vector<tconv::Rgb> colors(map.colors->begin(), map.colors->end());
  colors.push_back(map.nan);
  static_assert(sizeof(tconv::Rgb) == 3);
  bind(texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, static_cast<int>(colors.size()), 1, 0, GL_RGB, GL_UNSIGNED_BYTE,
               colors.data());
}

bool same(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

/// While it lives, other textures can be bound.
struct KeptBinding {
  KeptBinding() { glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound); }
  ~KeptBinding() { glBindTexture(GL_TEXTURE_2D, static_cast<unsigned>(bound)); }
  KeptBinding(const KeptBinding&) = delete;
  KeptBinding& operator=(const KeptBinding&) = delete;
  int bound = 0;
};

/// The clip rectangle of a command in frame-buffer pixels, whose rows count from below.
void setScissor(const ImDrawData& data, const ImVec4& clip) {
  const ImVec2 scale = data.FramebufferScale;
  const int left = static_cast<int>((clip.x - data.DisplayPos.x) * scale.x);
  const int top = static_cast<int>((clip.y - data.DisplayPos.y) * scale.y);
  const int right = static_cast<int>((clip.z - data.DisplayPos.x) * scale.x);
  const int bottom = static_cast<int>((clip.w - data.DisplayPos.y) * scale.y);
  const int height = static_cast<int>(data.DisplaySize.y * scale.y);
  glEnable(GL_SCISSOR_TEST);
  glScissor(left, height - bottom, std::max(0, right - left), std::max(0, bottom - top));
}

}  // namespace

GlHeatmapPainter::GlHeatmapPainter() : program_(link()) {
  glGenVertexArrays(1, &vertex_array_);
  glUseProgram(program_);
  glUniform1i(glGetUniformLocation(program_, "cells"), 0);
  glUniform1i(glGetUniformLocation(program_, "table"), 1);
  glUseProgram(0);
}

GlHeatmapPainter::~GlHeatmapPainter() {
  for (const Texture& texture : textures_) forget(texture);
  glDeleteVertexArrays(1, &vertex_array_);
  glDeleteProgram(program_);
}

void GlHeatmapPainter::forget(const Texture& texture) {
  glDeleteTextures(1, &texture.cells);
  glDeleteTextures(1, &texture.table);
}

void GlHeatmapPainter::add(ImDrawList& list, const view::Box& pixels, Texture& texture) {
  texture.unused_frames = 0;
  jobs_.push_back(std::make_unique<Job>(Job{this, texture.cells, texture.table, texture.colored, pixels}));
  list.AddCallback(callback, jobs_.back().get());
  list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

/// While a plane is zoomed it has another size in each frame: textures are filled again rather than made.
GlHeatmapPainter::Texture& GlHeatmapPainter::spare() {
  const auto idle = std::ranges::find_if(textures_, [](const Texture& of) { return of.unused_frames > 1; });
  if (idle != textures_.end()) return *idle;
  return textures_.emplace_back(Texture{makeTexture(), makeTexture(), 0, false, {}, 0});
}

GlHeatmapPainter::Texture* GlHeatmapPainter::find(std::uint64_t look,
                                                  const std::function<bool(const Texture&)>& fits) {
  const auto found = std::ranges::find_if(
      textures_, [&](const Texture& texture) { return texture.look == look && fits(texture); });
  return found == textures_.end() ? nullptr : &*found;
}

GlHeatmapPainter::Texture& GlHeatmapPainter::filled(const view::Heatmap& map, std::uint64_t look) {
  // What the last frame drew and this one has not: what changed while playing.
  Texture* last =
      find(look, [&](const Texture& of) { return of.unused_frames == 1 && !of.colored && fitsTexture(map); });
  Texture& texture = last ? *last : spare();
  if (last) {
    updateRows(texture.cells, map, texture.values);
  } else {
    fillCells(texture.cells, map);
    fillTable(texture.table, map);
  }
  texture.look = look, texture.colored = false;
  texture.values.assign(map.values.begin(), map.values.end());
  return texture;
}

GlHeatmapPainter::Texture& GlHeatmapPainter::filled(const view::ColorCells& cells, std::uint64_t look) {
  Texture& texture = spare();
  fillCells(texture.cells, cells);
  texture.look = look, texture.colored = true;
  texture.values.clear();
  return texture;
}

void GlHeatmapPainter::draw(ImDrawList& list, const view::Box& pixels, const view::Heatmap& map) {
  const KeptBinding kept;
  const std::uint64_t look = lookOf(map);
  Texture* known = find(look, [&](const Texture& of) { return !of.colored && same(of.values, map.values); });
  add(list, pixels, known ? *known : filled(map, look));
}

void GlHeatmapPainter::draw(ImDrawList& list, const view::Box& pixels, const view::ColorCells& cells) {
  const KeptBinding kept;
  const std::uint64_t look = lookOf(cells);
  Texture* known = find(look, [](const Texture& of) { return of.colored; });
  add(list, pixels, known ? *known : filled(cells, look));
}

void GlHeatmapPainter::beginFrame() {
  jobs_.clear();
  for (Texture& texture : textures_) ++texture.unused_frames;
  std::erase_if(textures_, [](const Texture& texture) {
    if (texture.unused_frames <= kKeptFrames) return false;
    forget(texture);
    return true;
  });
}

void GlHeatmapPainter::callback(const ImDrawList*, const ImDrawCmd* command) {
  const Job& job = *static_cast<const Job*>(command->UserCallbackData);
  job.painter->paint(job, *command);
}

void GlHeatmapPainter::paint(const Job& job, const ImDrawCmd& command) const {
  const ImDrawData& data = *ImGui::GetDrawData();
  setScissor(data, command.ClipRect);
  glDisable(GL_BLEND);
  glUseProgram(program_);
  const auto number = [](double v) { return static_cast<float>(v); };
  glUniform4f(glGetUniformLocation(program_, "box"), number(job.box.x), number(job.box.y),
              number(job.box.right()), number(job.box.bottom()));
  glUniform4f(glGetUniformLocation(program_, "screen"), data.DisplayPos.x, data.DisplayPos.y,
              data.DisplayPos.x + data.DisplaySize.x, data.DisplayPos.y + data.DisplaySize.y);
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, job.table);
  glBindSampler(1, 0);
  glUniform1i(glGetUniformLocation(program_, "colored"), job.colored);
  // Dear ImGui expects unit 0 to be the active one from here on.
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, job.cells);
  glBindSampler(0, 0);
  glBindVertexArray(vertex_array_);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void loadGl(void (*(*get_address)(const char* name))()) {
  const int version = gladLoadGL(get_address);
  if (version < GLAD_MAKE_VERSION(3, 3))
    throw tconv::Error({"OpenGL", "", tconv::Phrase("must be of version 3.3 or later"), {}});
}

}  // namespace lab::platform
