#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "io/lesson.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/studio_fixture.h"

/// The window's words: each is translated and has its room, and the language is switched while it runs.
namespace lab::test {
namespace {

using i18n::Language;

/// A text that is the same in all languages: names, keys, calls, formulas and what stands on files.
bool isName(const std::string& text) {
  static const std::regex kNames(
      "(tconv-lab|Tab|English|中文|PyTorch|ONNX (pads|output_shape|SAME_UPPER|SAME_LOWER)|Keras "
      "'(valid|same)'|"
      "JAX (pads|'VALID'|'SAME')|g = gcd\\(.*|C_(in|out) .* = .*|(⟦)?(Ctrl\\+|Shift\\+).*|folder/.*)(  "
      "[^A-Za-z]*)?");  // and an icon
  const auto is_known = [&](const auto& known) { return text == known; };
  return std::regex_match(text, kNames) ||
         std::ranges::any_of(ui::commands(), is_known, &ui::CommandInfo::keys) ||
         std::ranges::any_of(explanations(), is_known, &Explanation::pytorch);
}

bool speaks(Language language, const std::string& text) {
  static const std::regex kWord("[A-Za-z]{3,}"), kAccented("á|é|í|ó|ú|Á|É|Í|Ó|Ú");
  if (!std::regex_search(text, kWord) || isName(text)) return true;
  if (language == Language::pseudo) return std::regex_search(text, kAccented);
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xe4; });
}

bool inside(const view::Box& box, const view::Box& room) {
  return box.x >= room.x - 1 && box.right() <= room.right() + 1;
}

bool overlap(const view::Box& a, const view::Box& b) {
  return std::min(a.right(), b.right()) - std::max(a.x, b.x) > 1 &&
         std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y) > 3;  // lines may touch
}

class StudioLanguage : public StudioTest {
 protected:
  StudioLanguage() {
    std::vector<std::string> characters = i18n::textsOf(Language::chinese);
    characters.emplace_back("⟦⟧");
    driver.fonts = ui::buildFonts(*ImGui::GetIO().Fonts, 1, characters);
    studio.host.export_formats = [] {
      return std::vector<ui::ExportFormat>{{"gif", "GIF animation", true, true, ""},
                                           {"png", "PNG pictures", false, true, ""},
                                           {"numpy", "NumPy code", false, false, ""}};
    };
    studio.host.estimate = [](const ExportChoice&) { return ui::ExportEstimate{226, 11.0, 1.1e6, ""}; };
  }

  /// Draws what is to be seen now, and looks at every text in it.
  void look(const std::string& where) {
    driver.frame(3);
    written.clear();
    studio.written = &written;
    driver.frame(1);
    studio.written = nullptr;
    for (const ui::WrittenText& text : written) {
      seen.insert(text.text);
      if (!speaks(bench.view().language, text.text)) faults.insert(text.text + ": not translated");
      if (text.box.w > 0 && !inside(text.box, text.room))
        faults.insert(fmt::format("{}: cut off, {}", text.text, where));
    }
    for (std::size_t i = 0; i < written.size(); ++i)
      for (std::size_t j = i + 1; j < written.size(); ++j)
        if (written[i].window == written[j].window && overlap(written[i].box, written[j].box))
          faults.insert(fmt::format("{} over {}, {}", written[i].text, written[j].text, where));
  }

  void lookIntoMenu(const std::string& opener) {
    click(opener);
    look(opener);
    driver.key(Key::escape);
    driver.frame(2);
  }

  void lookAtFaces() {
    for (const FaceInfo& face : faces()) {
      click(fmt::format("face.{}", face.id));
      look(std::string(face.id));
    }
    click("face.compare");
    for (const char* mode : {"compare.sweep", "compare.upsampling", "compare.settings"}) {
      click(mode);
      look(mode);
    }
    click("face.lens");
    for (const char* side : {"lens.a", "lens.b"}) lookIntoMenu(side);
    click("face.scatter");
  }

  void lookIntoMenus() {
    for (const char* menu :
         {"examples", "language", "beside", "speed", "scale.input", "preset.input", "preset.kernel"})
      if (bench.view().text_size == 100 || studio.anchors.find(menu)) lookIntoMenu(menu);
  }

