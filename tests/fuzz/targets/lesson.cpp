#include "io/lesson.h"
#include "fuzz/target.h"
#include "support/files.h"
#include "tconv/error.h"

std::vector<std::string> fuzz::seeds() {
  std::vector<std::string> seeds;
  for (const lab::Lesson& lesson : lab::io::shippedLessons()) {
    const std::filesystem::path path = fileWith("", "seed.lesson.json");
    lab::io::saveLesson(path, lesson);
    seeds.push_back(support::contentOf(path));
  }
  return seeds;
}

void fuzz::tryOne(std::string_view bytes) {
  try {
    const lab::Lesson lesson = lab::io::parseLesson(bytes, "x.lesson.json", "/nonexistent").lesson;
    require(!lesson.steps.empty(), "a lesson has steps");
  } catch (const tconv::Error&) {
  }
}
