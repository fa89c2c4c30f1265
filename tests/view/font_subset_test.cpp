#include "view/font_subset.h"

#include <gmock/gmock.h>

#include <ft2build.h>
#include FT_FREETYPE_H

#include "support/errors.h"
#include "view/svg_canvas.h"

namespace lab::view {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What FreeType finds in it.
std::set<char32_t> charactersOf(const std::string& font) {
  FT_Library library = nullptr;
  FT_Init_FreeType(&library);
  FT_Face face = nullptr;
  std::set<char32_t> found;
  if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(font.data()),
                         static_cast<FT_Long>(font.size()), 0, &face) == 0) {
    FT_UInt glyph = 0;
    for (FT_ULong c = FT_Get_First_Char(face, &glyph); glyph != 0; c = FT_Get_Next_Char(face, c, &glyph))
      if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE) == 0) found.insert(static_cast<char32_t>(c));
    FT_Done_Face(face);
  }
  FT_Done_FreeType(library);
  return found;
}

TEST(SubsetOf, HasTheCharactersThatAreAskedFor) {
  for (const Weight weight : {Weight::regular, Weight::bold})
    for (const auto& [character, face_number] : {std::pair{U'3', 0}, {U'ᵀ', 1}, {U'中', 2}}) {
      const FontFace& face = Fonts::shared().stack(weight)[static_cast<std::size_t>(face_number)];
      const std::string font = subsetOf(face.file, {character});
      EXPECT_EQ(charactersOf(font), std::set<char32_t>{character}) << face.family;
      EXPECT_LT(font.size(), 20000U);
      EXPECT_EQ(font, subsetOf(face.file, {character}));
    }
}

TEST(SubsetOf, NamesAFileThatIsNoFont) {
  EXPECT_EQ(support::errorOf([] {
              subsetOf({"/nowhere.ttf", 0}, {U'a'});
            }),
            "/nowhere.ttf: cannot be put into a document");
}

TEST(SvgCanvas, CarriesTheGlyphsOfItsText) {
  SvgCanvas canvas(100, 100);
  canvas.text({0, 10}, "12", {});
  canvas.text({0, 30}, "✓", {});
  canvas.embedFonts();
  const std::string svg = canvas.finish();
  EXPECT_THAT(svg,
              HasSubstr("@font-face{font-family:'Roboto';font-weight:400;src:url(data:font/ttf;base64,"));
  EXPECT_THAT(svg, HasSubstr("@font-face{font-family:'DejaVu Sans';font-weight:400;"));
  EXPECT_THAT(svg, Not(HasSubstr("WenQuanYi Micro Hei';font-weight")));
  EXPECT_THAT(svg, Not(HasSubstr("font-weight:700")));
}

}  // namespace
}  // namespace lab::view
