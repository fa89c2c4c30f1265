#include "cli/gallery_job.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/export_options.h"
#include "cli/parameters.h"
#include "export/format.h"
#include "io/atomic_file.h"
#include "io/json_reader.h"

namespace lab::cli {
namespace {

namespace fs = std::filesystem;
using io::Json;

/// A value of an option as it stands on a command line: 3, [3, 5] as "3,5", "text".
std::string textOf(const Json& value, const std::string& name) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.dump();
  if (value.is_array()) {
    std::string text;
    for (const Json& part : value) text += (text.empty() ? "" : ",") + textOf(part, name);
    return text;
  }
  throw io::badValue(name, value, tconv::Phrase("must be a text, a number, true or a list of numbers"));
}

/// Options of the figure stand instead of those for all.
Json merged(const Json& all, const Json& figure, const std::string& name) {
  if (!figure.is_object()) throw io::badValue(name, figure, tconv::Phrase("must be an object"));
  Json result = all.is_object() ? all : Json::object();
  for (const auto& [key, value] : figure.items()) result[key] = value;
  return result;
}

/// The timing counts for animations only, so that it can stand beside all outputs of a figure.
bool isAnimated(const std::string& output) {
  return std::ranges::any_of(exporting::formats(), [&](const exporting::FormatInfo& format) {
    return format.product == exporting::Product::animation && endsLike(output, format.format);
  });
}

std::vector<std::string> argumentsOf(const Json& options, const std::string& output,
                                     const std::string& name) {
  const bool animated = isAnimated(output);
  std::vector<std::string> arguments;
  for (const auto& [key, value] : options.items()) {
    const std::string member = name + "." + key, option = "--" + key;
    if (key == "output" || value == false || (isTimingOption(option) && !animated)) continue;
    if (key == "overwrite" || key == "json" || key.find('=') != std::string::npos)
      throw io::badValue(member, value, tconv::Phrase("is not for job files"));
    arguments.push_back(option + (value == true ? "" : "=" + textOf(value, member)));
  }
  return arguments;
}

/// Where a figure is written, below the folder that the command names: a job of somebody else must not reach
/// files beside it.
std::string placeOf(const Json& output, const std::string& name) {
  if (!output.is_string() || output.get<std::string>().empty())
    throw io::badValue(name, output, tconv::Phrase("must be a name, or a list of names"));
  const fs::path path = output.get<std::string>();
  if (path.is_absolute() || std::ranges::find(path, "..") != path.end())
    throw io::badValue(name, output, tconv::Phrase("must lie below the folder of the output"));
  return path.string();
}

void appendFigures(const Json& options, const std::string& name, std::vector<Figure>& figures) {
  const Json none;
  const Json& output = options.contains("output") ? options["output"] : none;
  for (const Json& one : output.is_array() ? output : Json::array({output})) {
    if (one.is_object()) {
      if (!one.contains("output")) placeOf(none, name + ".output.output");  // not the list that it stands in
      appendFigures(merged(options, one, name + ".output"), name, figures);
      continue;
    }
    const std::string place = placeOf(one, name + ".output");
    figures.push_back({name, place, argumentsOf(options, place, name), options.contains("language")});
  }
}

}  // namespace

std::vector<Figure> parseGalleryJob(std::string_view json, const std::string& path) {
  const Json job = io::parseJson(json, path);
  io::ObjectReader reader(job, "");
  const Json* all = reader.find("all");
  const Json* figures = reader.find("figures");
  if (all != nullptr && !all->is_object())
    throw io::badValue("all", *all, tconv::Phrase("must be an object"));
  if (figures == nullptr || !figures->is_array() || figures->empty())
    throw io::fileError(path, tconv::Phrase("must have a list \"figures\" that is not empty"));
  std::vector<std::string> unknown;
  reader.finish(unknown);
  if (!unknown.empty()) throw io::fileError(path, tconv::Phrase("{}", unknown.front()));
  std::vector<Figure> result;
  for (std::size_t i = 0; i < figures->size(); ++i) {
    const std::string name = fmt::format("figures[{}]", i);
    appendFigures(merged(all == nullptr ? Json::object() : *all, (*figures)[i], name), name, result);
  }
  return result;
}

}  // namespace lab::cli
