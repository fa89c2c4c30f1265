#include "export/command_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "model/fields.h"

namespace lab::exporting {
namespace {

constexpr std::string_view kHarmless =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=:,./@%";

class Words {
 public:
  void add(std::string_view option, const std::string& value) {
    text_ += fmt::format(" {} {}", option, shellWord(value));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_ = "tconv-lab export";
};

bool sameBits(const Tensor& a, const Tensor& b) {
  const auto bits = [](float value) { return std::bit_cast<std::uint32_t>(value); };
  return std::ranges::equal(a.values(), b.values(), {}, bits, bits);
}

/// One number where the axes agree, or H,W; of a single axis its own number.
std::string axesText(const Field& f, const Document& document) {
  const Pair value = f.get(document);
  if (!f.per_axis) return fmt::format("{}", value.h);
  if (document.layer.dims == 1 || value.h == value.w) return fmt::format("{}", value.w);
  return fmt::format("{},{}", value.h, value.w);
}

void addPads(Words& words, const Layer& layer) {
  const auto& [begin, end] = layer.padding;
  if (layer.dims == 1)
    words.add("--pads", fmt::format("{},{}", begin.w, end.w));
  else
    words.add("--pads", fmt::format("{},{},{},{}", begin.h, begin.w, end.h, end.w));
}

/// Sizes always, as they are asked for; of the others what differs from its default.
void addFields(Words& words, const Document& document) {
  Document standard;
  standard.layer.dims = document.layer.dims;
  const bool padded_evenly = document.layer.padding.symmetric();
  for (const Field& f : fields()) {
    const bool always = f.id == "input_size" || f.id == "kernel_size";
    if (f.flag.empty() || (f.id == "padding" && !padded_evenly)) continue;
    if (always || axesText(f, document) != axesText(f, standard)) words.add(f.flag, axesText(f, document));
  }
  if (!padded_evenly) addPads(words, document.layer);
}

void addDocument(Words& words, const Document& document) {
  const Document standard;
  if (document.layer.dims != standard.layer.dims) words.add("--dims", fmt::format("{}", document.layer.dims));
  addFields(words, document);
  if (document.input.preset != standard.input.preset)
    words.add("--input-preset", std::string(tconv::nameOf(document.input.preset)));
  if (document.kernel.preset != standard.kernel.preset)
    words.add("--kernel-preset", std::string(tconv::nameOf(document.kernel.preset)));
  if (document.input.seed != standard.input.seed) words.add("--seed", fmt::format("{}", document.input.seed));
}

/// What --face makes a step.
bool goesByCell(const std::vector<Face>& faces) { return faces.size() == 1 && info(faces.front()).by_cell; }

void addFaces(Words& words, const ViewState& view, const Comparison& comparison) {
  if (view.shows(Face::compare) && comparison != Comparison{}) {
    const auto fields = sweepFields();
    std::string swept(fields[static_cast<std::size_t>(comparison.columns)]);
    if (comparison.rows != SweepField::none)
      swept += fmt::format(",{}", fields[static_cast<std::size_t>(comparison.rows)]);
    return words.add("--sweep", swept);
  }
  std::vector<std::string_view> ids;
  for (const Face face : view.faces) ids.push_back(info(face).id);
  words.add("--face", fmt::format("{}", fmt::join(ids, ",")));
}

}  // namespace

std::string shellWord(const std::string& text) {
  if (!text.empty() && text.find_first_not_of(kHarmless) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::optional<Document> toldByOptions(const Document& document) {
  if (document.layer.bias) return {};
  const Tensor x = resolveInput(document), w = resolveKernel(document);
  Document told = document;
  for (const std::uint64_t seed : {std::uint64_t{1}, document.input.seed, document.kernel.seed}) {
    told.input = {document.input.preset, seed, nullptr};
    told.kernel = {document.kernel.preset, seed, nullptr};
    if (sameBits(resolveInput(told), x) && sameBits(resolveKernel(told), w)) return told;
  }
  return {};
}

bool toldByOptions(const ViewState& view, const Comparison& comparison) {
  const ViewState standard;
  const bool swept = comparison.mode == CompareMode::sweep && view.faces.size() == 1;
  if (view.shows(Face::compare) && comparison != Comparison{} && !swept) return false;
  if ((view.playhead.granularity == Granularity::cell) != goesByCell(view.faces)) return false;
  return view.split == standard.split && view.options == standard.options && view.scales == standard.scales &&
         view.pinned == standard.pinned && view.show_symbols == standard.show_symbols;
}

Index stateAt(const Derived& derived, const Playhead& playhead) {
  const bool by_cell = playhead.granularity == Granularity::cell;
  return unitsBefore(timelineOf(*derived.trace), by_cell ? Granularity::cell : Granularity::element,
                     playhead.time);
}

std::string commandLine(const Derived& derived, const ViewState& view,
                        const std::optional<std::filesystem::path>& session) {
  Words words;
  if (session) {
    words.add("--session", session->string());
  } else {
    addDocument(words, toldByOptions(derived.document).value_or(derived.document));
    addFaces(words, view, derived.document.comparison);
  }
  words.add("--steps", fmt::format("{}", stateAt(derived, view.playhead)));
  if (view.theme != ThemeChoice::light)
    words.add("--theme", view.theme == ThemeChoice::dark ? "dark" : "print");
  if (view.language != i18n::Language::english)
    words.add("--language", std::string(i18n::idOf(view.language)));
  words.add("--output", "figure.png");
  return words.text();
}

}  // namespace lab::exporting
