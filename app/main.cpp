#include "cli/cli.h"
#include "platform/program.h"

int main(int argc, char** argv) {
  return lab::cli::run(argc, argv, [](const lab::cli::WindowOptions& options) {
    return lab::platform::runProgram(options.file, options.language);
  });
}