  void lookAtDecisions() {
    studio.recent.paths = {"/0/1"};
    lookIntoMenu("recent");
    const i18n::LanguageScope scope(bench.view().language);
    const auto look_at = [&](const std::string& text, const std::vector<std::string>& answers) {
      const std::string name(40, 'm');
      ui::Decision decision{
          text,
          trf("The program ended before {} was saved. It was kept on {}.", name, "2026-01-01 00:00"),
          {}};
      for (const std::string& answer : answers) decision.answers.push_back({answer, answer, {}});
      ui::ask(studio, std::move(decision));
      look(text);
      driver.key(Key::escape);
    };
    look_at(tr("Restore what was not saved?"), {tr("Restore"), tr("Discard"), tr("Ask again later")});
    look_at(trf("Save the changes to {}?", std::string(40, 'm')),
            {tr("Save"), tr("Do not save"), tr("Cancel")});
  }

  void lookAtSheets() {
    driver.key(Key::f1);
    look("help");
    driver.key(Key::escape);
    for (const char* format : {"gif", "png", "numpy"}) {
      ctrl('E');
      studio.exporting.choice.format = format;
      look(fmt::format("export {}", format));
      if (std::string(format) != "numpy")
        for (const char* menu : {"export.format", "export.size", "export.theme", "export.presets"})
          lookIntoMenu(menu), ctrl('E');
      driver.key(Key::escape);
    }
    lookAtDecisions();
    studio.files = {"folder/", true, "session.json", true};
    look("files");
    driver.key(Key::escape);
  }

  void lookAtGuide() {
    driver.key(Key::f1, {Key::left_ctrl});
    look("opening page");
    driver.key(Key::escape);
    ctrl('K');
    look("palette");
    driver.key(Key::escape);
    driver.key(Key::f1);
    driver.frame(2);
    driver.type("a");
    look("found in the help");
    driver.key(Key::escape);
    for (const Explanation& explanation : explanations()) {
      ui::explain(studio, explanation);
      look(fmt::format("explanation of {}", explanation.id()));
    }
    driver.key(Key::escape);
  }

  /// A question of each kind, before and after the answer.
  void lookAtQuiz() {
    click("quiz");
    driver.frame(3);
    lookIntoMenu("quiz.choice");
    for (std::size_t i = 0; i < quizKinds().size(); ++i) {
      look("question");
      click("quiz.hint");
      look("hint");
      driver.type("-1");
      driver.key(Key::enter);
      look("solution");
      driver.key(Key::enter);
    }
    driver.key(Key::escape);
  }

  /// A step with choices, and the timer.
  void lookAtPresenter() {
    const auto lessons = io::shippedLessons();
    ui::startLesson(studio, lessons.at(1), 2);
    driver.key(Key::f8);
    look("presenter");
    shortcut('W');
    look("timer");
    driver.key(Key::enter);
    look("presenter with a timer");
    driver.key(Key::escape);
    ui::execute(studio, ui::Command::leave_lesson);
  }

  /// A step that is written, with each kind of goal, and the list that leads there.
  void lookAtWriting() {
    driver.key(Key::f5);
    look("lessons");
    driver.key(static_cast<Key>('N'));
    look("a new lesson");
    driver.key(static_cast<Key>('A'));
    for (const char kind : {'1', '3', '4', '2'}) {
      driver.key(static_cast<Key>(kind), {Key::left_ctrl});
      look(fmt::format("kind {}", kind));
    }
    driver.key(static_cast<Key>('Q'));
    look("facts");
    driver.key(Key::enter);
    look("a fact");
    driver.key(Key::f1);
    look("help on writing");
    driver.key(Key::escape);
    driver.key(Key::f7);
    driver.frame(3);
    click("answer.drop");
  }

  void lookAtProblems() {
    typeInto("value.stride", "0");
    look("problem");
    typeInto("value.stride", "two");
    look("not a number");
    click("fix");
    click("bias");
    look("bias");
  }

