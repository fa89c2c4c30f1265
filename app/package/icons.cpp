// Writes the program's icon into the tree of an icon theme:
//     tconv-icons FOLDER
// FOLDER/scalable/apps/tconv-lab.svg, and PNG in the sizes that desktops ask for.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "png/png.h"
#include "view/cairo_canvas.h"
#include "view/icon.h"
#include "view/svg_canvas.h"

namespace {

namespace view = lab::view;

std::string svg() {
  view::SvgCanvas canvas(view::kIconSize, view::kIconSize);
  view::drawIcon(canvas);
  return canvas.finish();
}

std::string png(int size) {
  view::PictureCanvas canvas(size, size, size / view::kIconSize, tconv::Rgb{});
  view::drawIcon(canvas);
  const view::Picture picture = canvas.finish();
  return lab::png::formatPng(size, size, picture.pixels);
}

bool write(const std::filesystem::path& folder, const std::string& file, const std::string& content) {
  std::filesystem::create_directories(folder);
  std::ofstream stream(folder / file, std::ios::binary);
  return static_cast<bool>(stream.write(content.data(), std::ssize(content)).flush());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return EXIT_FAILURE;
  const std::filesystem::path folder = argv[1];
  bool written = write(folder / "scalable/apps", "tconv-lab.svg", svg());
  for (const int size : {16, 32, 48, 64, 128, 256})
    written &= write(folder / fmt::format("{0}x{0}/apps", size), "tconv-lab.png", png(size));
  return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
