#include <fmt/format.h>
#include <gmock/gmock.h>

#include "io/lesson.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/presenting.h"
#include "ui/studio_fixture.h"
#include "view/record_lines.h"

namespace lab::test {
namespace {

class StudioPresenter : public StudioTest {
 protected:
  StudioPresenter() {
    studio.host.fill_screen = [this](bool fill) { return std::exchange(full, fill); };
    studio.host.now = [this] { return clock; };
    studio.lesson.lessons = io::shippedLessons();
    driver.frame(2);
  }
  bool shown(const std::string& anchor) { return studio.anchors.find(anchor) != nullptr; }
  void present() {
    driver.key(Key::f8);
    driver.frame(3);
  }
  void giveLesson(std::size_t place = 0) {
    ui::resumeLesson(studio, place);
    driver.frame(3);
  }
  /// What the board would write, in pixels of em.
  double smallestOnBoard() {
    view::RecordCanvas canvas;
    view::drawBoard(canvas, ui::frameOf(studio, studio.board));
    double least = 1e9;
    for (const view::RecordLine& line : view::parseRecord(canvas.text()))
      if (line.verb == "text") least = std::min(least, line.size);
    return least;
  }

  bool full = false;
  double clock = 1000;
};

TEST_F(StudioPresenter, OneKeyLeavesTheBoardAloneOnTheWholeScreen) {
  present();
  EXPECT_TRUE(full);
  EXPECT_EQ(box("board").w, 1280);
  EXPECT_EQ(box("board").h, 800);
  for (const char* away : {"tool.This help", "face.gather", "slider.stride", "arithmetic", "play"})
    EXPECT_FALSE(shown(away)) << away;
  present();
  EXPECT_FALSE(full);
  for (const char* back : {"tool.This help", "face.gather", "slider.stride", "arithmetic", "play"})
    EXPECT_TRUE(shown(back)) << back;
}

TEST_F(StudioPresenter, EscapeLeavesIt) {
  present();
  driver.key(Key::escape);
  EXPECT_FALSE(studio.presenter.on);
  EXPECT_FALSE(full);
  EXPECT_TRUE(shown("play"));
}

TEST_F(StudioPresenter, AFullScreenStaysFullAfterwards) {
  full = true;
  present();
  driver.key(Key::escape);
  EXPECT_TRUE(full);
}

TEST_F(StudioPresenter, PanelsComeForAMomentAndTheWindowKeepsItsOwn) {
  driver.key(Key::f4);
  present();
  driver.key(Key::f2);
  driver.key(Key::f4);
  EXPECT_TRUE(shown("slider.stride"));
  EXPECT_TRUE(shown("play"));
  driver.key(Key::escape);
  EXPECT_TRUE(shown("slider.stride"));
  EXPECT_FALSE(shown("play"));
  present();
  EXPECT_FALSE(shown("slider.stride"));
}

TEST_F(StudioPresenter, AllTypeHas28PixelsOnAScreenOf1920x1080) {
  ImGui::GetIO().DisplaySize = {1920, 1080};
  present();
  driver.fonts = ui::buildFonts(*ImGui::GetIO().Fonts, studio.scale, {});
  for (std::size_t lesson = 0; lesson < studio.lesson.lessons.size(); ++lesson) {
    giveLesson(lesson);
    for (std::size_t step = 0; step < studio.lesson.lessons[lesson].steps.size(); ++step) {
      EXPECT_GE(smallestOnBoard(), 28) << lesson << ", " << step;
      driver.key(Key::page_down);
    }
  }
  EXPECT_GE(driver.fonts.faces.front().em, 28) << "the smallest of the atlas";
}

TEST_F(StudioPresenter, ChineseFitsIntoATextureOfAnyDriverOn3840x2160) {
  ui::buildFonts(*ImGui::GetIO().Fonts, ui::uiScale(1, 3840, 2160, 100) * ui::kPresenterScale,
                 i18n::textsOf(i18n::Language::chinese));
  EXPECT_LE(ImGui::GetIO().Fonts->TexHeight, 16384);
  driver.fonts = ui::buildFonts(*ImGui::GetIO().Fonts, 1);
}

TEST_F(StudioPresenter, TheLessonIsACaptionOfThatSize) {
  ImGui::GetIO().DisplaySize = {1920, 1080};
  present();
  giveLesson();
  std::vector<ui::WrittenText> written;
  studio.written = &written;
  driver.frame(1);
  studio.written = nullptr;
  const std::string_view words = tr(studio.lesson.run->step().text);
  EXPECT_GE(box("board").h, 1080 / 2);
  EXPECT_NEAR(box("lesson").y, box("board").bottom(), 4);
  EXPECT_THAT(written, testing::Contains(testing::Field(&ui::WrittenText::text,
                                                        std::string(words.substr(0, words.find('\n'))))));
  for (const ui::WrittenText& text : written) {
    const auto lines = 1 + std::ranges::count(text.text, '\n');
    EXPECT_GE(text.box.h / static_cast<double>(lines), 28 * 1.17) << text.text << ": a line is 1.17 em high";
  }
}

TEST_F(StudioPresenter, WordsOfNoLessonAreCutOff) {
  for (const ImVec2 size : {ImVec2{1024, 768}, ImVec2{1280, 800}, ImVec2{1920, 1080}, ImVec2{3840, 2160}}) {
    ImGui::GetIO().DisplaySize = size;
    if (!studio.presenter.on) present();
    for (std::size_t lesson = 0; lesson < studio.lesson.lessons.size(); ++lesson) {
      giveLesson(lesson);
      for (std::size_t step = 0; step < studio.lesson.lessons[lesson].steps.size(); ++step) {
        driver.frame(1);
        EXPECT_LE(studio.presenter.caption, size.y * 0.63) << lesson << ", " << step << " at " << size.x;
        driver.key(Key::page_down);
      }
    }
  }
}

TEST_F(StudioPresenter, ARemoteTurnsTheStepsOfTheLesson) {
  present();
  giveLesson();
  driver.key(Key::page_down);
  driver.key(Key::page_down);
  EXPECT_EQ(studio.lesson.run->at(), 2U);
  driver.key(Key::page_up);
  EXPECT_EQ(studio.lesson.run->at(), 1U);
}

TEST_F(StudioPresenter, ARemoteStepsWhereThereIsNoLesson) {
  present();
  driver.key(Key::page_down);
  driver.frame(120);
  EXPECT_EQ(playhead().time, 1);
  driver.key(Key::page_up);
  EXPECT_EQ(playhead().time, 0);
}

TEST_F(StudioPresenter, ARemoteDarkensTheScreenAndAnyOfItsKeysLightsIt) {
  present();
  giveLesson();
  for (const Key dark : {Key('B'), Key::period})
    for (const Key light : {Key('B'), Key::period, Key::page_down, Key::page_up, Key::escape}) {
      driver.key(dark);
      EXPECT_TRUE(studio.presenter.black);
      EXPECT_TRUE(shown("sign.black"));
      driver.key(light);
      EXPECT_FALSE(studio.presenter.black);
      EXPECT_FALSE(shown("sign.black"));
    }
  EXPECT_TRUE(studio.presenter.on);
  EXPECT_EQ(studio.lesson.run->at(), 0U);
}

TEST_F(StudioPresenter, ItsKeysDoNothingOutsideOfIt) {
  for (const char letter : {'O', 'H', 'D', 'E', 'Z', 'B', 'W', 'N'}) shortcut(letter);
  driver.key(Key::period);
  const ui::Presenter& p = studio.presenter;
  EXPECT_FALSE(p.on || p.spotlight || p.halo || p.frozen || p.black || p.timer_open || p.notes);
}

/// The colour that covers a point above all windows in the last frame: the triangles of the topmost list.
bool covered(view::Point p) {
  const ImDrawData* drawn = ImGui::GetDrawData();
  const ImDrawList& list = *drawn->CmdLists[drawn->CmdListsCount - 1];
  if (std::string(list._OwnerName ? list._OwnerName : "") != "##Foreground") return false;
  const auto side = [&](ImVec2 a, ImVec2 b) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x); };
  for (int i = 0; i + 2 < list.IdxBuffer.Size; i += 3) {
    const auto corner = [&](int k) { return list.VtxBuffer[list.IdxBuffer[i + k]].pos; };
    const double a = side(corner(0), corner(1)), b = side(corner(1), corner(2)),
                 c = side(corner(2), corner(0));
    if ((a > 0 && b > 0 && c > 0) || (a < 0 && b < 0 && c < 0)) return true;
  }
  return false;
}

