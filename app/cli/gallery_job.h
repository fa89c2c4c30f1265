#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lab::cli {

/// One file that a job of `tconv-lab gallery` asks for.
struct Figure {
  std::string name;                    ///< its place in the job, as messages call it: "figures[3]"
  std::string output;                  ///< below the folder of the job's output
  std::vector<std::string> arguments;  ///< of `tconv-lab export`, without --output
  bool names_language = false;         ///< whether they have --language
};

/// The figures of a job file: {"all": {..}, "figures": [{..}, ..]}. Members of a figure are options of
/// `tconv-lab export`, {"stride": 2, "formula": true} is --stride 2 --formula; they stand instead of those of
/// "all". "output" is a name, an object with one and with options of its own, or a list of these.
/// @param path names the file in messages
/// @throws tconv::Error where it is no job, or where an output lies outside of the folder
std::vector<Figure> parseGalleryJob(std::string_view json, const std::string& path);

}  // namespace lab::cli
