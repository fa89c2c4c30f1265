#include "view/fonts.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>

#include "tconv/error.h"

namespace lab::view {
namespace {

using Pattern = std::unique_ptr<FcPattern, decltype(&FcPatternDestroy)>;

Pattern nearestMatch(const std::string& family, Weight weight) {
  Pattern wanted(FcPatternCreate(), FcPatternDestroy);
  FcPatternAddString(wanted.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family.c_str()));
  FcPatternAddInteger(wanted.get(), FC_WEIGHT, weight == Weight::bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
  FcPatternAddInteger(wanted.get(), FC_SLANT, FC_SLANT_ROMAN);
  FcPatternAddInteger(wanted.get(), FC_WIDTH, FC_WIDTH_NORMAL);
  FcConfigSubstitute(nullptr, wanted.get(), FcMatchPattern);
  FcDefaultSubstitute(wanted.get());
  FcResult result{};
  return Pattern(FcFontMatch(nullptr, wanted.get(), &result), FcPatternDestroy);
}

/// Fontconfig always answers with something: only one of the family's own names counts.
bool isOfFamily(FcPattern* pattern, const std::string& family) {
  FcChar8* name = nullptr;
  for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &name) == FcResultMatch; ++i) {
    if (FcStrCmpIgnoreCase(name, reinterpret_cast<const FcChar8*>(family.c_str())) == 0) return true;
  }
  return false;
}

FontFile fileOf(FcPattern* pattern) {
  FcChar8* path = nullptr;
  FontFile file;
  if (FcPatternGetString(pattern, FC_FILE, 0, &path) == FcResultMatch) {
    file.path = reinterpret_cast<const char*>(path);
  }
  FcPatternGetInteger(pattern, FC_INDEX, 0, &file.index);
  return file;
}

std::shared_ptr<const FcCharSet> charactersOf(FcPattern* pattern) {
  FcCharSet* set = nullptr;
  const bool known = FcPatternGetCharSet(pattern, FC_CHARSET, 0, &set) == FcResultMatch;
  return {known ? FcCharSetCopy(set) : FcCharSetCreate(), FcCharSetDestroy};
}

}  // namespace

bool FontFace::has(char32_t character) const {
  return FcCharSetHasChar(characters.get(), character) == FcTrue;
}

FontFace findFont(const std::string& family, Weight weight, const std::string& package) {
  const Pattern pattern = nearestMatch(family, weight);
  if (!pattern || !isOfFamily(pattern.get(), family)) {
    throw tconv::Error({"font " + family,
                        "",
                        tconv::Phrase("must be installed: it is in the Debian package {}", package),
                        {}});
  }
  return {family,
          fileOf(pattern.get()),
          {cairo_ft_font_face_create_for_pattern(pattern.get()), cairo_font_face_destroy},
          charactersOf(pattern.get())};
}

Fonts::Fonts() {
  for (const Weight weight : {Weight::regular, Weight::bold}) {
    auto& stack = weight == Weight::bold ? bold_ : regular_;
    stack.push_back(findFont("Roboto", weight, "fonts-roboto-unhinted"));
    stack.push_back(findFont("DejaVu Sans", weight, "fonts-dejavu-core"));
    try {
      stack.push_back(findFont("WenQuanYi Micro Hei", weight, "fonts-wqy-microhei"));
    } catch (const tconv::Error& error) {
      without_chinese_ = error.problem();
    }
  }
}

const Fonts& Fonts::shared() {
  static const Fonts fonts;
  return fonts;
}

std::optional<tconv::Problem> Fonts::lacking(i18n::Language language) const {
  return language == i18n::Language::chinese ? without_chinese_ : std::nullopt;
}

const FontFace& Fonts::faceFor(char32_t character, Weight weight) const {
  for (const FontFace& face : stack(weight)) {
    if (face.has(character)) return face;
  }
  return stack(weight).front();
}

}  // namespace lab::view