TEST_F(StudioPresenter, TheSpotlightLeavesACircleAroundThePointer) {
  present();
  shortcut('O');
  driver.moveTo({500, 300});
  EXPECT_TRUE(shown("sign.spotlight"));
  const double radius = 100 * studio.scale;
  for (const auto& [dx, dy] : {std::pair{0.0, 0.0}, {0.9, 0.0}, {-0.6, 0.6}, {0.0, -0.9}})
    EXPECT_FALSE(covered({500 + dx * radius, 300 + dy * radius})) << dx << ", " << dy;
  for (const view::Point dark :
       {view::Point{500 + 1.3 * radius, 303}, {3, 3}, {1270, 5}, {5, 790}, {900, 700}})
    EXPECT_TRUE(covered(dark)) << dark.x << ", " << dark.y;
  driver.input.leave();
  driver.frame(2);
  EXPECT_TRUE(covered({500, 300})) << "nowhere to light up";
  shortcut('O');
  EXPECT_FALSE(covered({3, 3}));
}

TEST_F(StudioPresenter, TheHaloFollowsThePointer) {
  present();
  shortcut('H');
  driver.moveTo({500, 300});
  EXPECT_TRUE(shown("sign.halo"));
  EXPECT_TRUE(covered({505, 303}));
  EXPECT_FALSE(covered({700, 300}));
  driver.moveTo({700, 300});
  EXPECT_TRUE(covered({705, 303}));
  EXPECT_FALSE(covered({505, 303}));
}

