#pragma once

#include "model/quiz.h"
#include "view/scene.h"

namespace lab::view {

/// A question of the quiz, before it is answered: what is asked, the parameters, and where they matter the
/// numbers of input and kernel. Draws nothing that the answer could be read from. Fills the frame's area; of
/// the frame only area, scale, theme, language and parts count, so that derived may be null.
void drawQuiz(Canvas& canvas, const Frame& frame, const QuizItem& item);

}  // namespace lab::view
