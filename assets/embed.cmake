# Writes files into a C++ source, as strings that the program finds by name:
#   cmake -D OUTPUT=resources.cpp -D "FILES=a;b" -P embed.cmake
set(entries "")
set(names "")
list(SORT FILES COMPARE FILE_BASENAME)
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" bytes HEX)
  string(LENGTH "${bytes}" length)
  math(EXPR size "${length} / 2")
  # Bytes, not a string literal: compilers limit the length of those.
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(MAKE_C_IDENTIFIER "${name}" identifier)
  string(APPEND arrays "const unsigned char ${identifier}[] = {${bytes}0};\n")
  string(APPEND entries
    "  if (name == \"${name}\") return {reinterpret_cast<const char*>(${identifier}), ${size}};\n")
  string(APPEND names "\"${name}\", ")
endforeach()
file(WRITE "${OUTPUT}" "#include \"resources/resources.h\"

#include <string>

#include \"tconv/error.h\"

namespace lab::resources {
namespace {
${arrays}constexpr std::string_view kNames[] = {${names}};
}  // namespace

std::string_view named(std::string_view name) {
${entries}  throw tconv::Error({\"resource \" + std::string(name), \"\", tconv::Phrase(\"must be one of the embedded files\"), {}});
}

std::span<const std::string_view> names() { return kNames; }

}  // namespace lab::resources
")
