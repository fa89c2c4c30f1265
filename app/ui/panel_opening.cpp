#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "i18n/translate.h"
#include "model/examples.h"
#include "ui/input_queue.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// The opening page: what this is, three things to try, and what was open lately.
namespace lab::ui {
namespace {

constexpr double kCard = 288, kPicture = 184, kHeight = 320, kGap = 24, kMargin = 24;
constexpr std::size_t kRecent = 3;

Document example(std::string_view id) { return std::ranges::find(examples(), id, &Example::id)->make(); }

struct Thing {
  std::string_view title, text;
  std::string_view document;  ///< of its picture: the id of an example
  void (*draw)(view::Canvas&, const view::Frame&);
  double time;  ///< of its picture
  void (*run)(Studio&);
};

void takeLesson(Studio& studio) {
  if (studio.lesson.lessons.empty()) return execute(studio, Command::lessons);
  resumeLesson(studio, 0);
}

void dragStride(Studio& studio) {
  startFrom(studio, newcomerDocument());
  studio.workbench.showFace(Face::scatter);
  studio.workbench.view().show_parameters = true;
  explain(studio, *explanationOf("slider.stride"));
}

void enlargePicture(Studio& studio) {
  startFrom(studio, example("picture"));
  studio.workbench.showFace(Face::image);
  studio.workbench.view().show_parameters = true;
  studio.workbench.seek(static_cast<double>(studio.workbench.timeline().steps));
}

constexpr std::array<Thing, 3> kThings = {{
    {trLater("Take the first lesson"), trLater("The basic operation, by hand: one input element, one patch."),
     "textbook", view::drawScatter, 2.5, takeLesson},
    {trLater("Drag the stride"),
     trLater("See the patches move apart, and read what the slider does and what it does not."), "newcomer",
     view::drawScatter, 4.5, dragStride},
    {trLater("Enlarge a picture"),
     trLater("Upsample a photograph with a kernel that you can change. Your own opens by Ctrl+O."), "picture",
     view::drawImage, 4096, enlargePicture},
}};

void tryOut(Studio& studio, std::size_t thing) {
  studio.opening.open = false;
  kThings.at(thing).run(studio);
}

/// The pictures are made once, when the page opens.
void begin(Studio& studio) {
  Opening& opening = studio.opening;
  if (opening.over) return;
  opening.over = studio.workbench.session();
  opening.documents.clear();
  for (const Thing& thing : kThings)
    opening.documents.push_back(std::get<Derived>(derive(example(thing.document))));
}

/// Whoever goes on to work has seen enough of it.
bool wentOn(const Studio& studio) {
  const Session& over = *studio.opening.over;
  const Playhead &then = over.view.playhead, &now = studio.workbench.view().playhead;
  return studio.setAside() != nullptr || !(studio.workbench.document() == over.document) ||
         studio.workbench.view().faces != over.view.faces || now.time != then.time || now.playing;
}

/// Drawn by the program's own scene, without words.
void drawPicture(Studio& studio, std::size_t i, const view::Box& box) {
  const Thing& thing = kThings[i];
  view::Frame frame;
  frame.derived = &studio.opening.documents[i];
  frame.time = std::min(thing.time, static_cast<double>(frame.trace().steps()));
  frame.theme = &studio.theme();
  frame.language = studio.workbench.view().language;
  frame.area = box.inset(10 * studio.scale);
  frame.scale = 0.55 * studio.scale;
  frame.parts = {.title = false, .legend = false};
  ImGuiCanvas canvas(ImGui::GetWindowDrawList(), *studio.fonts, studio.heatmaps);
  const view::Theme& theme = studio.theme();
  canvas.rect(box, {.fill = view::Color(theme.background)});
  canvas.pushClip(box);
  thing.draw(canvas, frame);
  canvas.popClip();
}

/// A picture over a title and a sentence. Returns whether it was clicked.
bool drawCard(Studio& studio, std::size_t i, const view::Box& box) {
  const view::Theme& theme = studio.theme();
  const double s = studio.scale, width = box.w / s - 32;
  ImGui::SetCursorScreenPos({static_cast<float>(box.x), static_cast<float>(box.y)});
  const std::string anchor = fmt::format("try.{}", i + 1);
  const bool clicked =
      ImGui::InvisibleButton(anchor.c_str(), {static_cast<float>(box.w), static_cast<float>(box.h)});
  studio.anchors.set(anchor, box);
  if (ImGui::IsItemHovered()) studio.opening.chosen = i;
  drawPicture(studio, i, {box.x, box.y, box.w, kPicture * s});
  ImGui::SetCursorScreenPos(
      {static_cast<float>(box.x + 16 * s), static_cast<float>(box.y + (kPicture + 16) * s)});
  ImGui::BeginGroup();
  label(studio, fmt::format("{}   {}", i + 1, tr(kThings[i].title)), 16, theme.ink, view::Weight::bold,
        width);
  space(studio, 4);
  for (const std::string& line : view::wrapped(tr(kThings[i].text), 14, width))
    label(studio, line, 14, theme.muted);
  ImGui::EndGroup();
  const bool chosen = studio.opening.chosen == i;
  const tconv::Rgb c = chosen ? theme.accent : theme.line;
  ImGui::GetWindowDrawList()->AddRect({static_cast<float>(box.x), static_cast<float>(box.y)},
                                      {static_cast<float>(box.right()), static_cast<float>(box.bottom())},
                                      IM_COL32(c.r, c.g, c.b, 255), studio.px(6), 0,
                                      studio.px(chosen ? 2 : 1));
  return clicked;
}

void drawRecentFiles(Studio& studio) {
  const auto& paths = studio.recent.paths;
  if (paths.empty()) return;
  label(studio, tr("Opened lately"), 12, studio.theme().muted);
  for (std::size_t i = 0; i < std::min(paths.size(), kRecent); ++i) {
    if (i > 0) ImGui::SameLine(0, studio.px(8));
    const std::string name = view::shortened(paths[i].filename().string(), 14, 200);
    if (button(studio, fmt::format("opening.recent.{}", i), name, paths[i].string(),
               {.width = view::textWidth(name, 14) + 32, .height = 28, .active = true}) &&
        studio.host.open) {
      studio.opening.open = false;
      studio.host.open(paths[i]);
    }
  }
}

void drawFooter(Studio& studio, double width) {
  Opening& opening = studio.opening;
  const float x = ImGui::GetCursorPosX(), y = ImGui::GetCursorPosY();
  if (button(studio, "opening.at_start",
             opening.at_start ? tr("Shown at the start: yes") : tr("Shown at the start: no"),
             tr("Whether this page opens where no session is remembered"),
             {.width = 208, .height = 28, .outlined = true}))
    opening.at_start = !opening.at_start;
  ImGui::SetCursorPos({x + studio.px(width - 176), y});
  if (button(studio, "opening.close", tr("To the board  (Esc)"), "",
             {.width = 176, .height = 28, .primary = true}))
    opening.open = false;
}

/// Everything in a column in the middle of the page.
void drawPage(Studio& studio, const view::Box& box) {
  const double s = studio.scale, room = box.w / s - 2 * kMargin;
  const double card = std::min(kCard, (room - 2 * kGap) / 3), width = 3 * card + 2 * kGap;
  const double left = box.x + (box.w - width * s) / 2,
               top = box.y + std::max(16.0 * s, (box.h - 600 * s) / 2);
  ImGui::SetCursorScreenPos({static_cast<float>(left), static_cast<float>(top)});
  ImGui::BeginGroup();
  label(studio, "tconv-lab", 28, studio.theme().ink, view::Weight::bold);
  paragraph(studio, tr("Transposed convolution, made visible: each product, each step, in numbers."), 16,
            studio.theme().muted);
  space(studio, 24);
  const double y = ImGui::GetCursorScreenPos().y;
  std::optional<std::size_t> wanted;
  for (std::size_t i = 0; i < kThings.size(); ++i)
    if (drawCard(studio, i, {left + static_cast<double>(i) * (card + kGap) * s, y, card * s, kHeight * s}))
      wanted = i;
  ImGui::SetCursorScreenPos({static_cast<float>(left), static_cast<float>(y + (kHeight + 24) * s)});
  drawRecentFiles(studio);
  space(studio, 24);
  drawFooter(studio, width);
  ImGui::EndGroup();
  if (wanted) tryOut(studio, *wanted);
}

/// The number of a thing, or Enter for the chosen one.
std::optional<std::size_t> takenByKey(const Opening& opening) {
  for (std::size_t i = 0; i < kThings.size(); ++i)
    if (pressed(static_cast<Key>('1' + i))) return i;
  if (pressed(Key::enter) || pressed(Key::keypad_enter)) return opening.chosen;
  return {};
}

}  // namespace

void toggleOpening(Studio& studio) {
  const bool opens = !studio.opening.open && studio.setAside() == nullptr;
  studio.opening = {.open = opens, .at_start = studio.opening.at_start};
}

bool handleOpeningKeys(Studio& studio) {
  Opening& opening = studio.opening;
  if (!opening.open) return false;
  const bool on = pressed(Key::right, true) || pressed(Key::down, true);
  const bool back = pressed(Key::left, true) || pressed(Key::up, true);
  const bool closed = pressed(Key::escape);
  if (on) opening.chosen = (opening.chosen + 1) % kThings.size();
  if (back) opening.chosen = (opening.chosen + kThings.size() - 1) % kThings.size();
  if (closed) opening.open = false;
  const auto taken = takenByKey(opening);
  if (taken) tryOut(studio, *taken);
  return on || back || closed || taken;
}

void drawOpening(Studio& studio, const view::Box& box) {
  begin(studio);
  if (beginPanel(studio, "opening", box, studio.theme().panel)) drawPage(studio, box);
  endPanel();
  if (wentOn(studio)) studio.opening.open = false;
}

}  // namespace lab::ui
