#include "ui/fonts.h"

#include <ft2build.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include FT_FREETYPE_H

#include "i18n/translate.h"
#include "tconv/error.h"
#include "ui/icons.h"
#include "view/canvas_text.h"
#include "view/fonts.h"

namespace lab::ui {
namespace {

using view::Weight;

/// A font file in memory, with what is needed to set a line height by the em.
struct Source {
  std::vector<char> bytes;
  int index = 0;
  double line_per_em = 1;  ///< (ascent - descent) / em
};

[[noreturn]] void failRead(const std::string& path) {
  throw tconv::Error({"font " + path, "", tconv::Phrase("must be readable and a font"), {}});
}

double linePerEm(const std::vector<char>& bytes, int index, const std::string& path) {
  FT_Library raw = nullptr;
  if (FT_Init_FreeType(&raw) != 0) failRead(path);
  const std::unique_ptr<FT_LibraryRec_, decltype(&FT_Done_FreeType)> library(raw, FT_Done_FreeType);
  FT_Face face = nullptr;
  const auto* data = reinterpret_cast<const FT_Byte*>(bytes.data());
  if (FT_New_Memory_Face(raw, data, static_cast<FT_Long>(bytes.size()), index, &face) != 0) failRead(path);
  const double ratio = double(face->ascender - face->descender) / face->units_per_EM;
  FT_Done_Face(face);
  return ratio;
}

Source readFont(const view::FontFile& file) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file.path, unknown);
  if (unknown || size == 0) failRead(file.path);
  std::ifstream in(file.path, std::ios::binary);
  Source source{std::vector<char>(size), file.index, 1};
  // At once: Chinese fonts have tens of millions of bytes, and the first frame waits for them.
  if (!in.read(source.bytes.data(), static_cast<std::streamsize>(size))) failRead(file.path);
  source.line_per_em = linePerEm(source.bytes, file.index, file.path);
  return source;
}

/// Adds one file to the atlas; `into` merges it into the font that was added last.
ImFont* addSource(ImFontAtlas& atlas, Source& source, double em, const ImWchar* ranges, bool merge) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.FontNo = source.index;
  config.MergeMode = merge;
  // Letters stand at fractions of a pixel, as in exported pictures; large ones need no finer raster for that.
  config.OversampleH = em < 32 ? 3 : 1;
  config.OversampleV = 1;
  return atlas.AddFontFromMemoryTTF(source.bytes.data(), static_cast<int>(source.bytes.size()),
                                    static_cast<float>(em * source.line_per_em), &config, ranges);
}

void addRange(ImFontGlyphRangesBuilder& builder, ImWchar first, ImWchar last) {
  for (unsigned c = first; c <= last; ++c) builder.AddChar(static_cast<ImWchar>(c));
}

ImVector<ImWchar> textRanges(const std::vector<std::string>& extra) {
  ImFontGlyphRangesBuilder builder;
  addRange(builder, 0x20, 0x7e);
  addRange(builder, 0xa0, 0xff);
  addRange(builder, 0x391, 0x3c9);
  builder.AddText("←↑→↓↔↕↦⇐⇒⇔−×·÷±≤≥≠≈⟨⟩∞Σ∏∂∇√∈ᵀ⌊⌋⌈⌉⊗⊙∗…–—“”‘’„•⁺⁻⁰¹²³⁴₀₁₂₃₄✓✗");
  const auto add = [&](std::string_view text) { builder.AddText(text.data(), text.data() + text.size()); };
  for (const auto language : {i18n::Language::english, i18n::Language::chinese}) add(i18n::nameOf(language));
  for (const std::string& text : extra) add(text);
  ImVector<ImWchar> ranges;
  builder.BuildRanges(&ranges);
  return ranges;
}

ImVector<ImWchar> iconRanges() {
  ImFontGlyphRangesBuilder builder;
  for (const std::string_view icon : icons::all) builder.AddText(icon.data(), icon.data() + icon.size());
  ImVector<ImWchar> ranges;
  builder.BuildRanges(&ranges);
  return ranges;
}

/// Letters of large boards are enlarged from those of texts where they would have more pixels than this: all
/// Chinese ones of that size take a texture larger than drivers have.
constexpr double kLargestText = 20, kLargestEm = 120;

/// What the text fonts lack of the ranges is merged from the next font of the stack, and so on.
class AtlasFiller {
 public:
  AtlasFiller(ImFontAtlas& atlas, const std::vector<std::string>& extra)
      : atlas_(atlas), text_(textRanges(extra)), icons_(iconRanges()) {
    for (const Weight weight : {Weight::regular, Weight::bold}) {
      for (const view::FontFace& face : view::Fonts::shared().stack(weight)) load(face.file);
    }
    icon_file_ = view::findFont("forkawesome", Weight::regular, "fonts-fork-awesome").file;
    load(icon_file_);
  }

  Fonts::Face add(double em, Weight weight) {
    Fonts::Face face{em, weight, nullptr};
    for (const view::FontFace& part : view::Fonts::shared().stack(weight)) {
      ImFont* font = addSource(atlas_, source(part.file), em, text_.Data, face.font != nullptr);
      if (!face.font) face.font = font;
    }
    addSource(atlas_, source(icon_file_), em, icons_.Data, true);
    return face;
  }

 private:
  void load(const view::FontFile& file) {
    if (!sources_.contains(file.path)) sources_.emplace(file.path, readFont(file));
  }
  Source& source(const view::FontFile& file) { return sources_.at(file.path); }

  ImFontAtlas& atlas_;
  ImVector<ImWchar> text_, icons_;
  view::FontFile icon_file_;
  std::map<std::string, Source> sources_;
};

}  // namespace

const Fonts::Face& Fonts::face(double em_px, Weight weight) const {
  const Face* best = nullptr;
  for (const Face& face : faces) {
    if (face.weight != weight) continue;
    best = &face;
    if (face.em >= em_px - 0.25) break;
  }
  return best ? *best : faces.front();
}

Fonts buildFonts(ImFontAtlas& atlas, double scale, const std::vector<std::string>& extra) {
  atlas.Clear();
  atlas.TexDesiredWidth = scale > 1.5 ? 4096 : 2048;
  atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;  // twice as many pixels take as long as the letters
  AtlasFiller filler(atlas, extra);
  Fonts fonts;
  for (const Weight weight : {Weight::regular, Weight::bold}) {
    for (const double em : {12.0, 14.0, 16.0, 20.0, 28.0, 40.0})
      if (em <= kLargestText || em * scale <= kLargestEm)
        fonts.faces.push_back(filler.add(em * scale, weight));
  }
  if (!atlas.Build())
    throw tconv::Error({trLater("fonts"), "", tconv::Phrase("must fit into one texture"), {}});
  atlas.ClearInputData();  // points into the filler
  return fonts;
}

}  // namespace lab::ui
