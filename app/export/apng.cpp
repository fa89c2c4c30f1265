#include <algorithm>
#include <string>

#include "export/stills.h"
#include "png/png.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

constexpr double kDelaysPerSecond = 1000;

std::string twoBytes(Index value) { return {static_cast<char>(value >> 8), static_cast<char>(value)}; }

std::string fourBytes(Index value) { return png::bigEndian(static_cast<std::uint32_t>(value)); }

/// PNG with the three chunks of its animations: acTL says how many frames there are, fcTL where and how long
/// each one stands, fdAT holds the pixels of all but the first. Programs that do not know them show the
/// first.
class ApngWriter final : public StillsWriter {
 public:
  explicit ApngWriter(const AnimationInfo& info)
      : file_(info.target, info.existing), loops_(info.loops), ticks_(kDelaysPerSecond) {
    file_.append(png::start(info.width, info.height, 3));
    control_at_ = file_.size();
    file_.append(control());
  }

 private:
  void put(const Still& still) override {
    const PixelBox& box = still.box;
    constexpr Index kMostDelay = 65535;
    const Index delay = std::clamp<Index>(ticks_.next(still.seconds), 1, kMostDelay);
    const char no_disposal = 0, overwrite = 0;
    file_.append(png::chunk("fcTL", nextNumber() + fourBytes(box.width) + fourBytes(box.height) +
                                        fourBytes(box.left) + fourBytes(box.top) + twoBytes(delay) +
                                        twoBytes(static_cast<Index>(kDelaysPerSecond)) + no_disposal +
                                        overwrite));
    const auto width = static_cast<std::size_t>(still.picture.width);
    const std::size_t at =
        (static_cast<std::size_t>(box.top) * width + static_cast<std::size_t>(box.left)) * 3;
    const std::string data =
        png::packed({box.width, box.height, 3, still.picture.pixels.data() + at, width * 3});
    file_.append(still.before == nullptr ? png::chunk("IDAT", data)
                                         : png::chunk("fdAT", nextNumber() + data));
    ++frames_;
  }
  std::uint64_t close() override {
    file_.append(png::end());
    file_.replace(control_at_, control());
    file_.finish();
    return file_.size();
  }

  std::string control() const { return png::chunk("acTL", fourBytes(frames_) + fourBytes(loops_)); }
  std::string nextNumber() { return fourBytes(number_++); }

  io::FileWriter file_;
  int loops_;
  Ticks ticks_;
  std::uint64_t control_at_ = 0;
  Index frames_ = 0, number_ = 0;
};

}  // namespace

std::unique_ptr<AnimationWriter> apngWriter(const AnimationInfo& info) {
  return std::make_unique<ApngWriter>(info);
}

}  // namespace lab::exporting
