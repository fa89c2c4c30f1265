#include "export/animation.h"

#include <cmath>
#include <memory>

#include <gif_lib.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <webp/demux.h>

#include "export/export.h"
#include "export/render.h"
#include "export/shots.h"
#include "support/documents.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/shell.h"

namespace lab::exporting {
namespace {

using support::contentOf;
using support::errorOf;
using support::outputOf;
using support::quoted;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Animation : public testing::TestWithParam<std::string_view> {
 protected:
  Animation() {
    request_.width = 480;
    request_.height = 270;
    request_.selection.phases = 2;
    request_.timing = {.frames_per_second = 10, .seconds_per_step = 0.4, .pause = 1};
  }
  void SetUp() override {
    request_.format = formatOf(GetParam());
    request_.output = folder_ / ("a." + std::string(GetParam()));
    if (!missingFor(request_.format).empty()) GTEST_SKIP() << missingFor(request_.format);
    if (!support::installed("ffmpeg")) GTEST_SKIP() << "reading animations needs the program ffmpeg";
  }

  std::vector<Shot> shots() const { return shotsOf(derived_, request_); }
  /// The frames a player shows at ten a second.
  std::vector<std::string> shown() const {
    if (request_.format == Format::webp) return shownWebp();
    const std::string pixels =
        outputOf("ffmpeg -i " + quoted(request_.output) + " -f rawvideo -pix_fmt rgb24 -r 10 -");
    const std::size_t size = static_cast<std::size_t>(request_.width * request_.height * 3);
    EXPECT_EQ(pixels.size() % size, 0U);
    std::vector<std::string> frames;
    for (std::size_t at = 0; at + size <= pixels.size(); at += size)
      frames.push_back(pixels.substr(at, size));
    return frames;
  }
  std::vector<std::string> shownWebp() const {
    const std::string bytes = contentOf(request_.output);
    const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    const std::unique_ptr<WebPAnimDecoder, void (*)(WebPAnimDecoder*)> decoder(
        WebPAnimDecoderNew(&data, nullptr), WebPAnimDecoderDelete);
    std::vector<std::string> frames;
    std::uint8_t* rgba = nullptr;
    for (int until = 0; WebPAnimDecoderHasMoreFrames(decoder.get());) {
      EXPECT_TRUE(WebPAnimDecoderGetNext(decoder.get(), &rgba, &until));
      std::string frame;
      for (int i = 0; i < request_.width * request_.height; ++i)
        frame.append(reinterpret_cast<const char*>(rgba) + i * 4, 3);
      while (static_cast<int>(frames.size()) * 100 < until) frames.push_back(frame);
    }
    return frames;
  }
  /// The frames that should be seen, at ten a second.
  std::vector<std::string> wanted() const {
    std::vector<std::string> frames;
    for (const Shot& shot : shots()) {
      const view::Picture picture = renderPicture(derived_, shot.time, request_);
      for (int n = 0; n < std::lround(shot.seconds * 10); ++n)
        frames.emplace_back(picture.pixels.begin(), picture.pixels.end());
    }
    return frames;
  }

  TemporaryFolder folder_;
  Derived derived_ = support::derived(textbookDocument());
  Request request_;
};

/// The root of the mean squared difference.
double distance(const std::string& a, const std::string& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double d = static_cast<unsigned char>(a[i]) - static_cast<unsigned char>(b[i]);
    sum += d * d;
  }
  return std::sqrt(sum / static_cast<double>(a.size()));
}

TEST_P(Animation, ShowsEveryFrameAtItsTime) {
  EXPECT_EQ(write(derived_, request_).files, 1);
  const auto frames = shown(), expected = wanted();
  ASSERT_EQ(frames.size(), expected.size());
  const bool lossless = GetParam() == "apng" || GetParam() == "webp";
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (lossless) {
      EXPECT_EQ(frames[i], expected[i]) << "frame " << i;
      continue;
    }
    // Videos have one colour for four pixels, which thin lines suffer from, but flat areas do not.
    EXPECT_LT(distance(frames[i], expected[i]), GetParam() == "gif" ? 1 : 8) << "frame " << i;
    EXPECT_LE(distance(frames[i].substr(0, 30), expected[i].substr(0, 30)), 2.5) << "frame " << i;
    // Nearer to its own moment than to the others.
    for (const std::size_t other : {i + 2, i + 5}) {
      if (other >= frames.size() || expected[other] == expected[i]) continue;
      EXPECT_LT(distance(frames[i], expected[i]), distance(frames[i], expected[other])) << i << " " << other;
    }
  }
}

TEST_P(Animation, IsTheSameFileTwice) {
  write(derived_, request_);
  const std::string first = contentOf(request_.output);
  request_.overwrite = true;
  write(derived_, request_);
  EXPECT_EQ(contentOf(request_.output), first);
  EXPECT_EQ(first.find(folder_.path().string()), std::string::npos);
}

