#pragma once

#include <string_view>

namespace lab::platform {

/// The content of a file that was embedded at build time (see app/platform/CMakeLists.txt), by its name
/// without folders: "heatmap.frag". A zero byte follows it. @throws tconv::Error for another name.
std::string_view resource(std::string_view name);

}  // namespace lab::platform
