#include "io/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "io/atomic_file.h"
#include "io/memory.h"
#include "io/npy_header.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

using tconv::Index;

constexpr bool kNativeIsLittle = std::endian::native == std::endian::little;

/// The bits of a float16; made into a float by the rules of IEEE 754.
struct Half {
  std::uint16_t bits;
};

float asFloat(Half half) {
  const int exponent = (half.bits >> 10) & 0x1F;
  const auto fraction = static_cast<float>(half.bits & 0x3FF);
  float magnitude = 0;
  if (exponent == 0)
    magnitude = std::ldexp(fraction, -24);
  else if (exponent < 31)
    magnitude = std::ldexp(fraction + 1024.0F, exponent - 25);
  else
    magnitude =
        fraction == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  return (half.bits & 0x8000) != 0 ? -magnitude : magnitude;
}

/// Doubles beyond the range of float become infinite, as the rounding of IEEE 754 has it.
float asFloat(double value) {
  constexpr double kMost = std::numeric_limits<float>::max();
  constexpr double kFirstInfinite = 0x1.ffffffp127;  // half a unit above the largest float
  if (std::abs(value) >= kFirstInfinite)
    return std::copysign(std::numeric_limits<float>::infinity(), value < 0 ? -1.0F : 1.0F);
  if (std::abs(value) > kMost)
    return std::copysign(std::numeric_limits<float>::max(), value < 0 ? -1.0F : 1.0F);
  return static_cast<float>(value);
}

template <class Number>
float asFloat(Number value) {
  return static_cast<float>(value);
}

/// As many values as there is data for.
template <class Number>
void convert(std::string_view data, bool swap, std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::array<char, sizeof(Number)> bytes;
    std::memcpy(bytes.data(), data.data() + i * sizeof(Number), sizeof(Number));
    if (swap) std::reverse(bytes.begin(), bytes.end());
    values[i] = asFloat(std::bit_cast<Number>(bytes));
  }
}

void convertAny(const NpyHeader& header, std::string_view data, std::span<float> values) {
  const bool swap = (header.order == '<') != kNativeIsLittle;
  const auto is = [&](char kind, std::size_t width) { return header.kind == kind && header.width == width; };
  if (is('f', 2)) return convert<Half>(data, swap, values);
  if (is('f', 4)) return convert<float>(data, swap, values);
  if (is('f', 8)) return convert<double>(data, swap, values);
  if (is('i', 1)) return convert<std::int8_t>(data, swap, values);
  if (is('i', 2)) return convert<std::int16_t>(data, swap, values);
  if (is('i', 4)) return convert<std::int32_t>(data, swap, values);
  if (is('i', 8)) return convert<std::int64_t>(data, swap, values);
  if (is('u', 2)) return convert<std::uint16_t>(data, swap, values);
  if (is('u', 4)) return convert<std::uint32_t>(data, swap, values);
  if (is('u', 8)) return convert<std::uint64_t>(data, swap, values);
  if (is('u', 1)) return convert<std::uint8_t>(data, swap, values);
  convert<std::uint8_t>(data, swap, values);  // bool
  for (float& v : values) v = v != 0 ? 1.0F : 0.0F;
}

/// From first-index-fastest to last-index-fastest: walks the result in order and follows in the source.
tconv::LineVector<float> fromFortran(const tconv::LineVector<float>& source,
                                     const std::vector<Index>& shape) {
  std::vector<Index> stride(shape.size(), 1), at(shape.size(), 0);
  for (std::size_t a = 1; a < shape.size(); ++a) stride[a] = stride[a - 1] * shape[a - 1];
  tconv::LineVector<float> result;
  result.reserve(source.size());
  Index offset = 0;
  while (result.size() < source.size()) {
    result.push_back(source[static_cast<std::size_t>(offset)]);
    for (std::size_t a = shape.size(); a-- > 0;) {
      offset += stride[a];
      if (++at[a] < shape[a]) break;
      offset -= stride[a] * shape[a];
      at[a] = 0;
    }
  }
  return result;
}

