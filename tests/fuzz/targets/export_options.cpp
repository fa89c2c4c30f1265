#include "cli/export_options.h"
#include "cli/document_options.h"
#include "cli/terminal.h"
#include "fuzz/target.h"
#include "tconv/error.h"

/// One argument a line for `export`, which are read as it reads them; nothing is drawn or written.
std::vector<std::string> fuzz::seeds() {
  return {
      "--input-size\n3,3\n--kernel\n3,3\n--stride\n2\n--padding\n1\n--output\na.svg\n--formula\n--steps\n1:3",
      "--input-size=4\n--kernel=2\n--output=a.gif\n--fps=12.5\n--loops=3\n--face=scatter,gather",
      "--kernel=2\n--output=a.gif\n--speed-up=2",
      "--kernel=3\n--size=8.5x4cm\n--dpi=300\n--background=#fffaf0\n--output=a.png\n--sheet=2x3",
      "--input-size=2\n--without=title,legend\n--output=a.png",
      "--preset=dcgan\n--format=pytorch\n--output=a.py",
      "--sweep=stride,kernel_size\n--output=b.pdf\n--input-size=3"};
}

void fuzz::tryOne(std::string_view bytes) {
  try {
    CLI::App app;
    lab::cli::Options options(app);
    lab::cli::addDocumentOptions(options);
    lab::cli::addExportOptions(options);
    if (!lab::cli::parse(app, linesOf(bytes))) return;
    options.requireAll();
    const lab::io::LoadedSession loaded = lab::cli::sessionOf(options);
    const lab::exporting::Request request = lab::cli::requestOf(options, loaded.session.view);
    require(request.width > 0 && request.height > 0, "a page has a size");
  } catch (const tconv::Error&) {
  }
}
