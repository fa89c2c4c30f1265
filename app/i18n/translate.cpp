#include "i18n/translate.h"

#include <fmt/args.h>

#include <array>
#include <cstdlib>
#include <map>
#include <mutex>

#include "i18n/catalogue.h"
#include "resources/resources.h"

namespace lab::i18n {
namespace {

struct LanguageInfo {
  Language language;
  std::string_view id, name;
};
constexpr std::array<LanguageInfo, 3> kLanguages = {{{Language::english, "en", "English"},
                                                     {Language::chinese, "zh_CN", "中文"},
                                                     {Language::pseudo, "", "⟦⟧"}}};

const LanguageInfo& info(Language language) { return kLanguages[static_cast<std::size_t>(language)]; }

Language& current() {
  thread_local Language language = Language::english;
  return language;
}

/// Of all compiled translations into Chinese: of the program's texts, and of its lessons.
const Catalogue& chineseTexts() {
  static const Catalogue texts = [] {
    Catalogue all;
    for (const std::string_view name : resources::names())
      if (name.starts_with("zh_CN.") && name.ends_with(".mo")) all.merge(parseMo(resources::named(name)));
    return all;
  }();
  return texts;
}

/// Vowels with accents, except in the places of values; translations are up to a quarter longer.
std::string accented(std::string_view english) {
  constexpr std::string_view kPlain = "aeiouAEIOU";
  constexpr std::array<std::string_view, kPlain.size()> kAccented = {"á", "é", "í", "ó", "ú",
                                                                     "Á", "É", "Í", "Ó", "Ú"};
  std::string text = "⟦";
  bool in_place = false;
  for (const char c : english) {
    in_place = c == '{' || (in_place && c != '}');
    const std::size_t vowel = in_place ? std::string_view::npos : kPlain.find(c);
    if (vowel == std::string_view::npos)
      text += c;
    else
      text += kAccented[vowel];
  }
  return text + std::string(english.size() / 4, '~') + "⟧";
}

/// Kept, since texts are handed out as they lie in memory; those of all languages end in a zero.
std::string_view pseudo(std::string_view english) {
  static std::mutex mutex;
  static std::map<std::string, std::string, std::less<>> known;
  const std::scoped_lock lock(mutex);
  const auto found = known.find(english);
  if (found != known.end()) return found->second;
  return known.emplace(english, accented(english)).first->second;
}

}  // namespace

std::string_view idOf(Language language) { return info(language).id; }

std::string_view nameOf(Language language) { return info(language).name; }

std::optional<Language> languageOf(std::string_view id) {
  for (const LanguageInfo& known : kLanguages)
    if (!known.id.empty() && known.id == id) return known.language;
  return {};
}

std::span<const Language> languages() {
  static constexpr std::array<Language, 2> kAll = {Language::english, Language::chinese};
  return kAll;
}

Language languageOfEnvironment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* locale = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets it
    if (locale != nullptr && *locale != '\0')
      return std::string_view(locale).starts_with("zh") ? Language::chinese : Language::english;
  }
  return Language::english;
}

std::vector<std::string> textsOf(Language language) {
  std::vector<std::string> texts;
  if (language != Language::chinese) return texts;
  for (const auto& [english, translated] : chineseTexts()) texts.emplace_back(translated);
  return texts;
}

Language language() { return current(); }

LanguageScope::LanguageScope(Language language) : before_(current()) { current() = language; }

LanguageScope::~LanguageScope() { current() = before_; }

}  // namespace lab::i18n

namespace lab {

std::string_view tr(std::string_view english) {
  using i18n::Language;
  if (i18n::language() == Language::english || english.empty()) return english;
  if (i18n::language() == Language::pseudo) return i18n::pseudo(english);
  const auto found = i18n::chineseTexts().find(english);
  return found == i18n::chineseTexts().end() ? english : found->second;
}

const char* tr(const char* english) { return tr(std::string_view(english)).data(); }

std::string tr(const tconv::Phrase& phrase) {
  fmt::dynamic_format_arg_store<fmt::format_context> values;
  for (const std::string& value : phrase.values) values.push_back(value);
  const std::string_view words = tr(std::string_view(phrase.words));
  return fmt::vformat(fmt::string_view(words.data(), words.size()), values);
}

std::string tr(const tconv::Problem& problem) {
  const std::string_view subject = tr(std::string_view(problem.subject));
  return problem.value.empty() ? trf("{}: {}", subject, tr(problem.rule))
                               : trf("{} = {}: {}", subject, problem.value, tr(problem.rule));
}

std::string tr(const std::exception& error) {
  const auto* problem = dynamic_cast<const tconv::Error*>(&error);
  return problem ? tr(problem->problem()) : error.what();
}

}  // namespace lab
