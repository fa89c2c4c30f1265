#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/numbers.h"
#include "i18n/translate.h"
#include "model/document.h"

namespace lab::cli {

/// A command's options as texts. CLI11 is given strings only: what a number is, is decided here, strictly.
class Options {
 public:
  explicit Options(CLI::App& app) : app_(app) {}

  void add(const std::string& name, const std::string& value_name, const std::string& help,
           bool required = false);
  void addFlag(const std::string& name, const std::string& help);
  /// The heading in the help that what is added next stands under.
  void group(const std::string& heading) { group_ = heading; }
  /// Throws UsageError for the first required option that is missing. Left to CLI11, it would come before the
  /// unknown option that was meant to be it.
  void requireAll() const;
  bool given(const std::string& name) const;
  /// The text of an option that was given; throws UsageError "--name: is missing" where it was not.
  const std::string& text(const std::string& name) const;
  std::optional<std::string> find(const std::string& name) const;
  /// Whether a flag was given.
  bool flag(const std::string& name) const { return flags_.at(name); }
  /// Throws UsageError where both were given.
  void refuseTogether(const std::string& a, const std::string& b) const;

 private:
  CLI::App& app_;
  std::deque<std::string> texts_;  // CLI11 keeps references to them
  std::map<std::string, std::pair<CLI::Option*, const std::string*>> options_;
  std::map<std::string, bool> flags_;
  std::vector<std::string> required_;
  std::string group_ = tr("Options");
};

/// --stride --padding --output-padding --dilation --groups from the field table, --pads, --output-size,
/// --dims.
void addLayerOptions(Options& options);
/// --input-size --kernel --in-channels --out-channels from the field table.
void addSizeOptions(Options& options);
/// --language, of help and messages where `help` says nothing else.
void addLanguageOption(
    Options& options,
    const std::string& help = tr("Of this help and of messages (default that of the environment)."));
/// "en" or "zh_CN". Throws UsageError.
i18n::Language parseLanguage(const std::string& text);
/// --input --weight --bias.
void addOperandOptions(Options& options, bool required);

/// Sets the parameters that were given; not yet --output-size, which needs the sizes. Throws UsageError where
/// an option is no number of its kind or contradicts another; the values themselves are checked by
/// validate().
void applyLayerOptions(const Options& options, Document& document);
void applySizeOptions(const Options& options, Document& document);
/// output_padding from --output-size, where given. The input size and kernel must be known.
void applyOutputSize(const Options& options, Layer& layer, Pair input);

/// Throws UsageError where the layer is not valid for the input.
void requireValidLayer(const Layer& layer, Shape input);

}  // namespace lab::cli
