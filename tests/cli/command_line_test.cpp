#include "export/command_line.h"

#include <gmock/gmock.h>
#include <CLI/CLI.hpp>
#include <sstream>

#include "cli/document_options.h"
#include "cli/export_options.h"
#include "io/session.h"
#include "model/examples.h"
#include "support/documents.h"
#include "support/files.h"
#include "support/program.h"
#include "support/shell.h"

/// What the window copies as a command: the program's own options read the same out of it.
namespace lab::exporting {
namespace {

using testing::HasSubstr;

/// The arguments after `tconv-lab export`, as a shell hands them over.
std::vector<std::string> argumentsOf(const std::string& line) {
  std::istringstream lines(support::outputOf("set -- " + line + "; shift 2; printf '%s\\n' \"$@\""));
  std::vector<std::string> words;
  for (std::string word; std::getline(lines, word);) words.push_back(word);
  return words;
}

struct Read {
  Session session;
  Request request;
};

/// What the options of `tconv-lab export` make of a line.
Read read(const std::string& line) {
  CLI::App app;
  cli::Options options(app);
  cli::addDocumentOptions(options);
  cli::addExportOptions(options);
  std::vector<std::string> words = argumentsOf(line);
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  app.parse(words);
  Read read{cli::sessionOf(options).session, {}};
  read.request = cli::requestOf(options, read.session.view);
  return read;
}

void expectSameNumbers(const Document& document, const Document& told) {
  EXPECT_EQ(told.layer.groups, document.layer.groups);
  EXPECT_EQ(tconv::weightShape(told.layer), tconv::weightShape(document.layer));
  EXPECT_EQ(inputShape(told), inputShape(document));
  EXPECT_EQ(support::toVector(resolveInput(told)), support::toVector(resolveInput(document)));
  EXPECT_EQ(support::toVector(resolveKernel(told)), support::toVector(resolveKernel(document)));
  const auto output = [](const Document& of) {
    const Derived derived = support::derived(of);
    return support::toVector(derived.trace->output({derived.trace->steps(), 0}));
  };
  EXPECT_EQ(output(told), output(document));
}

void expectReadBack(const Document& document) {
  ASSERT_TRUE(toldByOptions(document));
  const std::string line = commandLine(support::derived(document), {}, {});
  SCOPED_TRACE(line);
  expectSameNumbers(document, read(line).session.document);
}

TEST(CommandLine, IsReadBackForEveryExample) {
  for (const Example& example : examples()) {
    const Document document = example.make();
    if (document.input.custom)
      EXPECT_FALSE(toldByOptions(document)) << example.id;
    else
      expectReadBack(document);
  }
}

TEST(CommandLine, IsReadBackForEveryPreset) {
  Document document = newcomerDocument();
  for (const std::string_view name : tconv::valuePresetNames()) {
    document.input = {tconv::valuePreset(name), 7, nullptr};
    expectReadBack(document);
  }
  for (const std::string_view name : tconv::kernelPresetNames()) {
    document.kernel = {tconv::kernelPreset(name), 7, nullptr};
    expectReadBack(document);
  }
}

TEST(CommandLine, IsReadBackForEveryLayer) {
  rc::check([] {
    Document document = support::pickDocument();
    document.input = {tconv::ValuePreset::random_integers, 5, nullptr};
    document.kernel = {tconv::KernelPreset::random_integers, 5, nullptr};
    document.layer.bias = false;
    expectReadBack(document);
  });
}

TEST(CommandLine, LeavesOutWhatIsTheDefault) {
  EXPECT_EQ(commandLine(support::derived(Document{}), {}, {}),
            "tconv-lab export --kernel 3 --input-size 3 --face scatter --steps 0 --output figure.png");
}

TEST(CommandLine, KnowsWhatOptionsCannotTell) {
  Document biased = newcomerDocument();
  biased.layer.bias = true;
  EXPECT_FALSE(toldByOptions(biased));
  Document own = newcomerDocument();
  own.input.custom = std::make_shared<const Tensor>(Shape{1, 1, 3, 3}, std::vector<float>(9, 0.5F));
  EXPECT_FALSE(toldByOptions(own));
  Document seeds = newcomerDocument();
  seeds.input = {tconv::ValuePreset::normal, 2, nullptr};
  seeds.kernel = {tconv::KernelPreset::normal, 3, nullptr};
  EXPECT_FALSE(toldByOptions(seeds));
  ViewState by_cell;
  by_cell.playhead.granularity = Granularity::cell;
  EXPECT_FALSE(toldByOptions(by_cell, {}));
  by_cell.faces = {Face::gather};
  EXPECT_TRUE(toldByOptions(by_cell, {}));
  ViewState pinned;
  pinned.pinned = {RefKind::input, 0, 0, 1, 1};
  EXPECT_FALSE(toldByOptions(pinned, {}));
  ViewState compared;
  compared.faces = {Face::compare, Face::scatter};
  EXPECT_TRUE(toldByOptions(compared, {}));
  Comparison sweep;
  sweep.mode = CompareMode::sweep;
  EXPECT_FALSE(toldByOptions(compared, sweep));
}

TEST(CommandLine, TellsFacesThemeLanguageAndState) {
  ViewState view;
  view.faces = {Face::gather, Face::overlap};
  view.theme = ThemeChoice::dark;
  view.language = i18n::Language::chinese;
  view.playhead.time = 4.5;
  const Request request = read(commandLine(support::derived(newcomerDocument()), view, {})).request;
  EXPECT_EQ(request.faces, view.faces);
  EXPECT_EQ(request.look.theme, view.theme);
  EXPECT_EQ(request.look.language, view.language);
  EXPECT_EQ(request.selection.first, 4);
  EXPECT_EQ(request.selection.last, 5);
}

TEST(CommandLine, CountsOutputCellsWhereTheViewGoesByThem) {
  ViewState view;
  view.faces = {Face::gather};
  view.playhead.granularity = Granularity::cell;
  const Derived derived = support::derived(newcomerDocument());
  view.playhead.time = timeAfter(timelineOf(*derived.trace), Granularity::cell, 7);
  const Request request = read(commandLine(derived, view, {})).request;
  EXPECT_EQ(request.granularity, Granularity::cell);
  EXPECT_EQ(request.selection.first, 7);
}

TEST(CommandLine, TellsASweep) {
  Document document = newcomerDocument();
  document.comparison.mode = CompareMode::sweep;
  document.comparison.columns = SweepField::output_padding;
  document.comparison.rows = SweepField::none;
  ViewState view;
  view.faces = {Face::compare};
  ASSERT_TRUE(toldByOptions(view, document.comparison));
  const Session session = read(commandLine(support::derived(document), view, {})).session;
  EXPECT_EQ(session.document.comparison, document.comparison);
  EXPECT_EQ(session.view.faces, view.faces);
}

TEST(CommandLine, QuotesWhatAShellWouldRead) {
  for (const char* word : {"", "plain", "two words", "it's", "$HOME", "a;b", "*", "~", "\\", "\"", "ä"}) {
    EXPECT_THAT(argumentsOf("tconv-lab export " + shellWord(word)), testing::ElementsAre(word));
  }
  EXPECT_EQ(shellWord("3,5"), "3,5");
}

TEST(CommandLine, DrawsThePictureOfTheSession) {
  const support::TemporaryFolder folder;
  const auto picture = [&](const std::string& line, const char* name) {
    std::vector<std::string> words = argumentsOf(line);
    words.insert(words.begin(), "export");
    words.back() = name;
    const support::Outcome outcome = support::runProgram(words, {.folder = folder.path()});
    EXPECT_EQ(outcome.status, 0) << line << outcome.err;
    return support::contentOf(folder / name);
  };
  Session session{newcomerDocument(), {}};
  session.document.input = {tconv::ValuePreset::random_integers, 3, nullptr};
  session.view.faces = {Face::gather};
  session.view.playhead.time = 4;
  session.view.playhead.granularity = Granularity::cell;
  const std::filesystem::path path = folder / "it's own.json";
  io::saveSession(path, session);
  const Derived derived = support::derived(session.document);
  const std::string by_options = picture(commandLine(derived, session.view, {}), "a.svg");
  EXPECT_THAT(by_options, HasSubstr("<text"));
  EXPECT_EQ(picture(commandLine(derived, session.view, path), "b.svg"), by_options);
}

}  // namespace
}  // namespace lab::exporting
