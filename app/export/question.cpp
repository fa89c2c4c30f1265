#include "export/question.h"

#include <algorithm>

#include "png/png.h"
#include "view/cairo_canvas.h"
#include "view/quiz.h"
#include "view/theme.h"

namespace lab::exporting {
namespace {

/// The smallest board, in points, on which every question has its room.
constexpr double kWidth = 688, kHeight = 720;

}  // namespace

std::string renderQuestion(const QuizItem& item, const Request& request) {
  view::Frame frame;
  frame.theme = &view::theme(request.look.theme);
  frame.language = request.look.language;
  frame.area = {0, 0, double(request.width), double(request.height)};
  frame.scale = std::min(frame.area.w / kWidth, frame.area.h / kHeight);
  view::PictureCanvas canvas(request.width, request.height, 1, frame.theme->background);
  view::drawQuiz(canvas, frame, item);
  const view::Picture picture = canvas.finish();
  return png::formatPng(picture.width, picture.height, picture.pixels, picture.channels);
}

}  // namespace lab::exporting
