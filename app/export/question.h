#pragma once

#include <string>

#include "export/export.h"
#include "model/quiz.h"

namespace lab::exporting {

/// The picture of a question before it is answered, as the bytes of a PNG file; of the request its size and
/// the theme and language of its look count. @throws tconv::Error
std::string renderQuestion(const QuizItem& item, const Request& request);

}  // namespace lab::exporting
