#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "export/animation.h"
#include "export/video_frame.h"
#include "io/child.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

/// Options that depend on nothing but the format: two runs give the same bytes.
std::vector<std::string> codecOptions(Format format) {
  if (format == Format::mp4)
    return {"-c:v",  "libx264",   "-preset",   "fast",       "-crf", "16",
            "-tune", "animation", "-movflags", "+faststart", "-f",   "mp4"};
  return {"-c:v", "libvpx-vp9", "-crf", "24",      "-b:v", "0",  "-deadline",
          "good", "-cpu-used",  "4",    "-row-mt", "1",    "-f", "webm"};
}

std::vector<std::string> commandFor(Format format, const AnimationInfo& info) {
  std::vector<std::string> command = {"ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y"};
  const auto add = [&](std::initializer_list<std::string> more) {
    command.insert(command.end(), more.begin(), more.end());
  };
  add({"-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", fmt::format("{}x{}", info.width, info.height),
       "-framerate", fmt::format("{}", info.frames_per_second), "-i", "pipe:0"});
  add({"-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
       "-color_range", "tv"});
  const std::vector<std::string> codec = codecOptions(format);
  command.insert(command.end(), codec.begin(), codec.end());
  add({"-threads", "2", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "/dev/fd/3"});
  return command;
}

/// The encoder writes into the file without a name that becomes the target, through /dev/fd/3, where it may
/// seek: what it leaves when it is killed is gone.
class VideoWriter final : public AnimationWriter {
 public:
  VideoWriter(Format format, const AnimationInfo& info)
      : file_(info.target, info.existing),
        ticks_(info.frames_per_second),
        frame_(info.width, info.height),
        encoder_(commandFor(format, info), file_.descriptor(), info.meanwhile) {}

  void add(view::Picture picture, double seconds) override {
    frame_.show(std::move(picture));
    for (Index n = ticks_.next(seconds); n > 0; --n) {
      if (encoder_.feed(frame_.bytes())) continue;
      encoder_.finish();  // says why it stopped to read
      throw tconv::Error({"ffmpeg", "", tconv::Phrase("ended before it had all frames"), {}});
    }
  }
  std::uint64_t finish() override {
    encoder_.finish();
    file_.finish();
    return file_.size();
  }

 private:
  io::FileWriter file_;
  Ticks ticks_;
  VideoFrame frame_;
  io::Child encoder_;
};

}  // namespace

std::unique_ptr<AnimationWriter> videoWriter(Format format, const AnimationInfo& info) {
  return std::make_unique<VideoWriter>(format, info);
}

}  // namespace lab::exporting
