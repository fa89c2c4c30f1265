#include "cli/terminal.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "cli/numbers.h"
#include "i18n/translate.h"
#include "model/quoted.h"

namespace lab::cli {
namespace {

constexpr std::size_t kLongestLine = 380;

/// An option with an equals sign and nothing behind it would take the next argument as its value.
void refuseEmptyValues(std::span<const std::string> arguments) {
  for (const std::string& argument : arguments)
    if (argument.starts_with("--") && argument.size() > 3 && argument.find('=') == argument.size() - 1)
      throw UsageError(
          {displayed(argument.substr(0, argument.size() - 1)), "", tconv::Phrase("has no value"), {}});
}

/// CLI11 has several wordings for an option that stands twice; this one names it and says what is wrong.
void refuseRepetitions(std::span<const std::string> arguments, const CLI::App& app) {
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string name = arguments[i].substr(0, arguments[i].find('='));
    const CLI::Option* option =
        name.starts_with("--") && name.size() > 2 ? app.get_option_no_throw(name) : nullptr;
    if (option == nullptr) continue;
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      throw UsageError({name, "", tconv::Phrase("is given twice"), {}});
    seen.push_back(name);
    const bool takes_next = option->get_expected_min() > 0 && arguments[i].find('=') == std::string::npos;
    if (takes_next) ++i;
  }
}

}  // namespace

void prepareStreams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd)
    if (::fcntl(fd, F_GETFD) == -1 && errno == EBADF) {
      // Opened the wrong way round, so that reading or writing still fails; takes the lowest free number, fd.
      const int placeholder = ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
      if (placeholder > STDERR_FILENO) ::close(placeholder);
    }
}

void print(std::string_view text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!written)
    throw tconv::Error({tr("standard output"),
                        "",
                        tconv::Phrase("cannot be written: {}", std::generic_category().message(errno)),
                        {}});
}

void printError(std::string_view line) { std::fputs((displayed(line, kLongestLine) + "\n").c_str(), stderr); }

namespace {

// A signal handler reaches nothing else. NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t stop_asked = 0;
struct sigaction before_int, before_term;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

}  // namespace

StopRequests::StopRequests() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop_asked = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  ::sigaction(SIGINT, &action, &before_int);
  ::sigaction(SIGTERM, &action, &before_term);
}

StopRequests::~StopRequests() {
  ::sigaction(SIGINT, &before_int, nullptr);
  ::sigaction(SIGTERM, &before_term, nullptr);
}

bool StopRequests::asked() { return stop_asked != 0; }

ProgressLine::ProgressLine(std::string what)
    : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (shown_ >= 0) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::show(long done, long total) {
  const int percent = total > 0 ? static_cast<int>(done * 100 / total) : 100;
  if (!terminal_ || percent == shown_) return;
  shown_ = percent;
  std::fprintf(stderr, "\r\x1b[K%s", trf("{}: {} of {} frames, {} %", what_, done, total, percent).c_str());
  std::fflush(stderr);
}

bool parse(CLI::App& app, std::span<const std::string> arguments) {
  refuseEmptyValues(arguments);
  refuseRepetitions(arguments, app);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    print(app.help());
    return false;
  } catch (const CLI::CallForVersion& version) {
    print(std::string(version.what()) + "\n");
    return false;
  } catch (const CLI::ParseError& error) {
    std::string text = error.what();
    std::replace(text.begin(), text.end(), '\n', ' ');
    throw UsageError({displayed(text, kLongestLine), "", tconv::Phrase("see --help"), {}});
  }
  return true;
}

void describe(CLI::App& app, const std::string& name) {
  app.name(name);
  app.option_defaults()->group(tr("Options"));
  app.set_help_flag("--help", tr("Show this text."));
  app.set_version_flag("--version", "tconv-lab " TCONV_LAB_VERSION, tr("Show the version."));
  app.get_formatter()->column_width(28);
  for (const char* label : {trLater("Usage"), trLater("OPTIONS"), trLater("Positionals")})
    app.get_formatter()->label(label, tr(label));
}

}  // namespace lab::cli
