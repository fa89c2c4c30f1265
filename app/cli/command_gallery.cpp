#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/export_options.h"
#include "cli/parameters.h"
#include "cli/terminal.h"
#include "export/format.h"
#include "i18n/translate.h"
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

/// One file to be written.
struct Figure {
  std::string name;  ///< "figures[3]"
  std::string output;
  Json options;
};

/// "output" is a name, an object with one and with options of its own, or a list of these.
void appendFigures(const Json& options, const std::string& name, std::vector<Figure>& figures) {
  const Json none;
  const Json& output = options.contains("output") ? options["output"] : none;
  for (const Json& one : output.is_array() ? output : Json::array({output})) {
    if (one.is_object()) {
      appendFigures(merged(options, one, name + ".output"), name, figures);
      continue;
    }
    if (!one.is_string() || one.get<std::string>().empty())
      throw io::badValue(name + ".output", one, tconv::Phrase("must be a name, or a list of names"));
    figures.push_back({name, one, options});
  }
}

/// Appends an option for each member: {"stride": 2, "formula": true} is --stride 2 --formula. The timing
/// counts for animations only, so that it can stand beside all outputs of a figure.
void appendOptions(const Figure& figure, std::vector<std::string>& arguments) {
  const bool animated = std::ranges::any_of(exporting::formats(), [&](const exporting::FormatInfo& format) {
    return format.product == exporting::Product::animation && endsLike(figure.output, format.format);
  });
  for (const auto& [key, value] : figure.options.items()) {
    const std::string name = figure.name + "." + key, option = "--" + key;
    if (key == "output" || value == false || (isTimingOption(option) && !animated)) continue;
    if (key == "overwrite" || key == "json")
      throw io::badValue(name, value, tconv::Phrase("is not for job files"));
    arguments.push_back(option + (value == true ? "" : "=" + textOf(value, name)));
  }
}

std::vector<Figure> figuresOf(const std::string& path) {
  const Json job = io::parseJson(io::readFile(path), path);
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

}  // namespace

int galleryCommand(std::span<const std::string> arguments) {
  CLI::App app(trf(
      "Writes many figures in one run. The job file is JSON: {}; each figure has the options of tconv-lab "
      "export as members, without dashes, and \"output\", a name or a list of names; \"all\" holds options "
      "for every figure.",
      R"({"all": {..}, "figures": [{..}, ..]})"));
  describe(app, "tconv-lab gallery");
  Options options(app);
  addLanguageOption(options, tr("Of figures that name none (default en), of this help and of messages "
                                "(default that of the environment)."));
  std::string job;
  app.add_option("JOB", job, tr("The job file (JSON)."))->type_name("");
  options.add("--output", "DIR", tr("Folder for the figures, made if missing."), true);
  options.addFlag("--overwrite", tr("Replace files that exist."));
  if (!parse(app, arguments)) return 0;
  if (job.empty()) throw UsageError({"JOB", "", tconv::Phrase("is missing: the job file"), {}});
  options.requireAll();
  const fs::path folder = options.text("--output");
  std::error_code error;
  const std::vector<Figure> figures = figuresOf(job);
  fs::create_directories(folder, error);
  if (error) throw io::fileError(folder, tconv::Phrase("cannot be made: {}", error.message()));
  for (const Figure& figure : figures) {
    std::vector<std::string> all = {"--output", (folder / figure.output).string()};
    if (options.flag("--overwrite")) all.emplace_back("--overwrite");
    if (options.given("--language") && !figure.options.contains("language"))
      all.push_back("--language=" + options.text("--language"));
    try {
      appendOptions(figure, all);
      if (const int status = exportCommand(all); status != 0) return status;
    } catch (const tconv::Error& failure) {
      throw tconv::Error({fmt::format("{} ({})", figure.name, figure.output),
                          "",
                          tconv::Phrase("{}", tr(failure.problem())),
                          {}});
    }
  }
  return 0;
}

}  // namespace lab::cli
