#pragma once

#include <string_view>

namespace lab::resources {

/// The content of a file that was embedded at build time (see app/resources/CMakeLists.txt), by its name
/// without folders: "heatmap.frag". A zero byte follows it. @throws tconv::Error for another name.
std::string_view named(std::string_view name);

}  // namespace lab::resources
