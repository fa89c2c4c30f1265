#ifndef TCONV_HAVE_ONNX
#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/onnx.h"

namespace lab::io {
namespace {

constexpr const char* kAbsent =
    trLater("needs ONNX, which this build is without; install libonnx-dev and build again");

}  // namespace

bool hasOnnx() { return false; }

OnnxModel readOnnx(const std::filesystem::path& path) { throw fileError(path, tconv::Phrase(kAbsent)); }

std::string formatOnnx(const Document&) {
  throw tconv::Error({"ONNX model", "", tconv::Phrase(kAbsent), {}});
}

}  // namespace lab::io
#endif
