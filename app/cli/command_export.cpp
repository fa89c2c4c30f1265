#include <span>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/document_options.h"
#include "cli/export_options.h"
#include "cli/terminal.h"
#include "export/export.h"

namespace lab::cli {
namespace {

Derived derivedFrom(const Document& document) {
  auto result = derive(document);
  if (auto* problem = std::get_if<tconv::Problem>(&result)) throw UsageError(*problem);
  return std::get<Derived>(std::move(result));
}

}  // namespace

int exportCommand(std::span<const std::string> arguments) {
  CLI::App app("Writes the states as pictures or as an animation, drawn as the window draws them.");
  describe(app, "tconv-lab export");
  Options options(app);
  addDocumentOptions(options);
  addExportOptions(options);
  if (!parse(app, arguments)) return 0;
  options.requireAll();
  requestOf(options, {});  // what is wrong with the options is said before anything is read
  const io::LoadedSession loaded = sessionOf(options);
  exporting::Request request = requestOf(options, loaded.session.view);
  const Derived derived = derivedFrom(loaded.session.document);
  const Index states = exporting::statesOf(derived, request.granularity);
  if (request.selection.last > states)
    throw badOption("--steps", options.text("--steps"),
                    fmt::format("must end at {} at most, the number of states", states));
  exporting::write(derived, request);
  for (const std::string& warning : loaded.warnings) printError("tconv-lab export: warning: " + warning);
  return 0;
}

}  // namespace lab::cli
