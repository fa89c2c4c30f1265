#pragma once

#include <filesystem>

#include "io/session.h"

namespace lab::io {

/// Anything the window can open: a session, or a document made from an array, a picture or an ONNX model.
/// An array of shape (H, W), (C, H, W) or (1, C, H, W) becomes the input of `base`, whose kernel and
/// hyper-parameters are kept; channels follow the array. With the image face on the board each channel goes
/// its own way (depthwise). A model is told by its name's ".onnx"; of its ConvTranspose nodes that can be
/// shown number `node` is opened, counted round and round, and a warning names the next. @throws tconv::Error
LoadedSession openAny(const std::filesystem::path& path, const Session& base, std::size_t node = 0);

/// `document` with the input replaced by x [1, C, H, W]. in_channels follows, groups and out_channels are
/// kept where they still divide, else become 1 and C.
Document withInput(Document document, Tensor x);

}  // namespace lab::io
