#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "i18n/translate.h"
#include "model/workbench.h"
#include "ui/anchors.h"
#include "ui/author_panel.h"
#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/decision.h"
#include "ui/export_sheet.h"
#include "ui/focus.h"
#include "ui/fonts.h"
#include "ui/guide.h"
#include "ui/lesson_panel.h"
#include "ui/opening.h"
#include "ui/presenter.h"
#include "ui/quiz_panel.h"
#include "view/scene.h"

namespace lab::ui {

/// What the window cannot do by itself: files, clipboard, screen. The platform fills it in; tests give
/// stand-ins.
struct Host {
  /// Files, the running export, the clipboard's pictures and toggle_fullscreen.
  std::function<void(Command)> run;
  std::function<void(const std::filesystem::path&)> chosen;  ///< a path picked in the built-in file list
  std::function<void(const std::filesystem::path&)> open;    ///< one of the recent files
  std::function<void(std::function<void()> then)>
      save_lesson;  ///< goes on once that which is written is saved
  std::function<std::string()> clipboard;
  std::function<void(const std::string&)> set_clipboard;
  std::function<std::vector<ExportFormat>()> export_formats;
  std::function<ExportEstimate(const ExportChoice&)> estimate;
  /// Why the window cannot speak a language: its font is not installed. Nothing where it can.
  std::function<std::optional<tconv::Problem>(i18n::Language)> lacking;
  std::function<bool(bool)> fill_screen;  ///< or a window again; returns whether it filled it before
  std::function<double()> now;            ///< seconds of a clock that runs evenly
};

/// One line at the lower edge of the board that goes away by itself.
struct Notice {
  std::string text;
  bool is_problem = false;
  double seconds_left = 0;
};

/// The built-in file list, for systems without a file dialog of their own.
struct FileList {
  std::filesystem::path folder;
  bool saving = false;
  std::string name;  ///< of the file to save
  bool open = false;
};

/// Files that were open lately, newest first.
struct RecentFiles {
  std::vector<std::filesystem::path> paths;
  std::vector<std::string>
      missing;         ///< while the menu is open: why each cannot be opened; empty where it can
  bool asked = false;  ///< the menu opens in the next frame
};

/// A text that a widget has written, and the part of the window that it may fill. A tooltip that is not shown
/// has neither.
struct WrittenText {
  std::string text, window;
  view::Box box, room;
};

/// What drawing the window reads and changes besides the workbench: lives as long as the window, is never
/// saved.
struct Studio {
  Studio(Workbench& bench, const Fonts& all_fonts, Host outside, HeatmapPainter* painter)
      : workbench(bench), fonts(&all_fonts), host(std::move(outside)), heatmaps(painter) {}

  Workbench& workbench;
  const Fonts* fonts;
  Host host;
  HeatmapPainter* heatmaps;
  Anchors anchors;
  Focus focus;
  std::vector<WrittenText>* written = nullptr;  ///< where tests read what the widgets write
  std::string title;              ///< of the session, shown in the header; empty until it has one
  double scale = 1;               ///< points to pixels
  Ref hover;                      ///< on the board or in the arithmetic: what all panels mark in this frame
  Ref next_hover;                 ///< found while this frame is drawn
  bool tip_pending = false;       ///< the pointer rests on something whose tooltip is about to appear
  bool narrow = false;            ///< there is room for one side panel only; the parameters come first
  bool cramped = false;           ///< not even beside a lesson, which then comes first
  bool parameters_first = false;  ///< they stand in the place of the lesson
  bool help_open = false;
  std::string help_typed;  ///< what is looked for in it
  Palette palette;
  Explaining explaining;
  Opening opening;
  FileList files;
  RecentFiles recent;
  std::deque<Decision> decisions;  ///< the first one is shown
  std::size_t answer_chosen = 0;   ///< by keys, of the decision that is shown
  ExportSheet exporting;
  LessonPanel lesson;
  QuizPanel quiz;
  Presenter presenter;
  AuthorPanel author;
  Notice notice;
  view::Box board;     ///< where the board was drawn last
  double waiting = 0;  ///< seconds for which a pending document has shown nothing new

