#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gif_lib.h>

#include "export/palette.h"
#include "export/stills.h"
#include "i18n/translate.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

using tconv::Rgb;

/// Frames shorter than this are shown far longer by browsers.
constexpr Index kLeastDelay = 2, kMostDelay = 65535;
constexpr double kDelaysPerSecond = 100;

int appendTo(GifFileType* gif, const GifByteType* bytes, int count) {
  static_cast<std::string*>(gif->UserData)
      ->append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
  return count;
}

void require(int status) {
  if (status != GIF_OK)
    throw tconv::Error({trLater("GIF animation"), "", tconv::Phrase("could not be encoded"), {}});
}

struct FreeMap {
  void operator()(ColorMapObject* map) const { GifFreeMapObject(map); }
};

/// A map of a power of two of colours, at least `count`.
std::unique_ptr<ColorMapObject, FreeMap> mapOf(const std::vector<Rgb>& palette, std::size_t count) {
  std::unique_ptr<ColorMapObject, FreeMap> map(
      GifMakeMapObject(static_cast<int>(std::bit_ceil(std::max<std::size_t>(count, 2))), nullptr));
  if (!map) throw std::bad_alloc();
  for (std::size_t i = 0; i < palette.size(); ++i)
    map->Colors[i] = {palette[i].r, palette[i].g, palette[i].b};
  return map;
}

Rgb rgbAt(const std::uint8_t* pixel) { return {pixel[0], pixel[1], pixel[2]}; }

/// The runs of equal pixels in the rows of a still's box: run(colour or null where the pixels stay as they
/// are, how many), then endRow().
template <class Run, class EndRow>
void forEachRun(const Still& still, Run run, EndRow endRow) {
  const PixelBox& box = still.box;
  for (int y = box.top; y < box.top + box.height; ++y) {
    const std::size_t at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(still.picture.width) +
                            static_cast<std::size_t>(box.left)) *
                           3;
    const std::uint8_t* after = still.picture.pixels.data() + at;
    const std::uint8_t* before = still.before != nullptr ? still.before->pixels.data() + at : nullptr;
    const auto pixel = [](const std::uint8_t* row, int x) { return row + std::ptrdiff_t{3} * x; };
    const auto stays = [&](int x) {
      return before != nullptr && std::memcmp(pixel(after, x), pixel(before, x), 3) == 0;
    };
    for (int from = 0, to = 0; from < box.width; from = to) {
      const bool kept = stays(from);
      while (to < box.width && stays(to) == kept &&
             (kept || std::memcmp(pixel(after, from), pixel(after, to), 3) == 0))
        ++to;
      const Rgb color = rgbAt(pixel(after, from));
      run(kept ? nullptr : &color, to - from);
    }
    endRow();
  }
}

/// Each frame has its own palette and holds only the box that changed; pixels in it that stay are
/// transparent, which packs well.
class GifWriter final : public StillsWriter {
 public:
  explicit GifWriter(const AnimationInfo& info)
      : file_(info.target, info.existing), ticks_(kDelaysPerSecond) {
    gif_ = EGifOpen(&bytes_, appendTo, nullptr);
    if (gif_ == nullptr) throw std::bad_alloc();
    EGifSetGifVersion(gif_, true);
    require(EGifPutScreenDesc(gif_, info.width, info.height, 8, 0, nullptr));
    if (info.loops != 1) putLoops(info.loops == 0 ? 0 : info.loops - 1);
  }
  ~GifWriter() override {
    if (gif_ != nullptr) EGifCloseFile(gif_, nullptr);
  }
  GifWriter(const GifWriter&) = delete;
  GifWriter& operator=(const GifWriter&) = delete;

 private:
  void put(const Still& still) override {
    const bool first = still.before == nullptr;
    ColorCounts counts;
    forEachRun(
        still,
        [&](const Rgb* color, int count) {
          if (color != nullptr) counts.add(*color, static_cast<std::uint32_t>(count));
        },
        [] {});
    const std::vector<Rgb> palette = paletteOf(counts, first ? 256 : 255);
    const int transparent = first ? NO_TRANSPARENT_COLOR : static_cast<int>(palette.size());
    putControl(transparent, still.seconds);
    const auto map = mapOf(palette, palette.size() + (first ? 0 : 1));
    require(EGifPutImageDesc(gif_, still.box.left, still.box.top, still.box.width, still.box.height, false,
                             map.get()));
    std::vector<GifByteType> row;
    forEachRun(
        still,
        [&](const Rgb* color, int count) {
          row.insert(row.end(), static_cast<std::size_t>(count),
                     color == nullptr ? static_cast<GifByteType>(transparent) : counts.of(*color).index);
        },
        [&] {
          require(EGifPutLine(gif_, row.data(), still.box.width));
          row.clear();
        });
    flush();
  }

  std::uint64_t close() override {
    require(EGifCloseFile(std::exchange(gif_, nullptr), nullptr));
    flush();
    file_.finish();
    return file_.size();
  }

  void putLoops(int again) {
    const GifByteType application[] = {'N', 'E', 'T', 'S', 'C', 'A', 'P', 'E', '2', '.', '0'};
    const GifByteType loops[] = {1, static_cast<GifByteType>(again & 0xFF),
                                 static_cast<GifByteType>(again >> 8)};
    require(EGifPutExtensionLeader(gif_, APPLICATION_EXT_FUNC_CODE));
    require(EGifPutExtensionBlock(gif_, sizeof application, application));
    require(EGifPutExtensionBlock(gif_, sizeof loops, loops));
    require(EGifPutExtensionTrailer(gif_));
  }

  void putControl(int transparent, double seconds) {
    GraphicsControlBlock control{};
    control.DisposalMode = DISPOSE_DO_NOT;
    control.DelayTime = static_cast<int>(std::clamp(ticks_.next(seconds), kLeastDelay, kMostDelay));
    control.TransparentColor = transparent;
    GifByteType bytes[4];
    const auto size = EGifGCBToExtension(&control, bytes);
    require(EGifPutExtension(gif_, GRAPHICS_EXT_FUNC_CODE, static_cast<int>(size), bytes));
  }

  void flush() {
    file_.append(bytes_);
    bytes_.clear();
  }

  io::FileWriter file_;
  Ticks ticks_;
  std::string bytes_;  ///< made but not written yet
  GifFileType* gif_ = nullptr;
};

}  // namespace

std::unique_ptr<AnimationWriter> gifWriter(const AnimationInfo& info) {
  return std::make_unique<GifWriter>(info);
}

}  // namespace lab::exporting
