#include "platform/file_dialog.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "i18n/translate.h"
#include "tconv/error.h"

namespace lab::platform {
namespace {

bool installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

/// "" where there is none.
std::string installedProgram() {
  for (const char* program : {"zenity", "kdialog"}) {
    if (installed(program)) return program;
  }
  return "";
}

std::string joined(const std::vector<std::string>& patterns) {
  std::string all;
  for (const std::string& pattern : patterns) all += (all.empty() ? "" : " ") + pattern;
  return all;
}

std::vector<std::string> zenityCommand(const FileQuestion& q) {
  std::vector<std::string> command = {"zenity", "--file-selection", "--title=" + q.title};
  if (q.save) command.insert(command.end(), {"--save", "--confirm-overwrite"});
  if (!q.start.empty()) command.push_back("--filename=" + q.start.string());
  if (!q.patterns.empty()) command.push_back("--file-filter=" + joined(q.patterns));
  return command;
}

std::vector<std::string> kdialogCommand(const FileQuestion& q) {
  std::vector<std::string> command = {"kdialog", "--title", q.title,
                                      q.save ? "--getsavefilename" : "--getopenfilename",
                                      q.start.empty() ? "." : q.start.string()};
  if (!q.patterns.empty()) command.push_back(joined(q.patterns));
  return command;
}

/// Signals that this program holds back must still reach the one that it starts, or nothing could end that.
class NoSignalsHeldBack {
 public:
  NoSignalsHeldBack() {
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~NoSignalsHeldBack() { posix_spawnattr_destroy(&attributes_); }
  NoSignalsHeldBack(const NoSignalsHeldBack&) = delete;
  NoSignalsHeldBack& operator=(const NoSignalsHeldBack&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

/// Starts a program whose standard output can be read from the descriptor that is returned; 0 or an error
/// number.
int start(const std::vector<std::string>& command, int& process, int& output) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const NoSignalsHeldBack attributes;
  const int failure =
      posix_spawnp(&process, arguments[0], &actions, attributes.get(), arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  output = ends[0];
  if (failure != 0) close(ends[0]);
  return failure;
}

void readAvailable(int descriptor, std::string& into) {
  char buffer[4096];
  for (ssize_t n = 0; (n = read(descriptor, buffer, sizeof buffer)) > 0;) {
    into.append(buffer, static_cast<std::size_t>(n));
  }
}

}  // namespace

std::vector<std::string> dialogCommand(const std::string& program, const FileQuestion& question) {
  if (program == "zenity") return zenityCommand(question);
  if (program == "kdialog") return kdialogCommand(question);
  throw std::invalid_argument("no file dialog: " + program);
}

FileDialog::~FileDialog() { cancel(); }

bool FileDialog::available() { return !installedProgram().empty(); }

void FileDialog::ask(const FileQuestion& question) {
  cancel();
  const std::string program = installedProgram();
  const int failure = program.empty() ? ENOENT : start(dialogCommand(program, question), process_, output_);
  if (failure == 0) return;
  process_ = output_ = -1;
  throw tconv::Error({trLater("file dialog"),
                      program,
                      tconv::Phrase("zenity or kdialog must be installed and able to start"),
                      {}});
}

std::optional<std::filesystem::path> FileDialog::poll() {
  if (!open()) return std::nullopt;
  int status = 0;
  const bool ended = waitpid(process_, &status, WNOHANG) != 0;
  readAvailable(output_, answer_);
  if (!ended) return std::nullopt;
  std::string answer = std::exchange(answer_, "");
  close(output_);
  process_ = output_ = -1;
  if (answer.ends_with('\n')) answer.pop_back();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || answer.empty()) return std::nullopt;
  return answer;
}

void FileDialog::cancel() {
  if (!open()) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
  close(output_);
  process_ = output_ = -1;
  answer_.clear();
}

}  // namespace lab::platform
