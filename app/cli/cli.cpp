#include "cli/cli.h"

#include <algorithm>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/parameters.h"
#include "cli/terminal.h"
#include "i18n/translate.h"

namespace lab::cli {
namespace {

constexpr int kFailed = 1, kMisused = 2;
constexpr std::string_view kLanguage = "--language", kLanguageIs = "--language=";

struct CommandInfo {
  const char *name, *help;
  int (*run)(std::span<const std::string> arguments);
};
constexpr CommandInfo kCommands[] = {
    {"run", trLater("apply a transposed convolution to .npy files"), runCommand},
    {"info", trLater("output size, validity, overlap and cost of a setting"), infoCommand},
    {"export", trLater("write the states as pictures, pages, animations or code"), exportCommand},
    {"gallery", trLater("write many figures that a job file describes"), galleryCommand},
};

std::string commandList() {
  std::string text = tr("Commands, which need no display:");
  for (const CommandInfo& command : kCommands)
    text += fmt::format("\n  tconv-lab {:<10}{}", command.name, tr(command.help));
  return fmt::format("{}\n{}", text, tr("Each has its own --help."));
}

/// Where it stands before the command, it is moved behind it, to the other options.
void moveLanguageBehindCommand(std::vector<std::string>& all) {
  if (all.empty() || (all[0] != kLanguage && !all[0].starts_with(kLanguageIs))) return;
  const std::ptrdiff_t words = all[0] == kLanguage ? 2 : 1;
  if (std::ssize(all) > words) std::rotate(all.begin(), all.begin() + words, all.begin() + words + 1);
}

/// What --language names, looked for before anything is said.
std::optional<i18n::Language> languageIn(const std::vector<std::string>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == kLanguage && i + 1 < all.size()) return parseLanguage(all[i + 1]);
    if (all[i].starts_with(kLanguageIs)) return parseLanguage(all[i].substr(kLanguageIs.size()));
  }
  return {};
}

int windowCommand(std::span<const std::string> arguments, const OpenWindow& open_window,
                  std::optional<i18n::Language> language) {
  CLI::App app(tr("Makes transposed convolution visible. Opens the window."));
  describe(app, "tconv-lab");
  app.footer(commandList());
  Options options(app);
  addLanguageOption(options);
  std::string file;
  const CLI::Option* option = app.add_option("FILE", file,
                                             tr("A session or a lesson (.json), an array (.npy), a model "
                                                "(.onnx) or a picture (PNG, JPEG) to open."))
                                  ->type_name("");
  if (!parse(app, arguments)) return 0;
  if (option->count() > 0 && file.empty())
    throw UsageError({"FILE", "", tconv::Phrase("must not be empty"), {}});
  return open_window({file, language});
}

/// Runs one command and shows what it throws, once, in one line.
template <class Command>
int guarded(const std::string& name, Command command) {
  try {
    return command();
  } catch (const UsageError& error) {
    printError(trf("{}: {}", name, tr(error)));
    return kMisused;
  } catch (const std::bad_alloc&) {
    printError(trf("{}: memory: there is not enough of it", name));
  } catch (const std::exception& error) {
    printError(trf("{}: {}", name, tr(error)));
  }
  return kFailed;
}

}  // namespace

int run(int argc, const char* const* argv, const OpenWindow& open_window) {
  prepareStreams();
  std::vector<std::string> all(argv + (argc > 0 ? 1 : 0), argv + argc);
  moveLanguageBehindCommand(all);
  const i18n::LanguageScope surroundings(i18n::languageOfEnvironment());
  const auto* command =
      std::find_if(std::begin(kCommands), std::end(kCommands),
                   [&](const CommandInfo& known) { return !all.empty() && all[0] == known.name; });
  const bool window = command == std::end(kCommands);
  const std::string name = window ? "tconv-lab" : fmt::format("tconv-lab {}", command->name);
  std::optional<i18n::Language> language;
  const int refused = guarded(name, [&] {
    language = languageIn(all);
    return 0;
  });
  if (refused != 0) return refused;
  const i18n::LanguageScope scope(language.value_or(i18n::language()));
  return guarded(name, [&] {
    return window ? windowCommand(all, open_window, language) : command->run(std::span(all).subspan(1));
  });
}

}  // namespace lab::cli
