#include "i18n/translate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "i18n/catalogue.h"
#include "resources/resources.h"
#include "support/files.h"
#include "support/shell.h"

namespace lab::i18n {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = fs::path(TESTS_DIR).parent_path();

TEST(Language, HasTheNameThatCommandLinesUse) {
  EXPECT_EQ(languageOf("en"), Language::english);
  EXPECT_EQ(languageOf("zh_CN"), Language::chinese);
  EXPECT_EQ(languageOf("zh"), std::nullopt);
  EXPECT_EQ(languageOf(""), std::nullopt);
  EXPECT_EQ(idOf(Language::chinese), "zh_CN");
  EXPECT_EQ(nameOf(Language::chinese), "中文");
}

TEST(Language, IsOfOneThreadAndEndsWithItsScope) {
  EXPECT_EQ(language(), Language::english);
  {
    const LanguageScope chinese(Language::chinese);
    EXPECT_STREQ(tr("Stride"), "步幅");
    {
      const LanguageScope english(Language::english);
      EXPECT_STREQ(tr("Stride"), "Stride");
    }
    EXPECT_EQ(tr(std::string_view("Stride")), "步幅");
    std::jthread([] { EXPECT_STREQ(tr("Stride"), "Stride"); }).join();
  }
  EXPECT_STREQ(tr("Stride"), "Stride");
}

TEST(Translation, PutsValuesWhereTheLanguageWantsThem) {
  EXPECT_EQ(trf("{} that give {}", "Sizes", 7), "Sizes that give 7");
  const LanguageScope chinese(Language::chinese);
  EXPECT_EQ(trf("{} that give {}", "大小", 7), "得到 7 的大小");
  EXPECT_EQ(trf("a text that nobody has translated, {}", 1), "a text that nobody has translated, 1");
}

TEST(Translation, PseudoIsLongerAndMarked) {
  const LanguageScope pseudo(Language::pseudo);
  EXPECT_STREQ(tr("Kernel size"), "⟦Kérnél sízé~~⟧");
  EXPECT_EQ(trf("Step {} of {}", 1, 2), "⟦Stép 1 óf 2~~~⟧");
  EXPECT_EQ(trf("{:.0f} % useful", 12.4), "⟦12 % úséfúl~~~⟧");
  EXPECT_STREQ(tr(""), "");
}

TEST(Translation, SaysARuleAndAProblemInTheLanguage) {
  const tconv::Problem problem{"stride[0]", "0", tconv::Phrase("must be at least {}", 1), {}};
  const tconv::Problem swapped{"x.npy", "", tconv::Phrase("'{}' expected at {}", "{", "end {}"), {}};
  EXPECT_EQ(tr(problem), problem.message());
  EXPECT_EQ(tr(swapped), "x.npy: '{' expected at end {}");
  EXPECT_EQ(swapped.message(), tr(swapped));
  const LanguageScope chinese(Language::chinese);
  EXPECT_EQ(tr(problem), "stride[0] = 0：至少为 1");
  EXPECT_EQ(tr(swapped), "x.npy：end {} 处应为 '{'");
  EXPECT_EQ(tr(tconv::Error(problem)), tr(problem));
  EXPECT_EQ(tr(std::runtime_error("of others")), "of others");
  EXPECT_EQ(problem.message(), "stride[0] = 0: must be at least 1");
}

TEST(Language, ComesFromTheFirstVariableThatIsSet) {
  const auto spoken = [](const char* all, const char* messages, const char* lang) {
    ::setenv("LC_ALL", all, 1);
    ::setenv("LC_MESSAGES", messages, 1);
    ::setenv("LANG", lang, 1);
    return languageOfEnvironment();
  };
  EXPECT_EQ(spoken("", "", ""), Language::english);
  EXPECT_EQ(spoken("", "", "zh_CN.UTF-8"), Language::chinese);
  EXPECT_EQ(spoken("", "de_DE", "zh_CN.UTF-8"), Language::english);
  EXPECT_EQ(spoken("zh_TW", "de_DE", ""), Language::chinese);
  EXPECT_EQ(spoken("C", "zh_CN", "zh_CN"), Language::english);
}

TEST(Translation, TellsItsTexts) {
  EXPECT_THAT(textsOf(Language::chinese), testing::Contains("步幅"));
  EXPECT_THAT(textsOf(Language::english), testing::IsEmpty());
}

TEST(Catalogue, RefusesWhatMsgfmtDidNotWrite) {
  const std::string good(resources::named("zh_CN.mo"));
  EXPECT_GT(parseMo(good).size(), 200U);
  EXPECT_THROW(parseMo(""), std::invalid_argument);
  EXPECT_THROW(parseMo("msgid"), std::invalid_argument);
  std::string other = good;
  other[0] = 'x';
  EXPECT_THROW(parseMo(other), std::invalid_argument);
  for (const std::size_t length : {good.size() / 2, std::size_t{27}, std::size_t{40}})
    EXPECT_THROW(parseMo(std::string_view(good).substr(0, length)), std::invalid_argument) << length;
  other = good;
  other[8] = other[9] = other[10] = '\x7F';  // a count that no file holds
  EXPECT_THROW(parseMo(other), std::invalid_argument);
}

/// The texts in a file of gettext's, one from each line that begins with the keyword.
std::vector<std::string> textsOf(const std::string& po, const std::string& keyword) {
  std::vector<std::string> texts;
  std::istringstream lines(po);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(keyword + " \"") && line != keyword + " \"\"")
      texts.push_back(line.substr(keyword.size() + 2, line.size() - keyword.size() - 3));
  std::sort(texts.begin(), texts.end());
  return texts;
}