TEST_F(StudioPresenter, TheLaserPenDrawsWhileItsKeyIsHeldAndFades) {
  present();
  const Session before = bench.session();
  driver.moveTo({200, 200});
  driver.input.key(Key('D'), true);
  driver.frame(2);
  driver.moveTo({400, 300});
  driver.moveTo({600, 250});
  driver.input.key(Key('D'), false);
  driver.frame(2);
  ASSERT_EQ(studio.presenter.ink.strokes.size(), 1U);
  EXPECT_EQ(studio.presenter.ink.strokes.front(),
            (std::vector<view::Point>{{200, 200}, {400, 300}, {600, 250}}));
  driver.moveTo({700, 700});
  EXPECT_TRUE(covered({300, 250}));
  EXPECT_TRUE(shown("sign.ink"));
  EXPECT_TRUE(moving);
  driver.frame(60 * 5);
  EXPECT_TRUE(studio.presenter.ink.strokes.empty());
  EXPECT_FALSE(covered({300, 250}));
  EXPECT_FALSE(moving);
  EXPECT_EQ(bench.session(), before) << "it is no part of the document";
}

TEST_F(StudioPresenter, TheRightButtonDrawsTooAndAKeyWipesAtOnce) {
  present();
  driver.moveTo({200, 200});
  driver.press(1);
  driver.moveTo({400, 300});
  driver.release(1);
  driver.moveTo({400, 500});
  driver.press(1);
  driver.release(1);
  EXPECT_EQ(studio.presenter.ink.strokes.size(), 2U);
  shortcut('E');
  EXPECT_TRUE(studio.presenter.ink.strokes.empty());
}

