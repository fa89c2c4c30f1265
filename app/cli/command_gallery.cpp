#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/gallery_job.h"
#include "cli/parameters.h"
#include "cli/terminal.h"
#include "i18n/translate.h"
#include "io/atomic_file.h"

namespace lab::cli {

namespace fs = std::filesystem;

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
  const std::vector<Figure> figures = parseGalleryJob(io::readFile(job), job);
  fs::create_directories(folder, error);
  if (error) throw io::fileError(folder, tconv::Phrase("cannot be made: {}", error.message()));
  for (const Figure& figure : figures) {
    std::vector<std::string> all = figure.arguments;
    all.push_back("--output=" + (folder / figure.output).string());
    if (options.flag("--overwrite")) all.emplace_back("--overwrite");
    if (options.given("--language") && !figure.names_language)
      all.push_back("--language=" + options.text("--language"));
    try {
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
