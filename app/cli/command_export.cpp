#include <span>
#include <string>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/document_options.h"
#include "cli/export_options.h"
#include "cli/terminal.h"
#include "export/export.h"
#include "i18n/translate.h"

namespace lab::cli {
namespace {

using Json = nlohmann::ordered_json;
using exporting::Request;
using exporting::Written;

constexpr int kInterrupted = 130;

Derived derivedFrom(const Document& document) {
  auto result = derive(document);
  if (auto* problem = std::get_if<tconv::Problem>(&result)) throw UsageError(*problem);
  return std::get<Derived>(std::move(result));
}

/// A line for each format: its name, what it is, and why it cannot be written here.
std::string formatTable() {
  std::string table;
  for (const exporting::FormatInfo& format : exporting::formats()) {
    const std::string missing = missingFor(format.format);
    table += fmt::format("{:<9} .{:<6} {}{}\n", format.id, format.extension, tr(format.label),
                         missing.empty() ? "" : trf("; unavailable: {}", missing));
  }
  return table;
}

std::string summary(const Request& request, const Written& written) {
  const Json json = {{"format", info(request.format).id},
                     {"output", request.output.string()},
                     {"files", written.files},
                     {"frames", written.frames},
                     {"width", request.width},
                     {"height", request.height},
                     {"bytes", written.bytes}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

int exportCommand(std::span<const std::string> arguments) {
  CLI::App app(tr("Writes the states as pictures or as an animation, drawn as the window draws them."));
  describe(app, "tconv-lab export");
  Options options(app);
  addDocumentOptions(options);
  addExportOptions(options);
  options.addFlag("--json", tr("Print what was written as JSON."));
  options.addFlag("--formats", tr("List the formats, and what those that are unavailable need."));
  if (!parse(app, arguments)) return 0;
  if (options.flag("--formats")) {
    print(formatTable());
    return 0;
  }
  options.requireAll();
  requestOf(options, {});  // what is wrong with the options is said before anything is read
  const io::LoadedSession loaded = sessionOf(options);
  const Request request = requestOf(options, loaded.session.view);
  const Derived derived = derivedFrom(loaded.session.document);
  const Index states = exporting::statesOf(derived, request.granularity);
  if (request.selection.last > states)
    throw badOption("--steps", options.text("--steps"),
                    tconv::Phrase("must end at {} at most, the number of states", states));
  const StopRequests stop;
  try {
    Written written;
    {
      ProgressLine line(request.output.filename().string());
      written = exporting::write(derived, request, [&](Index done, Index total) {
        line.show(done, total);
        return !StopRequests::asked();
      });
    }
    if (options.flag("--json")) print(summary(request, written));
  } catch (const exporting::Cancelled&) {
    printError(tr("tconv-lab export: stopped; what is there is complete"));
    return kInterrupted;
  }
  for (const std::string& warning : loaded.warnings)
    printError(trf("tconv-lab export: warning: {}", warning));
  return 0;
}

}  // namespace lab::cli
