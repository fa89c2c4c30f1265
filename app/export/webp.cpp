#include <cmath>
#include <new>

#include <webp/encode.h>
#include <webp/mux.h>

#include "export/animation.h"
#include "i18n/translate.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

[[noreturn]] void fail(const char* reason) {
  throw tconv::Error({trLater("WebP animation"), "", tconv::Phrase("could not be encoded: {}", reason), {}});
}

/// Lossless. The library keeps all frames until the end.
class WebpWriter final : public AnimationWriter {
 public:
  explicit WebpWriter(const AnimationInfo& info) : file_(info.target, info.existing) {
    WebPAnimEncoderOptions options;
    if (!WebPAnimEncoderOptionsInit(&options) || !WebPConfigInit(&config_))
      fail("another version of libwebp");
    options.anim_params.loop_count = info.loops;
    constexpr int kFast = 1;
    if (!WebPConfigLosslessPreset(&config_, kFast)) fail("no lossless preset");
    config_.thread_level = 0;
    encoder_ = WebPAnimEncoderNew(info.width, info.height, &options);
    if (encoder_ == nullptr) throw std::bad_alloc();
  }
  ~WebpWriter() override { WebPAnimEncoderDelete(encoder_); }
  WebpWriter(const WebpWriter&) = delete;
  WebpWriter& operator=(const WebpWriter&) = delete;

  void add(view::Picture picture, double seconds) override {
    WebPPicture frame;
    if (!WebPPictureInit(&frame)) fail("another version of libwebp");
    frame.use_argb = 1;
    frame.width = picture.width;
    frame.height = picture.height;
    const bool added = WebPPictureImportRGB(&frame, picture.pixels.data(), picture.width * 3) &&
                       WebPAnimEncoderAdd(encoder_, &frame, milliseconds(), &config_);
    WebPPictureFree(&frame);
    if (!added) fail(WebPAnimEncoderGetError(encoder_));
    seconds_ += seconds;
  }

  std::uint64_t finish() override {
    if (!WebPAnimEncoderAdd(encoder_, nullptr, milliseconds(), nullptr))
      fail(WebPAnimEncoderGetError(encoder_));
    WebPData data;
    WebPDataInit(&data);
    const bool assembled = WebPAnimEncoderAssemble(encoder_, &data);
    const std::string bytes(reinterpret_cast<const char*>(data.bytes), data.size);
    WebPDataClear(&data);
    if (!assembled) fail(WebPAnimEncoderGetError(encoder_));
    file_.append(bytes);
    file_.finish();
    return file_.size();
  }

 private:
  int milliseconds() const { return static_cast<int>(std::lround(seconds_ * 1000)); }

  io::FileWriter file_;
  WebPConfig config_{};
  WebPAnimEncoder* encoder_ = nullptr;
  double seconds_ = 0;
};

}  // namespace

std::unique_ptr<AnimationWriter> webpWriter(const AnimationInfo& info) {
  return std::make_unique<WebpWriter>(info);
}

}  // namespace lab::exporting