  void lookEverywhere(Language language) {
    bench.view().language = language;
    for (const ImVec2 size : {ImVec2{1280, 800}, ImVec2{1024, 768}}) {
      ImGui::GetIO().DisplaySize = size;
      driver.frame(3);
      lookAtFaces();
      lookIntoMenus();
      lookAtSheets();
      lookAtGuide();
      lookAtQuiz();
      lookAtPresenter();
      lookAtWriting();
      lookAtProblems();
    }
  }

  std::vector<ui::WrittenText> written;
  std::set<std::string> seen, faults;
};

TEST_F(StudioLanguage, EveryWordIsTranslatedAndHasItsRoomWhereItIsLonger) {
  lookEverywhere(Language::pseudo);
  EXPECT_GT(seen.size(), 350U) << "what is not seen has no faults";
  EXPECT_THAT(faults, testing::IsEmpty());
}

TEST_F(StudioLanguage, ChineseHasItsRoom) {
  lookEverywhere(Language::chinese);
  EXPECT_THAT(faults, testing::IsEmpty());
}

TEST_F(StudioLanguage, EnglishHasItsRoom) {
  lookEverywhere(Language::english);
  std::erase_if(faults, [](const std::string& fault) { return fault.ends_with(": not translated"); });
  EXPECT_THAT(faults, testing::IsEmpty());
}

/// Panels fold, words wrap and menus take what finds no room.
TEST_F(StudioLanguage, LargeTextHasItsRoom) {
  for (const auto& [size, percent] : {std::pair{ImVec2{1024, 768}, 150}, {ImVec2{1280, 800}, 200}})
    for (const Language language : {Language::english, Language::chinese}) {
      ImGui::GetIO().DisplaySize = size;
      bench.view().text_size = percent;
      bench.view().language = language;
      driver.frame(3);
      lookAtFaces();
      lookIntoMenus();
      lookAtSheets();
      lookAtQuiz();
      lookAtProblems();
    }
  std::erase_if(faults, [](const std::string& fault) { return fault.ends_with(": not translated"); });
  EXPECT_THAT(faults, testing::IsEmpty());
}

TEST_F(StudioLanguage, IsSwitchedByKeyThereAndBack) {
  driver.frame(2);
  const auto writes = [&](const std::string& word) {
    look("");
    return std::ranges::any_of(written, [&](const auto& text) { return text.text == word; });
  };
  EXPECT_TRUE(writes("Stride"));
  ctrl('L');
  EXPECT_EQ(bench.view().language, Language::chinese);
  EXPECT_TRUE(writes("步幅"));
  ctrl('L');
  EXPECT_TRUE(writes("Stride"));
  EXPECT_EQ(undoEntries(), 0);
}

TEST_F(StudioLanguage, IsChosenInTheMenuByItsOwnName) {
  driver.frame(2);
  click("language");
  look("");
  std::vector<std::string> texts;
  for (const ui::WrittenText& text : written) texts.push_back(text.text);
  EXPECT_THAT(texts, testing::IsSupersetOf({"English", "中文"}));
  click("language.zh_CN");
  driver.frame(2);
  EXPECT_EQ(bench.view().language, Language::chinese);
  click("language");
  click("language.en");
  EXPECT_EQ(bench.view().language, Language::english);
}

TEST_F(StudioLanguage, StaysWhereTheFontIsMissingAndSaysWhichPackageHasIt) {
  studio.host.lacking = [](Language language) -> std::optional<tconv::Problem> {
    if (language == Language::english) return {};
    return tconv::Problem{
        "font", "", tconv::Phrase("must be installed: it is in the Debian package {}", "f-wqy"), {}};
  };
  driver.frame(2);
  ctrl('L');
  EXPECT_EQ(bench.view().language, Language::english);
  EXPECT_TRUE(studio.notice.is_problem);
  EXPECT_THAT(studio.notice.text, testing::HasSubstr("Debian package f-wqy"));
}

TEST_F(StudioLanguage, IsThatOfTheBoardToo) {
  driver.frame(2);
  EXPECT_EQ(ui::frameOf(studio, studio.board).language, Language::english);
  ctrl('L');
  EXPECT_EQ(ui::frameOf(studio, studio.board).language, Language::chinese);
}

}  // namespace
}  // namespace lab::test