/// The text of the sources that is marked for translation, as gettext finds it.
std::vector<std::string> textsInSources() {
  return textsOf(
      support::outputOf("cd " + support::quoted(kRoot) +
                        " && find app core -name '*.cpp' -o -name '*.h' | grep -v '^app/i18n/' | sort |"
                        " xgettext --files-from=- --from-code=UTF-8 --language=C++ --keyword=tr"
                        " --keyword=trf --keyword=trLater --keyword=Phrase --no-location --output=- |"
                        " msgcat --no-wrap -"),
      "msgid");
}

/// The texts in the lessons that are shown to people.
std::vector<std::string> textsInLessons() {
  std::vector<std::string> texts;
  const std::function<void(const nlohmann::json&)> collect = [&](const nlohmann::json& json) {
    for (const auto& [key, value] : json.items()) {
      const bool shown = key == "text" || key == "title" || key == "summary" || key == "hint";
      if (value.is_string() && shown) texts.push_back(value);
      if (key == "choices") texts.insert(texts.end(), value.begin(), value.end());
      if (value.is_structured()) collect(value);
    }
  };
  for (const auto& entry : fs::directory_iterator(kRoot / "assets/lessons"))
    collect(nlohmann::json::parse(support::contentOf(entry.path())));
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

std::string chineseFile() { return support::contentOf(kRoot / "assets/translations/zh_CN.po"); }

TEST(Chinese, HasEachTextOfTheSourcesAndNoOther) {
  const std::vector<std::string> wanted = textsInSources();
  ASSERT_GT(wanted.size(), 200U);
  EXPECT_THAT(textsOf(chineseFile(), "msgid"), testing::ElementsAreArray(wanted));
}

TEST(Chinese, HasEachTextOfTheLessonsAndNoOther) {
  std::vector<std::string> translated;
  for (const auto& [english, chinese] : parseMo(resources::named("zh_CN.lessons.mo"))) {
    translated.emplace_back(english);
    EXPECT_FALSE(chinese.empty()) << english;
  }
  std::sort(translated.begin(), translated.end());
  EXPECT_THAT(translated, testing::ElementsAreArray(textsInLessons()));
}

TEST(Chinese, LeavesNoTextEmpty) {
  EXPECT_EQ(textsOf(chineseFile(), "msgid").size(), textsOf(chineseFile(), "msgstr").size());
}

/// The values in a format: which one each place takes, and how it is written.
std::multimap<int, std::string> placesIn(std::string_view format) {
  std::multimap<int, std::string> places;
  int next = 0;
  for (std::size_t at = 0; (at = format.find('{', at)) != std::string_view::npos;) {
    const std::size_t end = format.find('}', at);
    const std::string_view inside = format.substr(at + 1, end - at - 1);
    const std::size_t colon = std::min(inside.find(':'), inside.size());
    const std::string number(inside.substr(0, colon));
    places.emplace(number.empty() ? next++ : std::stoi(number), inside.substr(colon));
    at = end;
  }
  return places;
}

TEST(Chinese, HasTheValuesOfEachText) {
  for (const auto& [english, chinese] : parseMo(resources::named("zh_CN.mo")))
    EXPECT_EQ(placesIn(english), placesIn(chinese)) << english << " -> " << chinese;
}

}  // namespace
}  // namespace lab::i18n
