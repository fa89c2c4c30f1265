#include "cli/cli.h"
#include "tconv/error.h"

namespace {

int openWindow(const lab::cli::WindowOptions&) {
  throw tconv::Error(
      {"display", "", "there is no window in this build; `tconv-lab export` draws without one", {}});
}

}  // namespace

int main(int argc, char** argv) { return lab::cli::run(argc, argv, openWindow); }
