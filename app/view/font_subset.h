#pragma once

#include <set>
#include <string>

#include "view/fonts.h"

namespace lab::view {

/// A TrueType font that has the glyphs of these characters only, for documents that carry their type with
/// them. The same characters give the same bytes. @throws tconv::Error naming the font's file
std::string subsetOf(const FontFile& font, const std::set<char32_t>& characters);

}  // namespace lab::view
