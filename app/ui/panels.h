#pragma once

#include "ui/studio.h"
#include "view/board.h"

/// The parts of the window, one file each. Internal to the interface: others call drawStudio().
namespace lab::ui {

/// Name, examples, files, view; across the top.
void drawHeader(Studio& studio, const view::Box& box);
/// The tabs of the faces; below the header.
void drawFaceTabs(Studio& studio, const view::Box& box);
/// Every parameter of the layer and the values; on the left.
void drawParameters(Studio& studio, const view::Box& box);
/// The files that were open lately; the button and its menu.
void drawRecent(Studio& studio);
/// How the window is read: language, size of text, motion; the button and its menu.
void drawReading(Studio& studio);
/// The choices of single faces: sections at the top of the parameters, each while its face is on the board.
void drawMatrixControls(Studio& studio);
void drawOverlapControls(Studio& studio);
void drawBackwardControls(Studio& studio);
void drawLensControls(Studio& studio);
void drawCompareControls(Studio& studio);
void drawImageControls(Studio& studio);
/// The numbers of the step; on the right.
void drawArithmeticPanel(Studio& studio, const view::Box& box);
/// The lesson that is given; on the right in the place of the arithmetic.
void drawLesson(Studio& studio, const view::Box& box);
/// Its parts, at the cursor: what the step says, what it asks for with the choices in columns, and the
/// buttons that help.
void drawLessonText(Studio& studio, double size);
void drawLessonGoal(Studio& studio, double size, int columns = 1);
void drawLessonHelp(Studio& studio);
/// A frame around the widget that the lesson speaks of, or around any.
void drawLessonHighlight(Studio& studio);
void drawHighlight(Studio& studio, const view::Box& widget);
/// The lessons to choose from, in a sheet over everything.
void drawLessonList(Studio& studio, const view::Box& window);
/// The quiz that is given; on the right as well.
void drawQuiz(Studio& studio, const view::Box& box);
/// Its question; in the place of the board until it is answered.
void drawQuestion(Studio& studio, const view::Box& box);
/// The lesson that is being written: its steps and what belongs to all of them; on the right as well.
void drawAuthor(Studio& studio, const view::Box& box);
/// The step that is being worked on: text and goal.
void drawAuthorStep(Studio& studio);
/// Play, scrubber, speed; across the bottom.
void drawTransport(Studio& studio, const view::Box& box);
/// The scene, with hovering, pinning, editing, zoom and pan; in the middle.
void drawBoard(Studio& studio, const view::Box& box);
/// A field for the value of an input or kernel cell, holding what was typed already, or else its value.
void beginEditing(Studio& studio, const Ref& cell, const std::string& typed = {});
/// The menus of the colour scales below the scene.
void drawScaleMenus(Studio& studio, const std::vector<view::ScaleBar>& scales);
/// Keys, in a sheet over everything.
void drawHelp(Studio& studio, const view::Box& window);
/// A key and what it does, `room` points wide together.
void keyLine(Studio& studio, std::string_view keys, std::string_view text, double room);
/// Its search field at the right end of the heading, and what is found in the place of the keys. Returns
/// whether anything is looked for.
bool drawHelpSearch(Studio& studio);
/// Everything by its name, in a sheet over everything.
void drawPalette(Studio& studio, const view::Box& window);
/// The control that is explained, beside it.
void drawExplanation(Studio& studio, const view::Box& window);
/// After a label: a sign that explains its control.
void explanationMark(Studio& studio, std::string_view control);
/// Three things to try; in the place of the board.
void drawOpening(Studio& studio, const view::Box& box);
/// The built-in file list.
void drawFileList(Studio& studio, const view::Box& window);
/// The decision that waits for an answer, in a sheet over everything.
void drawDecision(Studio& studio, const view::Box& window);
void answerDecision(Studio& studio, std::size_t answer);
/// The export sheet.
void drawExportSheet(Studio& studio, const view::Box& window);
/// The one-line notice at the lower edge of the board; `seconds` since the frame before.
void drawNotice(Studio& studio, const view::Box& board, double seconds);

/// While a question is asked nothing happens to a board that nobody sees.
bool possible(const Studio& studio, Command command);
/// Key presses of this frame, as far as no entry field wants them.
void handleShortcuts(Studio& studio);

/// The frame that the board shows now. `area` in pixels.
view::Frame frameOf(const Studio& studio, const view::Box& area);

}  // namespace lab::ui
