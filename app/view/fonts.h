#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "i18n/translate.h"
#include "tconv/error.h"
#include "view/canvas.h"

struct _cairo_font_face;
struct _FcCharSet;

namespace lab::view {

/// A font on the disk; index tells the faces of a collection apart.
struct FontFile {
  std::string path;
  int index = 0;
};

/// A font that is ready to draw with, and the characters that it has. Immutable.
struct FontFace {
  std::string family;
  FontFile file;
  std::shared_ptr<_cairo_font_face> cairo;
  std::shared_ptr<const _FcCharSet> characters;

  bool has(char32_t character) const;
};

/// Looks a family up by fontconfig. @throws tconv::Error naming the Debian package that holds the family
/// where it is not installed.
FontFace findFont(const std::string& family, Weight weight, const std::string& package);

/// The program's fonts: Roboto, then DejaVu Sans for symbols and, where it is installed, WenQuanYi Micro Hei
/// for Chinese.
class Fonts {
 public:
  /// Looked up once per process. @throws tconv::Error where one of the first two is missing.
  static const Fonts& shared();

  /// The first font that has the character; Roboto, which then draws its box, where none has.
  const FontFace& faceFor(char32_t character, Weight weight) const;
  /// Why the characters of a language cannot be drawn: its font is not installed. Nothing where they can.
  std::optional<tconv::Problem> lacking(i18n::Language language) const;
  /// All fonts of a weight, first choice first.
  const std::vector<FontFace>& stack(Weight weight) const {
    return weight == Weight::bold ? bold_ : regular_;
  }

 private:
  Fonts();
  std::vector<FontFace> regular_, bold_;
  std::optional<tconv::Problem> without_chinese_;
};

}  // namespace lab::view
