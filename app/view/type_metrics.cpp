#include "view/type_metrics.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/utf8.h"
#include "view/canvas_text.h"

namespace lab::view {
namespace {

constexpr double kUnitsPerEm = 2048;

// Advance widths of U+0020 ... U+007E.
constexpr std::array<short, 95> kRegular = {
    508,  528,  656,  1261, 1151, 1500, 1274, 358,  701,  713,  882,  1162, 403,  566,  540,  845,
    1151, 1151, 1151, 1151, 1151, 1151, 1151, 1151, 1151, 1151, 496,  433,  1041, 1124, 1071, 968,
    1839, 1336, 1276, 1333, 1344, 1164, 1132, 1395, 1461, 557,  1130, 1285, 1103, 1788, 1461, 1409,
    1292, 1409, 1262, 1216, 1222, 1328, 1304, 1817, 1284, 1230, 1227, 543,  841,  543,  856,  924,
    633,  1114, 1150, 1072, 1155, 1086, 712,  1150, 1128, 498,  490,  1038, 498,  1796, 1131, 1168,
    1150, 1164, 694,  1057, 670,  1129, 992,  1539, 1016, 969,  1016, 693,  500,  693,  1393,
};
constexpr std::array<short, 95> kBold = {
    510,  557,  657,  1221, 1175, 1512, 1344, 332,  719,  722,  929,  1118, 501,  795,  596,  766,
    1175, 1175, 1175, 1175, 1175, 1175, 1175, 1175, 1175, 1175, 578,  537,  1043, 1172, 1058, 1020,
    1833, 1379, 1307, 1341, 1332, 1152, 1123, 1395, 1448, 598,  1144, 1301, 1109, 1794, 1447, 1414,
    1322, 1414, 1307, 1259, 1267, 1348, 1339, 1792, 1302, 1267, 1242, 570,  865,  570,  896,  915,
    678,  1098, 1153, 1069, 1155, 1107, 734,  1170, 1147, 543,  533,  1094, 543,  1773, 1147, 1158,
    1153, 1157, 748,  1054, 692,  1147, 1036, 1505, 1043, 1029, 1043, 677,  519,  677,  1329,
};

double units(char32_t c, Weight weight) {
  if (c >= 0x20 && c < 0x7F) return (weight == Weight::bold ? kBold : kRegular)[c - 0x20];
  switch (c) {
    case U'\u2212':
      return weight == Weight::bold ? 1138 : 1171;  // minus
    case U'\u00B7':
      return weight == Weight::bold ? 617 : 535;  // middle dot
    case U'\u00D7':
      return weight == Weight::bold ? 1088 : 1093;  // times
    case U'\u2026':
      return weight == Weight::bold ? 1515 : 1370;  // ellipsis
    case U'\u221E':
      return weight == Weight::bold ? 2143 : 2106;  // infinity
    case U'\u2192':
      return 1716;  // arrow, from DejaVu Sans
    default:
      return isChinese(c) ? kUnitsPerEm : 1130;
  }
}

/// What is not divided between lines: a word, or a Chinese character and the signs that close after it.
struct Piece {
  std::string text;
  bool after_blank = false;
};

std::vector<Piece> piecesOf(std::string_view utf8) {
  constexpr std::u32string_view kClosing = U"，。；：、！？）”";
  std::vector<Piece> pieces;
  bool blank = true, divides = true;  // before the next character; whether a piece may begin with it
  for (const char32_t c : decodeUtf8(utf8)) {
    if (c == U' ') {
      blank = true;
      continue;
    }
    const bool closing = kClosing.find(c) != std::u32string_view::npos;
    if (pieces.empty() || blank || (!closing && (divides || isChinese(c)))) pieces.push_back({{}, blank});
    pieces.back().text += encodeUtf8(c);
    divides = isChinese(c);
    blank = false;
  }
  return pieces;
}

}  // namespace

double textWidth(std::string_view utf8, double size, Weight weight) {
  double sum = 0;
  for (const char32_t c : decodeUtf8(utf8)) sum += units(c, weight);
  return sum / kUnitsPerEm * size;
}

std::string shortened(std::string_view utf8, double size, double room, Weight weight) {
  if (textWidth(utf8, size, weight) <= room) return std::string(utf8);
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(utf8[at]) & 0xC0U) == 0x80U;
  };
  for (std::size_t length = utf8.size(); length-- > 1;) {
    if (continues(length)) continue;
    std::string text = std::string(utf8.substr(0, length)) + "…";
    if (textWidth(text, size, weight) <= room) return text;
  }
  return {};
}

std::vector<std::string> wrapped(std::string_view utf8, double size, double room) {
  std::vector<std::string> lines;
  for (const Piece& piece : piecesOf(utf8)) {
    const std::string longer =
        lines.empty() ? piece.text : lines.back() + (piece.after_blank ? " " : "") + piece.text;
    if (!lines.empty() && textWidth(longer, size) <= room)
      lines.back() = longer;
    else
      lines.push_back(shortened(piece.text, size, room));
  }
  return lines;
}

}  // namespace lab::view