TEST_P(Animation, RefusesAnExistingName) {
  support::put(request_.output, "mine");
  EXPECT_THAT(errorOf([&] { write(derived_, request_); }), HasSubstr("exists already"));
  EXPECT_EQ(contentOf(request_.output), "mine");
}

TEST_P(Animation, LeavesNothingWhenItIsGivenUp) {
  {
    const auto writer = animationWriter(
        request_.format, {request_.output, io::Existing::refuse, request_.width, request_.height});
    writer->add(renderPicture(derived_, 0.5, request_), 1);
  }
  EXPECT_THAT(folder_.names(), IsEmpty());
}

TEST_P(Animation, SaysSoWhereTheFolderVanishesMeanwhile) {
  const std::filesystem::path folder = folder_ / "lecture";
  std::filesystem::create_directory(folder);
  request_.output = folder / request_.output.filename();
  const Progress vanish = [&](Index done, Index) {
    if (done == 2) std::filesystem::remove_all(folder);
    return true;
  };
  EXPECT_THAT(errorOf([&] { write(derived_, request_, vanish); }),
              HasSubstr("cannot be written: No such file or directory"));
  EXPECT_THAT(folder_.names(), IsEmpty());
}

TEST_P(Animation, NamesAFolderThatIsNotThere) {
  request_.output = folder_ / "no" / request_.output.filename().string();
  EXPECT_THAT(errorOf([&] { write(derived_, request_); }), HasSubstr("its folder does not exist"));
}

INSTANTIATE_TEST_SUITE_P(Formats, Animation, testing::Values("gif", "apng", "webp", "mp4", "webm"),
                         [](const auto& parameter) { return std::string(parameter.param); });

TEST(Gif, SaysHowOftenAndHowLong) {
  const TemporaryFolder folder;
  Request request;
  request.format = Format::gif;
  request.output = folder / "a.gif";
  request.width = 320;
  request.height = 180;
  request.selection.phases = 1;
  request.timing = {.seconds_per_step = 0.333, .pause = 1, .loops = 3};
  write(support::derived(textbookDocument()), request);
  int error = 0;
  const std::unique_ptr<GifFileType, int (*)(GifFileType*)> gif(
      DGifOpenFileName(request.output.c_str(), &error),
      [](GifFileType* g) { return DGifCloseFile(g, nullptr); });
  ASSERT_TRUE(gif && DGifSlurp(gif.get()) == GIF_OK);
  EXPECT_EQ(gif->SWidth, 320);
  EXPECT_EQ(gif->SHeight, 180);
  std::vector<int> delays;
  for (int i = 0; i < gif->ImageCount; ++i) {
    GraphicsControlBlock control;
    ASSERT_EQ(DGifSavedExtensionToGCB(gif.get(), i, &control), GIF_OK);
    delays.push_back(control.DelayTime);
    EXPECT_EQ(control.TransparentColor == NO_TRANSPARENT_COLOR, i == 0);
  }
  EXPECT_THAT(delays, ElementsAre(33, 34, 33, 33, 104));
  const ExtensionBlock* blocks = gif->SavedImages[0].ExtensionBlocks;
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(blocks[0].Bytes), 11), "NETSCAPE2.0");
  EXPECT_EQ(blocks[1].Bytes[1] + 256 * blocks[1].Bytes[2], 2);  // two times again
  // Only what changes is stored.
  const GifImageDesc& second = gif->SavedImages[1].ImageDesc;
  EXPECT_LT(second.Width * second.Height, 320 * 180);
}

TEST(Video, HasEvenSizes) {
  if (!missingFor(Format::mp4).empty()) GTEST_SKIP() << missingFor(Format::mp4);
  const TemporaryFolder folder;
  Request request;
  request.format = Format::mp4;
  request.output = folder / "a.mp4";
  request.width = 321;
  request.height = 181;
  request.timing.at_most = 3.2;
  write(support::derived(textbookDocument()), request);
  EXPECT_THAT(outputOf("ffprobe -v error -show_entries stream=codec_name,width,height,pix_fmt -of csv=p=0 " +
                       quoted(request.output)),
              "h264,322,182,yuv420p\n");
}

TEST(Video, SaysWhatTheEncoderSaid) {
  const TemporaryFolder folder;
  const auto program =
      support::put(folder / "ffmpeg", "#!/bin/sh\necho first >&2\necho no such codec >&2\nexit 3\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (folder.path().string() + ":" + path).c_str(), 1);
  Request request;
  request.format = Format::mp4;
  request.output = folder / "a.mp4";
  const std::string said = errorOf([&] { write(support::derived(textbookDocument()), request); });
  ::setenv("PATH", folder.path().c_str(), 1);
  std::filesystem::remove(program);
  const std::string missing = errorOf([&] { write(support::derived(textbookDocument()), request); });
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(said, "ffmpeg: failed with status 3: no such codec");
  EXPECT_EQ(missing,
            "format = mp4: needs the program ffmpeg, which is not installed (apt-get install ffmpeg)");
  EXPECT_THAT(folder.names(), IsEmpty());
}

}  // namespace
}  // namespace lab::exporting
