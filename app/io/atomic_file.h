#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "tconv/error.h"

namespace lab::io {

enum class Existing { replace, refuse };

/// A file that is written piece by piece and appears whole or not at all: it has no name, so that a killed
/// process leaves nothing behind, until finish() has flushed it to the disk and puts it in its place. Where
/// the file system has none of that kind it is written under a temporary name (".tconv-<pid>-<random>.tmp")
/// beside the target, removed on any failure. A new file gets the permissions that the umask allows, a
/// replaced one keeps its own. A target that exists and is not a regular file (a device, a FIFO, a directory)
/// or may not be written is refused; a symbolic link is followed, so that what it points to is replaced. With
/// Existing::refuse any existing target is refused. All throw tconv::Error naming the path and the reason.
class FileWriter {
 public:
  explicit FileWriter(const std::filesystem::path& target, Existing existing = Existing::replace);
  ~FileWriter();
  FileWriter(FileWriter&&) noexcept;

  void append(std::string_view bytes);
  /// Writes over bytes that were appended before.
  void replace(std::uint64_t offset, std::string_view bytes);
  /// Bytes so far. Others may write through the descriptor meanwhile.
  std::uint64_t size() const;
  int descriptor() const;
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Removes temporary files that killed processes left in a folder: those that no process holds, once they are
/// `least_age` old. FileWriter does so where it has to use such names. Returns how many there were.
int sweepTemporaries(const std::filesystem::path& folder,
                     std::chrono::seconds least_age = std::chrono::seconds(60));

/// Writes a whole file or nothing, under the rules of FileWriter.
void writeFile(const std::filesystem::path& target, std::string_view bytes,
               Existing existing = Existing::replace);

/// Throws what writeFile() would throw about the name of a target, before work is put into the content.
void requireWritable(const std::filesystem::path& target, Existing existing = Existing::replace);

/// A regular file that is read from its beginning, piece by piece. All throw tconv::Error naming the path and
/// the reason.
class FileReader {
 public:
  explicit FileReader(const std::filesystem::path& path);
  ~FileReader();
  std::uint64_t size() const { return size_; }
  /// Fills `bytes` with what comes next; throws where there is less.
  void read(std::span<char> bytes);
  std::string read(std::size_t count);

 private:
  std::filesystem::path path_;
  int descriptor_;
  std::uint64_t size_;
};

/// The whole content of a regular file of at most `limit` bytes. @throws tconv::Error naming path and reason.
std::string readFile(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{1} << 34);

/// The first `count` bytes of a regular file, fewer where it is shorter. @throws tconv::Error
std::string readStart(const std::filesystem::path& path, std::uint64_t count);

/// An error about a file: "folder/x.npy: is a directory". The path is made safe for a one-line message.
tconv::Error fileError(const std::filesystem::path& path, const tconv::Phrase& reason);

}  // namespace lab::io
