#include "export/animation.h"

#include <stdexcept>

#include "i18n/translate.h"
#include "tconv/error.h"

namespace lab::exporting {

std::unique_ptr<AnimationWriter> animationWriter(Format format, const AnimationInfo& info) {
  if (const std::string missing = missingFor(format); !missing.empty())
    throw tconv::Error(
        {trLater("format"), std::string(exporting::info(format).id), tconv::Phrase("{}", missing), {}});
  switch (format) {
    case Format::gif:
      return gifWriter(info);
    case Format::apng:
      return apngWriter(info);
    case Format::webp:
      return webpWriter(info);
    case Format::mp4:
    case Format::webm:
      return videoWriter(format, info);
    default:
      throw std::invalid_argument("not an animation");
  }
}

}  // namespace lab::exporting
