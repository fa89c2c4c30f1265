#include "cli/cli.h"

#include <new>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/numbers.h"
#include "cli/terminal.h"

namespace lab::cli {
namespace {

constexpr int kFailed = 1, kMisused = 2;

constexpr const char* kCommands = R"(Commands, which need no display:
  tconv-lab run       apply a transposed convolution to .npy files
  tconv-lab info      output size, validity, overlap and cost of a setting
  tconv-lab export    write the states as pictures, pages, animations or code
  tconv-lab gallery   write many figures that a job file describes
Each has its own --help.)";

int windowCommand(std::span<const std::string> arguments, const OpenWindow& open_window) {
  CLI::App app("Makes transposed convolution visible. Opens the window.");
  describe(app, "tconv-lab");
  app.footer(kCommands);
  std::string file;
  const CLI::Option* option =
      app.add_option("FILE", file,
                     "A session (.json), an array (.npy), a model (.onnx) or a picture (PNG, JPEG) to open.")
          ->type_name("");
  if (!parse(app, arguments)) return 0;
  if (option->count() > 0 && file.empty()) throw UsageError({"FILE", "", "must not be empty", {}});
  return open_window({file});
}

/// Runs one command and shows what it throws, once, in one line.
template <class Command>
int guarded(const std::string& name, Command command) {
  try {
    return command();
  } catch (const UsageError& error) {
    printError(name + ": " + error.what());
    return kMisused;
  } catch (const std::bad_alloc&) {
    printError(name + ": memory: there is not enough of it");
  } catch (const std::exception& error) {
    printError(name + ": " + error.what());
  }
  return kFailed;
}

}  // namespace

int run(int argc, const char* const* argv, const OpenWindow& open_window) {
  prepareStreams();
  const std::vector<std::string> all(argv + (argc > 0 ? 1 : 0), argv + argc);
  const std::string command = all.empty() ? "" : all.front();
  const auto rest = [&] { return std::span(all).subspan(1); };
  if (command == "run") return guarded("tconv-lab run", [&] { return runCommand(rest()); });
  if (command == "info") return guarded("tconv-lab info", [&] { return infoCommand(rest()); });
  if (command == "export") return guarded("tconv-lab export", [&] { return exportCommand(rest()); });
  if (command == "gallery") return guarded("tconv-lab gallery", [&] { return galleryCommand(rest()); });
  return guarded("tconv-lab", [&] { return windowCommand(all, open_window); });
}

}  // namespace lab::cli
