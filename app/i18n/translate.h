#pragma once

#include <fmt/format.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tconv/error.h"

/// The languages of the program. Texts stand in the code in English; assets/translations holds them in the
/// others, in gettext's format, and the program holds those files.
namespace lab::i18n {

enum class Language {
  english,
  chinese,
  pseudo,  ///< for tests: every text that is translated is longer, ⟦áccéntéd~~⟧
};

/// "en" or "zh_CN"; empty for pseudo.
std::string_view idOf(Language language);
/// "English" or "中文". Never translated: who needs it reads no other.
std::string_view nameOf(Language language);
std::optional<Language> languageOf(std::string_view id);
/// Those that users can choose.
std::span<const Language> languages();
/// Chinese where LC_ALL, LC_MESSAGES or LANG, the first that is set, begins with "zh", else English.
Language languageOfEnvironment();

/// All texts of a language that this program has: for who must know its characters. None of English.
std::vector<std::string> textsOf(Language language);

/// The language of this thread, English until one is set.
Language language();

/// Sets the language of this thread as long as it lives.
class LanguageScope {
 public:
  explicit LanguageScope(Language language);
  ~LanguageScope();
  LanguageScope(const LanguageScope&) = delete;
  LanguageScope& operator=(const LanguageScope&) = delete;

 private:
  Language before_;
};

}  // namespace lab::i18n

namespace lab {

/// A text in the thread's language, or as it is where the language lacks it. What is returned lives as long
/// as the program or as the text that was given.
const char* tr(const char* english);
std::string_view tr(std::string_view english);

/// A sentence with values in it: the format is translated, which may change the order of its values.
template <class... Args>
std::string trf(fmt::format_string<Args...> english, Args&&... args) {
  const fmt::string_view text = english;
  const std::string_view translated = tr(std::string_view(text.data(), text.size()));
  return fmt::vformat(fmt::string_view(translated.data(), translated.size()), fmt::make_format_args(args...));
}

/// In the thread's language. What a problem names stays as it is, "stride[0]", unless it is a marked word.
std::string tr(const tconv::Phrase& phrase);
std::string tr(const tconv::Problem& problem);
/// What went wrong: that of the problem, where it is one, or else what().
std::string tr(const std::exception& error);

/// Marks a text of a table for translation; it is passed to tr() where it is shown.
constexpr const char* trLater(const char* english) { return english; }

}  // namespace lab
