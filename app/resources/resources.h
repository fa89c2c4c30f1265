#pragma once

#include <span>
#include <string_view>

namespace lab::resources {

/// The content of a file that was embedded at build time (see app/resources/CMakeLists.txt), by its name
/// without folders: "heatmap.frag". A zero byte follows it. @throws tconv::Error for another name.
std::string_view named(std::string_view name);

/// The names of all of them, in alphabetical order.
std::span<const std::string_view> names();

}  // namespace lab::resources
