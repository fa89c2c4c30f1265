#pragma once

#include <string>
#include <vector>

#include "view/canvas.h"

struct ImFont;
struct ImFontAtlas;

namespace lab::ui {

/// The fonts of an atlas. A font here is Roboto with the symbols, the Chinese characters and the icons that
/// the program uses merged into it, so that any label may hold any of them. The fonts belong to the atlas.
struct Fonts {
  struct Face {
    double em = 0;  ///< size in pixels as typographers and the scene count it
    view::Weight weight = view::Weight::regular;
    ImFont* font = nullptr;  ///< its FontSize is the line height, larger than the em
  };
  std::vector<Face> faces;  ///< of each weight, ascending by em

  /// The face to draw text of that em in: the smallest that need not be enlarged, or else the largest.
  const Face& face(double em_px, view::Weight weight) const;
  ImFont* at(double size_px, view::Weight weight = view::Weight::regular) const {
    return face(size_px, weight).font;
  }
  ImFont* icons(double size_px) const { return at(size_px); }
};

/// Fills and builds the atlas; what it held is lost. Type sizes are those of the look (12, 14, 16, 20 and two
/// for large boards, as far as their letters fit) times `scale`. extra: UTF-8 texts whose characters are
/// needed beyond Latin, Greek, arrows and mathematical signs, such as the texts of the interface in the
/// chosen language. Characters beyond U+FFFF are left out.
/// @throws tconv::Error where a font is not installed, naming its package.
Fonts buildFonts(ImFontAtlas& atlas, double scale, const std::vector<std::string>& extra = {});

}  // namespace lab::ui