  /// The cell whose value is being typed, and the text so far.
  Ref editing;
  std::string edit_text;
  bool edit_started = false;
  bool edit_typed = false;  ///< the text is what was typed so far rather than the old value

  std::string field_text;  ///< of the value field that is being typed in

  /// The cell whose value a drag changes, and where it began.
  Ref dragging;
  float drag_start = 0;

  bool painting = false;  ///< clicks and drags set cells to paint_value
  float paint_value = 1;

  /// A lesson or a quiz, or the writing of a lesson.
  bool guided() const { return lesson.run || quiz.run || author.editor; }
  bool parametersShown() const {
    if (quiz.asking()) return false;  // what could give the answer away is gone
    return cramped && guided() && !presenter.on ? parameters_first : panels().show_parameters;
  }
  /// The panel of what guides; in presenter mode a lesson stands below the board instead.
  bool guideShown() const {
    const bool beside = presenter.on ? static_cast<bool>(quiz.run) : guided();
    return beside && !(cramped && parametersShown());
  }
  /// Unless a guide or the opening page needs its place.
  bool arithmeticShown() const {
    return !guided() && !opening.open && panels().show_arithmetic && !(narrow && panels().show_parameters);
  }
  /// Presenter mode has a choice of its own.
  PanelChoice& panels() { return presenter.on ? presenter.panels : workbench.view(); }
  const PanelChoice& panels() const { return presenter.on ? presenter.panels : workbench.view(); }
  bool sheetOpen() const {
    return !decisions.empty() || help_open || palette.open || files.open || exporting.open ||
           lesson.list_open || presenter.timer_open;
  }
  void closeSheets() {
    help_open = palette.open = files.open = exporting.open = lesson.list_open = presenter.timer_open = false;
  }
  /// What was there before the lesson or the quiz that is given, or the writing; null where there is none.
  const Session* setAside() const {
    if (author.editor) return &author.editor->before();
    return lesson.run ? &lesson.run->before() : quiz.run ? &quiz.run->before() : nullptr;
  }
  /// The user's own work, whatever is given.
  Session own() const { return setAside() ? *setAside() : workbench.session(); }
  bool unsaved() const {
    return workbench.modified(setAside() ? setAside()->document : workbench.document());
  }
  std::string_view shownTitle() const { return title.empty() ? tr("untitled") : std::string_view(title); }
  const view::Theme& theme() const { return view::theme(workbench.view().theme); }
  float px(double points) const { return static_cast<float>(points * scale); }
  void say(std::string text, bool is_problem = false) {
    notice = {std::move(text), is_problem, is_problem ? 8.0 : 4.0};
  }
};

/// From the next frame on, the window speaks that language; where that is impossible, a notice says why.
void speak(Studio& studio, i18n::Language language);

/// Asks after the decisions that wait; menus and other sheets close.
void ask(Studio& studio, Decision decision);

/// Does what a command says, by the workbench or the host.
void execute(Studio& studio, Command command);

/// Everything that is in the window, in the current ImGui frame of the given size in pixels.
/// `seconds` since the frame before moves the animation. Returns whether something is moving, so that the
/// next frame should follow without waiting for an event.
bool drawStudio(Studio& studio, double width, double height, double seconds);

/// Draws the board, as it will be when what is derived beside is shown in `view`, where nobody sees it: what
/// faces work out for themselves is there when the window draws them. To be called on the window's thread;
/// the result may be called on any.
Deriver::Preparation boardAhead(const Studio& studio, const ViewState& view);

/// Points to pixels: the screen's own scale, or larger where the window is large; times the size of text that
/// the user chose, in percent.
double uiScale(double content_scale, double width, double height, int text_size);
/// What the studio is to be drawn with: uiScale() with its size of text, or that of presenter mode.
double wantedScale(const Studio& studio, double content_scale, double width, double height);

}  // namespace lab::ui