TEST_F(StudioPresenter, AFrozenPictureCoversWhatIsPrepared) {
  present();
  shortcut('H');
  driver.input.key(Key('Z'), true);
  driver.frame(1);
  EXPECT_TRUE(studio.presenter.frozen);
  EXPECT_FALSE(shown("sign.halo")) << "the picture is of the board without what lies over it";
  EXPECT_TRUE(moving) << "the frame that shows the picture follows at once";
  int picture = 0;
  studio.presenter.picture = &picture;
  driver.input.key(Key('Z'), false);
  driver.frame(2);
  EXPECT_TRUE(shown("sign.frozen"));
  EXPECT_TRUE(covered({600, 300}));
  shortcut('T');
  EXPECT_EQ(bench.view().theme, ThemeChoice::dark) << "below it the window reacts";
  shortcut('Z');
  driver.frame(1);
  EXPECT_FALSE(shown("sign.frozen"));
  EXPECT_FALSE(covered({100, 700}));
  EXPECT_EQ(studio.presenter.picture, nullptr);
}

TEST_F(StudioPresenter, TheTimerCountsUpWhereNothingIsTyped) {
  present();
  shortcut('W');
  driver.frame(3);
  EXPECT_TRUE(shown("timer.text"));
  driver.key(Key::enter);
  driver.frame(2);
  ASSERT_TRUE(studio.presenter.timer);
  EXPECT_TRUE(shown("sign.timer"));
  clock += 75;
  EXPECT_EQ(studio.presenter.timer->seconds(ui::now(studio)), 75);
  shortcut('W');
  EXPECT_FALSE(studio.presenter.timer);
}

TEST_F(StudioPresenter, TheTimerCountsDownFromWhatIsTyped) {
  present();
  shortcut('W');
  driver.frame(3);
  driver.type("x");
  driver.key(Key::enter);
  driver.frame(2);
  EXPECT_FALSE(studio.presenter.timer);
  EXPECT_TRUE(studio.notice.is_problem);
  studio.presenter.timer_text.clear();
  click("timer.text");
  driver.key(Key::end);
  driver.key(Key::backspace);
  driver.type("1:30");
  click("timer.start");
  ASSERT_TRUE(studio.presenter.timer);
  clock += 100;
  EXPECT_EQ(studio.presenter.timer->seconds(ui::now(studio)), -10);
  driver.key(Key::escape);
  EXPECT_FALSE(studio.presenter.on);
  EXPECT_TRUE(studio.presenter.timer) << "a talk goes on while something is looked up";
}

TEST_F(StudioPresenter, NotesTellTheTimeAndWhatComesNext) {
  present();
  giveLesson();
  shortcut('N');
  EXPECT_TRUE(studio.presenter.notes);
  studio.presenter.timer = Stopwatch{clock, 90};
  std::vector<ui::WrittenText> written;
  studio.written = &written;
  ImGui::NewFrame();
  ui::drawNotes(studio, 960, 600, "12:34");
  ImGui::Render();
  studio.written = nullptr;
  std::vector<std::string> texts;
  for (const ui::WrittenText& text : written) texts.push_back(text.text);
  const auto& steps = studio.lesson.run->lesson().steps;
  EXPECT_THAT(texts, testing::IsSupersetOf(
                         {std::string("12:34"), std::string("1:30"), std::string(tr(steps[1].text))}));
  EXPECT_EQ(studio.scale, 1.75) << "as the audience's window has it";
}

TEST_F(StudioPresenter, SheetsHaveTheirOrdinarySize) {
  driver.key(Key::f1);
  driver.frame(3);
  const double right = box("sheet.close").right();
  driver.key(Key::escape);
  present();
  driver.key(Key::f1);
  driver.frame(3);
  EXPECT_NEAR(box("sheet.close").right(), right, 1);
}

}  // namespace
}  // namespace lab::test
