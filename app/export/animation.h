#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "export/format.h"
#include "export/timing.h"
#include "io/atomic_file.h"
#include "view/cairo_canvas.h"

namespace lab::exporting {

/// What an animation is made of besides its frames. Every frame has this size.
struct AnimationInfo {
  std::filesystem::path target;
  io::Existing existing = io::Existing::refuse;
  int width = 0, height = 0;
  double frames_per_second = 25;         ///< of formats that have a fixed rate
  int loops = 0;                         ///< 0: for ever; videos do not know
  std::function<void()> meanwhile = {};  ///< called while another program is waited for; may throw
};

/// Takes the frames of one animation. The file is there when finish() returns, and not before. Frames are not
/// kept, except by WebP. All throw tconv::Error.
class AnimationWriter {
 public:
  virtual ~AnimationWriter() = default;
  virtual void add(view::Picture picture, double seconds) = 0;
  /// Returns how many bytes the file has.
  virtual std::uint64_t finish() = 0;
};

/// The writer of an animated format. @throws tconv::Error, also where what it needs is not installed.
std::unique_ptr<AnimationWriter> animationWriter(Format format, const AnimationInfo& info);

std::unique_ptr<AnimationWriter> gifWriter(const AnimationInfo& info);
std::unique_ptr<AnimationWriter> apngWriter(const AnimationInfo& info);
std::unique_ptr<AnimationWriter> webpWriter(const AnimationInfo& info);
/// mp4 or webm, by the ffmpeg program.
std::unique_ptr<AnimationWriter> videoWriter(Format format, const AnimationInfo& info);

}  // namespace lab::exporting
