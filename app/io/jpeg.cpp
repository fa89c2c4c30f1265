#include "io/jpeg.h"

#include <csetjmp>
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <jerror.h>
#include <jpeglib.h>

#include "io/atomic_file.h"
#include "io/memory.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

/// libjpeg's error manager with a way back that does not end the program. Nothing is ever printed.
struct ErrorManager {
  jpeg_error_mgr base;  // first, so that a jpeg_error_mgr* is an ErrorManager*
  std::jmp_buf back;
  char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void leave(j_common_ptr info) {
  auto* manager = reinterpret_cast<ErrorManager*>(info->err);
  info->err->format_message(info, manager->message);
  std::longjmp(manager->back, 1);
}

/// libjpeg paints what is missing of a cut-off or damaged file grey and goes on: here that is an error.
void onMessage(j_common_ptr info, int level) {
  if (level >= 0) return;
  const int code = info->err->msg_code;
  if (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE) leave(info);
}

/// A small progressive file can ask for work without end: thousands of scans over a large picture.
void onProgress(j_common_ptr info) {
  constexpr int kMostScans = 200;
  if (!info->is_decompressor) return;
  if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number <= kMostScans) return;
  auto* manager = reinterpret_cast<ErrorManager*>(info->err);
  std::snprintf(manager->message, sizeof(manager->message), "more than %d scans", kMostScans);
  std::longjmp(manager->back, 1);
}

/// Everything that libjpeg keeps, released however decoding ends. The functions that set a way back (setjmp)
/// keep no objects of their own, because longjmp would not destroy them.
class Decoder {
 public:
  Decoder() {
    info_.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = leave;
    errors_.base.emit_message = onMessage;
    errors_.message[0] = '\0';
    progress_.progress_monitor = onProgress;
  }
  ~Decoder() {
    if (created_) jpeg_destroy_decompress(&info_);
  }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// False: see message().
  bool readHeader(std::string_view bytes) {
    if (setjmp(errors_.back) != 0) return false;
    jpeg_create_decompress(&info_);
    created_ = true;
    info_.progress = &progress_;
    jpeg_save_markers(&info_, JPEG_APP0 + 1, 0xFFFF);
    jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&info_, TRUE);
    return true;
  }

  /// out: width * height * channels() bytes.
  bool decode(std::uint8_t* out) {
    if (setjmp(errors_.back) != 0) return false;
    info_.out_color_space = channels() == 1 ? JCS_GRAYSCALE : channels() == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_start_decompress(&info_);
    const std::size_t stride = std::size_t{info_.output_width} * static_cast<std::size_t>(channels());
    while (info_.output_scanline < info_.output_height) {
      JSAMPROW row = out + info_.output_scanline * stride;
      jpeg_read_scanlines(&info_, &row, 1);
    }
    jpeg_finish_decompress(&info_);
    return true;
  }

  std::int64_t width() const { return info_.image_width; }
  std::int64_t height() const { return info_.image_height; }
  int channels() const { return info_.num_components; }
  bool inverted() const { return info_.saw_Adobe_marker != FALSE; }
  std::string message() const { return displayed(errors_.message); }

  int orientation() const {
    constexpr std::string_view kExif("Exif\0\0", 6);
    for (auto* marker = info_.marker_list; marker != nullptr; marker = marker->next) {
      const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
      if (data.starts_with(kExif)) return exifOrientation(data.substr(kExif.size()));
    }
    return 1;
  }

 private:
  jpeg_decompress_struct info_{};
  jpeg_progress_mgr progress_{};
  ErrorManager errors_{};
  bool created_ = false;
};

/// Each colour is what its ink and the black one let through. Adobe's files hold 255 - ink.
Pixels fromCmyk(const Pixels& cmyk, bool inverted) {
  Pixels rgb{cmyk.width, cmyk.height, 3, {}};
  rgb.values.reserve(cmyk.values.size() / 4 * 3);
  for (std::size_t i = 0; i + 3 < cmyk.values.size(); i += 4) {
    const auto light = [&](std::size_t ink) {
      return inverted ? cmyk.values[i + ink] : 255 - cmyk.values[i + ink];
    };
    for (std::size_t ink = 0; ink < 3; ++ink)
      rgb.values.push_back(static_cast<std::uint8_t>((light(ink) * light(3) + 127) / 255));
  }
  return rgb;
}

}  // namespace

Pixels decodeJpeg(std::string_view bytes, const std::string& name) {
  Decoder decoder;
  if (!decoder.readHeader(bytes))
    throw fileError(name, tconv::Phrase("is not a readable JPEG: {}", decoder.message()));
  const std::int64_t count = decoder.width() * decoder.height();
  if (count > kMostPixels)
    throw fileError(name, tconv::Phrase("has {} pixels, must have at most {}", count, kMostPixels));
  const int channels = decoder.channels();
  if (channels != 1 && channels != 3 && channels != 4)
    throw fileError(name, tconv::Phrase("has {} channels, must have 1, 3 or 4", channels));
  requireMemory(displayedPath(name), static_cast<double>(count) * channels * 3);
  Pixels pixels{decoder.width(), decoder.height(), channels, {}};
  pixels.values.resize(static_cast<std::size_t>(count * channels));
  const int orientation = decoder.orientation();  // before decode(), which lets go of the markers
  if (!decoder.decode(pixels.values.data()))
    throw fileError(name, tconv::Phrase("is not a readable JPEG: {}", decoder.message()));
  if (channels == 4) pixels = fromCmyk(pixels, decoder.inverted());
  return upright(std::move(pixels), orientation);
}

}  // namespace lab::io
