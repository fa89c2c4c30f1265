#include "cli/parameters.h"

#include <array>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "model/fields.h"

namespace lab::cli {
namespace {

constexpr std::array<std::string_view, 5> kLayerFields = {"stride", "padding", "output_padding", "dilation",
                                                          "groups"};
constexpr std::array<std::string_view, 4> kSizeFields = {"input_size", "kernel_size", "in_channels",
                                                         "out_channels"};

void addFields(Options& options, std::span<const std::string_view> ids) {
  for (const std::string_view id : ids) {
    const Field& f = field(id);
    options.add(std::string(f.flag), f.per_axis ? "H[,W]" : "N",
                trf("{} (default {})", tr(f.help), f.standard));
  }
}

/// A single number for both axes in 1-D: its height axis is trivial.
Pair parseAxes(std::string_view flag, const std::string& text, int dims) {
  return dims == 1 ? Pair{parseInteger(flag, text)} : parsePair(flag, text);
}

void applyFields(const Options& options, std::span<const std::string_view> ids, Document& document) {
  for (const std::string_view id : ids) {
    const Field& f = field(id);
    if (const auto text = options.find(std::string(f.flag)))
      f.set(document, parseAxes(f.flag, *text, f.per_axis ? document.layer.dims : 1));
  }
}

tconv::Padding parsePads(const std::string& text, int dims) {
  if (dims == 1) {
    const auto p = parseIntegers("--pads", text, 2, "left,right");
    return {Pair{0, p[0]}, Pair{0, p[1]}};
  }
  const auto p = parseIntegers("--pads", text, 4, "top,left,bottom,right");
  return {Pair{p[0], p[1]}, Pair{p[2], p[3]}};
}

/// The height axis of a 1-D layer holds 1, so that sizes agree with tensors of height 1.
void flattenHeight(Document& document) {
  document.input_size.h = 1;
  document.layer.kernel_size.h = 1;
}

}  // namespace

void Options::add(const std::string& name, const std::string& value_name, const std::string& help,
                  bool required) {
  std::string& text = texts_.emplace_back();
  if (required) required_.push_back(name);
  CLI::Option* option =
      app_.add_option(name, text, required ? trf("{} Required.", help) : help)->type_name(value_name);
  option->group(group_);
  options_.emplace(name, std::pair{option, &text});
}

void Options::addFlag(const std::string& name, const std::string& help) {
  app_.add_flag(name, flags_[name], help)->disable_flag_override()->group(group_);
}

void Options::requireAll() const {
  for (const std::string& name : required_) text(name);
}

bool Options::given(const std::string& name) const {
  const auto found = options_.find(name);
  return found != options_.end() && found->second.first->count() > 0;
}

const std::string& Options::text(const std::string& name) const {
  if (!given(name)) throw UsageError({name, "", tconv::Phrase("is missing"), {}});
  return *options_.at(name).second;
}

std::optional<std::string> Options::find(const std::string& name) const {
  if (!given(name)) return {};
  return *options_.at(name).second;
}

void Options::refuseTogether(const std::string& a, const std::string& b) const {
  if (given(a) && given(b))
    throw UsageError({a, "", tconv::Phrase("must not be given together with {}", b), {}});
}

void addLayerOptions(Options& options) {
  addFields(options, kLayerFields);
  options.add("--pads", "T,L,B,R",
              tr("Padding of each side by itself instead of --padding; L,R with --dims 1."));
  options.add("--output-size", "H[,W]", tr("The wanted output size instead of --output-padding."));
  options.add("--dims", "1|2", tr("Number of spatial axes (default 2)."));
}

void addLanguageOption(Options& options, const std::string& help) {
  options.add("--language", "en|zh_CN", help);
}

i18n::Language parseLanguage(const std::string& text) {
  if (const auto language = i18n::languageOf(text)) return *language;
  throw badOption("--language", text, tconv::Phrase("must be en or zh_CN"));
}

void addSizeOptions(Options& options) { addFields(options, kSizeFields); }

void addOperandOptions(Options& options, bool required) {
  options.add("--input", "X.npy", tr("(H,W), (C,H,W) or (N,C,H,W); with --dims 1 (C,L) or (N,C,L)."),
              required);
  options.add("--weight", "W.npy", tr("(C_in,C_out/G,kH,kW) or (kH,kW); with --dims 1 (C_in,C_out/G,k)."),
              required);
  options.add("--bias", "B.npy", tr("(C_out): one value for each output channel."));
}

void applyLayerOptions(const Options& options, Document& document) {
  options.refuseTogether("--pads", "--padding");
  options.refuseTogether("--output-size", "--output-padding");
  Layer& layer = document.layer;
  if (const auto dims = options.find("--dims"))
    layer.dims = static_cast<int>(parseInteger("--dims", *dims, 1, 2));
  if (layer.dims == 1) flattenHeight(document);
  applyFields(options, kLayerFields, document);
  if (const auto pads = options.find("--pads")) layer.padding = parsePads(*pads, layer.dims);
  if (const auto size = options.find("--output-size"))
    parseAxes("--output-size", *size, layer.dims);  // refused before any file is read
}

void applySizeOptions(const Options& options, Document& document) {
  applyFields(options, kSizeFields, document);
  if (document.layer.dims == 1) flattenHeight(document);
}

void applyOutputSize(const Options& options, Layer& layer, Pair input) {
  const auto text = options.find("--output-size");
  if (!text) return;
  Pair wanted = parseAxes("--output-size", *text, layer.dims);
  if (layer.dims == 1) wanted.h = 1;
  try {
    layer.output_padding = tconv::outputPaddingFor(layer, input, wanted);
  } catch (const tconv::Error& error) {
    throw UsageError(error.problem());
  }
}

void requireValidLayer(const Layer& layer, Shape input) {
  if (const auto problem = tconv::validate(layer, input)) throw UsageError(*problem);
}

}  // namespace lab::cli
