#pragma once

#include <string_view>
#include <unordered_map>

namespace lab::i18n {

/// The texts of one language by the English ones.
using Catalogue = std::unordered_map<std::string_view, std::string_view>;

/// Reads what msgfmt has compiled (GNU gettext manual, "The Format of GNU MO Files"), of this machine's byte
/// order. The texts stay where they are. @throws std::invalid_argument for other bytes.
Catalogue parseMo(std::string_view bytes);

}  // namespace lab::i18n