/// Fills what it is given with the bytes that come next.
using Source = std::function<void(std::span<char>)>;

constexpr std::size_t kPiece = 1 << 20;  ///< bytes, a multiple of all element widths

/// The array whose numbers, `size` bytes of them, come from the source.
NpyArray readNumbers(const NpyHeader& header, std::uint64_t size, const std::string& name,
                     const Source& source) {
  if (size / header.width != header.count || size % header.width != 0)
    throw fileError(name, tconv::Phrase("has {} bytes of numbers, and its shape needs {}", size,
                                        header.count * header.width));
  const bool reorders = header.fortran && header.shape.size() > 1;
  requireMemory(displayedPath(name), static_cast<double>(header.count) * sizeof(float) * (reorders ? 2 : 1));
  NpyArray array{header.shape, tconv::LineVector<float>(header.count)};
  std::string piece(std::min<std::uint64_t>(size, kPiece), '\0');
  const std::size_t most = kPiece / header.width;
  for (std::size_t done = 0; done < header.count;) {
    const std::size_t count = std::min(most, header.count - done);
    source(std::span(piece).first(count * header.width));
    convertAny(header, piece, std::span(array.values).subspan(done, count));
    done += count;
  }
  if (reorders) array.values = fromFortran(array.values, header.shape);
  return array;
}

std::string headerOf(const std::vector<Index>& shape) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
  header += fmt::format("{}", fmt::join(shape, ", "));
  header += shape.size() == 1 ? ",), }" : "), }";
  constexpr std::size_t kPrefix = 10, kAlignment = 64;
  header.append(kAlignment - 1 - (kPrefix + header.size()) % kAlignment, ' ');
  header += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += {'\x01', '\x00', static_cast<char>(header.size() & 0xFF), static_cast<char>(header.size() >> 8)};
  return bytes + header;
}

/// Little-endian, appended to `bytes`.
void appendValues(std::span<const float> values, std::string& bytes) {
  const std::size_t start = bytes.size();
  bytes.resize(start + values.size_bytes());
  if (!values.empty()) std::memcpy(bytes.data() + start, values.data(), values.size_bytes());
  if constexpr (!kNativeIsLittle)
    for (std::size_t i = start; i < bytes.size(); i += sizeof(float))
      std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                   bytes.begin() + static_cast<std::ptrdiff_t>(i + 4));
}

}  // namespace

NpyArray parseNpy(std::string_view bytes, const std::string& name) {
  const NpyHeader header = parseNpyHeader(bytes, name);
  std::string_view rest = bytes.substr(header.data);
  return readNumbers(header, rest.size(), name, [&](std::span<char> piece) {
    rest.copy(piece.data(), piece.size());
    rest.remove_prefix(piece.size());
  });
}

NpyArray readNpy(const std::filesystem::path& path) {
  constexpr std::uint64_t kLongestHeader = 1 << 20;
  const NpyHeader header = parseNpyHeader(readStart(path, kLongestHeader), path.string());
  FileReader file(path);
  file.read(header.data);
  return readNumbers(header, file.size() - header.data, path.string(),
                     [&](std::span<char> piece) { file.read(piece); });
}

void writeNpy(const std::filesystem::path& path, const std::vector<Index>& shape,
              std::span<const float> values) {
  FileWriter file(path);
  file.append(headerOf(shape));
  std::string piece;
  for (std::size_t done = 0; done < values.size(); done += kPiece / sizeof(float)) {
    piece.clear();
    appendValues(values.subspan(done, std::min(values.size() - done, kPiece / sizeof(float))), piece);
    file.append(piece);
  }
  file.finish();
}

std::string formatNpy(const std::vector<Index>& shape, std::span<const float> values) {
  std::string bytes = headerOf(shape);
  appendValues(values, bytes);
  return bytes;
}

}  // namespace lab::io
