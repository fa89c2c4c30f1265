#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "ui/canvas.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/sheet.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// The export sheet: what is to be written, a picture of it, what it will come to, and how far it is.
namespace lab::ui {
namespace {

constexpr double kLabels = 96, kMenus = 208, kPreview = 560;
constexpr std::string_view kThemes[] = {trLater("As the window"), trLater("Light"), trLater("Dark"),
                                        trLater("Print, in greys")};

/// A label and a menu with the chosen entry on it. Items: text, place, remark for what cannot be chosen.
template <class Items>
void choiceRow(Studio& studio, const std::string& anchor, std::string_view name, const std::string& shown,
               std::string_view tip, Items items) {
  const float y = ImGui::GetCursorPosY();
  ImGui::SetCursorPosY(y + studio.px(6));
  label(studio, name, 14, studio.theme().muted);
  ImGui::SetCursorPos({studio.px(kLabels), y});
  if (button(studio, anchor, fmt::format("{}  {}", shown, icons::down), tip,
             {.width = kMenus, .height = 28, .active = true}))
    ImGui::OpenPopup((anchor + ".menu").c_str());
  if (beginMenu(studio, anchor + ".menu")) {
    items();
    endMenu();
  }
  space(studio, 4);
}

void namedRow(Studio& studio, const std::string& anchor, std::string_view name, std::string_view tip,
              const std::vector<ExportNamed>& all, int& chosen) {
  choiceRow(studio, anchor, name, std::string(tr(all[static_cast<std::size_t>(chosen)].label)), tip, [&] {
    for (std::size_t i = 0; i < all.size(); ++i)
      if (menuItem(studio, fmt::format("{}.{}", anchor, i), tr(all[i].label), static_cast<int>(i) == chosen))
        chosen = static_cast<int>(i);
  });
}

const ExportFormat& formatOf(const std::vector<ExportFormat>& formats, const ExportChoice& choice) {
  const auto found = std::ranges::find(formats, choice.format, &ExportFormat::id);
  return found == formats.end() ? formats.front() : *found;
}

void toggle(Studio& studio, const char* anchor, const char* text, const char* tip, bool& value) {
  if (button(studio, anchor, text, tip, {.width = 74, .height = 28, .active = value, .outlined = true}))
    value = !value;
}

void drawChoices(Studio& studio, const std::vector<ExportFormat>& formats) {
  ExportChoice& choice = studio.exporting.choice;
  const ExportFormat& format = formatOf(formats, choice);
  choiceRow(studio, "export.format", tr("Format"), std::string(tr(std::string_view(format.label))),
            tr("The kind of file"), [&] {
              for (const ExportFormat& f : formats)
                if (menuItem(studio, "export.format." + f.id, tr(std::string_view(f.label)),
                             f.id == choice.format, f.missing.empty() ? "" : tr("not installed")))
                  choice.format = f.id;
            });
  if (format.framed) {
    if (!format.animated)
      namedRow(studio, "export.frames", tr("Frames"), tr("Which states become pictures"), exportFrames(),
               choice.frames);
    namedRow(studio, "export.size", tr("Size"), tr("Of the picture or the page"), exportSizes(), choice.size);
    choiceRow(studio, "export.theme", tr("Colours"), std::string(tr(kThemes[choice.theme])),
              tr("Light, dark or grey"), [&] {
                for (int i = 0; i < 4; ++i)
                  if (menuItem(studio, fmt::format("export.theme.{}", i), tr(kThemes[i]), i == choice.theme))
                    choice.theme = i;
              });
    const auto language = static_cast<i18n::Language>(choice.language);
    choiceRow(studio, "export.language", tr("Language"), std::string(i18n::nameOf(language)),
              tr("Of the words in frames"), [&] {
                for (int i = 0; i <= ExportChoice::most_language; ++i)
                  if (menuItem(studio, fmt::format("export.language.{}", i),
                               i18n::nameOf(static_cast<i18n::Language>(i)), i == choice.language))
                    choice.language = i;
              });
    if (format.animated)
      namedRow(studio, "export.speed", tr("Speed"), tr("How long a step takes"), exportSpeeds(),
               choice.speed);
    space(studio, 8);
    label(studio, tr("Shown"), 14, studio.theme().muted);
    space(studio, 2);
    toggle(studio, "export.title", tr("Title"), tr("What the step is"), choice.title);
    ImGui::SameLine(0, studio.px(6));
    toggle(studio, "export.legend", tr("Legend"), tr("Colour scales and marks"), choice.legend);
    ImGui::SameLine(0, studio.px(6));
    toggle(studio, "export.numbers", tr("Numbers"), tr("In the cells"), choice.numbers);
    ImGui::SameLine(0, studio.px(6));
    toggle(studio, "export.formula", tr("Formula"), tr("The output size with its numbers"), choice.formula);
  }
  if (!format.missing.empty()) {
    space(studio, 12);
    paragraph(studio, fmt::format("{}: {}", tr(std::string_view(format.label)), format.missing), 12,
              studio.theme().problem);
  }
}

/// "GIF animation, 1280 × 720, 1 s a step": what a preset is called.
std::string nameOf(const ExportChoice& choice, const std::vector<ExportFormat>& formats) {
  const ExportFormat& format = formatOf(formats, choice);
  std::string name(tr(std::string_view(format.label)));
  if (!format.framed) return name;
  const auto add = [&](std::string_view part) { name = trf("{}, {}", name, part); };
  if (!format.animated) add(tr(exportFrames()[static_cast<std::size_t>(choice.frames)].label));
  add(tr(exportSizes()[static_cast<std::size_t>(choice.size)].label));
  if (format.animated) add(tr(exportSpeeds()[static_cast<std::size_t>(choice.speed)].label));
  if (choice.theme > 0) add(tr(kThemes[choice.theme]));
  if (choice.language > 0) add(i18n::nameOf(static_cast<i18n::Language>(choice.language)));
  return name;
}

/// Choices that the user keeps, to be taken again.
void drawPresets(Studio& studio, const std::vector<ExportFormat>& formats) {
  ExportSheet& sheet = studio.exporting;
  const auto kept = std::find(sheet.presets.begin(), sheet.presets.end(), sheet.choice);
  choiceRow(studio, "export.presets", tr("Presets"),
            kept == sheet.presets.end() ? trf("{} kept", sheet.presets.size()) : tr("This one is kept"),
            tr("Keep what is chosen here, and take it again"), [&] {
              for (std::size_t i = 0; i < sheet.presets.size(); ++i)
                if (menuItem(studio, fmt::format("export.presets.{}", i), nameOf(sheet.presets[i], formats),
                             sheet.presets[i] == sheet.choice))
                  sheet.choice = sheet.presets[i];
              if (kept != sheet.presets.end()) {
                if (menuItem(studio, "export.presets.forget", tr("Forget this one")))
                  sheet.presets.erase(kept);
              } else if (sheet.presets.size() < ExportChoice::most_presets) {
                if (menuItem(studio, "export.presets.keep", tr("Keep what is chosen now")))
                  sheet.presets.push_back(sheet.choice);
              }
            });
}

/// Width by height of the chosen size; that of paper for what is in centimetres.
double aspectOf(const ExportChoice& choice) {
  const std::string_view value = exportSizes()[static_cast<std::size_t>(choice.size)].value;
  if (value == "4:3") return 4.0 / 3;
  if (value == "square") return 1;
  if (value == "column" || value == "page") return 1.5;
  return 16.0 / 9;
}

/// The frame as the file will have it.
void drawPreview(Studio& studio, const view::Box& room, bool framed) {
  const ExportChoice& choice = studio.exporting.choice;
  const double aspect = aspectOf(choice);
  const double w = std::min(room.w, room.h * aspect), h = w / aspect;
  const view::Box box{room.x + (room.w - w) / 2, room.y + (room.h - h) / 2, w, h};
  studio.anchors.set("export.preview", box);
  view::Frame frame = frameOf(studio, box);
  if (choice.theme > 0) frame.theme = &view::theme(static_cast<ThemeChoice>(choice.theme - 1));
  frame.language = static_cast<i18n::Language>(choice.language);
  frame.hover = {};
  frame.zoom = 1;
  frame.pan = {};
  frame.parts = {
      .title = choice.title, .formula = choice.formula, .legend = choice.legend, .numbers = choice.numbers};
  frame.scale = std::max(std::min(w / 1280, h / 720), 0.5 * studio.scale);
  ImGuiCanvas canvas(ImGui::GetWindowDrawList(), *studio.fonts, studio.heatmaps);
  if (framed) view::drawBoard(canvas, frame);
  canvas.rect(box, {.stroke = view::Stroke{view::Color(studio.theme().line), studio.scale}});
}

std::string bytesText(double bytes) {
  return bytes < 1e6 ? fmt::format("{:.0f} kB", std::max(1.0, bytes / 1e3))
                     : fmt::format("{:.1f} MB", bytes / 1e6);
}

std::string estimateText(const ExportEstimate& estimate, const ExportFormat& format) {
  if (!format.framed) return tr("The layer with its tensors, and the output that it must have.");
  const std::string frames = estimate.frames == 1 ? tr("1 frame") : trf("{} frames", estimate.frames),
                    bytes = bytesText(estimate.bytes);
  return format.animated ? trf("{}, {:.1f} s, about {}", frames, estimate.seconds, bytes)
                         : trf("{}, about {}", frames, bytes);
}

void drawProgress(Studio& studio, double width) {
  const ExportStatus& status = studio.exporting.status;
  const double share =
      status.total > 0 ? static_cast<double>(status.done) / static_cast<double>(status.total) : 0;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const auto bar = [&](double part, tconv::Rgb c) {
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + studio.px(width * part), at.y + studio.px(8)},
                                              IM_COL32(c.r, c.g, c.b, 255), studio.px(4));
  };
  bar(1, studio.theme().raised);
  if (share > 0) bar(share, studio.theme().accent);
  studio.anchors.set("export.progress", {at.x, at.y, studio.px(width), studio.px(8)});
  ImGui::Dummy({studio.px(width), studio.px(12)});
  label(studio,
        trf("{} of {} frames, {:.0f} s left", status.done, status.total, std::ceil(status.seconds_left)), 12,
        studio.theme().muted);
}

void drawActions(Studio& studio, const ExportFormat& format) {
  ExportSheet& sheet = studio.exporting;
  if (sheet.status.running) {
    ImGui::BeginGroup();
    drawProgress(studio, kPreview - 112);
    ImGui::EndGroup();
    ImGui::SetCursorPos(
        {ImGui::GetWindowContentRegionMax().x - studio.px(96), ImGui::GetWindowHeight() - studio.px(68)});
    if (button(studio, "export.cancel", tr("Cancel"), tr("Stops; nothing incomplete is left"),
               {.width = 96, .outlined = true}))
      studio.host.run(Command::cancel_export);
    return;
  }
  const ExportEstimate estimate =
      studio.host.estimate && format.missing.empty() ? studio.host.estimate(sheet.choice) : ExportEstimate{};
  const bool possible = estimate.problem.empty() && format.missing.empty();
  ImGui::AlignTextToFramePadding();
  const double room = (ImGui::GetWindowContentRegionMax().x - ImGui::GetCursorPosX()) / studio.scale - 128;
  if (estimate.problem.empty())
    label(studio, estimateText(estimate, format), 14, studio.theme().ink, view::Weight::regular, room);
  else
    label(studio, view::shortened(estimate.problem, 14, room), 14, studio.theme().problem);
  ImGui::SetCursorPos(
      {ImGui::GetWindowContentRegionMax().x - studio.px(112), ImGui::GetWindowHeight() - studio.px(68)});
  if (button(studio, "export.start", tr("Export …"), tr("Asks for a name and writes"),
             {.width = 112, .enabled = possible, .primary = true}))
    studio.host.run(Command::start_export);
}

}  // namespace

const std::vector<ExportNamed>& exportFrames() {
  static const std::vector<ExportNamed> all = {{trLater("All states"), "all"},
                                               {trLater("This state"), "this"},
                                               {trLater("Poster, the middle step"), "poster"},
                                               {trLater("Strip of four"), "strip"},
                                               {trLater("Contact sheet, 2 × 3"), "sheet"}};
  return all;
}

const std::vector<ExportNamed>& exportSizes() {
  static const std::vector<ExportNamed> all = {
      {"1280 × 720", "16:9"},  {"1920 × 1080", "1920x1080"},          {"1024 × 768", "4:3"},
      {"900 × 900", "square"}, {trLater("Column, 8.5 cm"), "column"}, {trLater("Page, 17.5 cm"), "page"}};
  return all;
}

const std::vector<ExportNamed>& exportSpeeds() {
  static const std::vector<ExportNamed> all = {{trLater("4 s a step"), "4"},
                                               {trLater("2 s a step"), "2"},
                                               {trLater("1 s a step"), "1"},
                                               {trLater("0.5 s a step"), "0.5"},
                                               {trLater("0.2 s a step"), "0.2"}};
  return all;
}

void drawExportSheet(Studio& studio, const view::Box& window) {
  ExportSheet& sheet = studio.exporting;
  if (!sheet.open) return;
  const std::vector<ExportFormat> formats = studio.host.export_formats
                                                ? studio.host.export_formats()
                                                : std::vector<ExportFormat>{{"png", "PNG", false, true, ""}};
  if (!beginSheet(studio, "export", window, 28 + kLabels + kMenus + 32 + kPreview + 28, 520)) return;
  sheetHeading(studio, tr("Export"), sheet.open);
  const float top = ImGui::GetCursorPosY();
  ImGui::BeginChild("choices", {studio.px(kLabels + kMenus + 28), 0});
  ImGui::SetCursorPos({0, 0});
  drawChoices(studio, formats);
  space(studio, 12);
  drawPresets(studio, formats);
  ImGui::EndChild();
  const ExportFormat& format = formatOf(formats, sheet.choice);
  const ImVec2 corner = ImGui::GetWindowPos();
  const double left = corner.x + studio.px(28 + kLabels + kMenus + 32),
               right = corner.x + ImGui::GetWindowWidth() - studio.px(28);
  drawPreview(studio, {left, corner.y + top, right - left, ImGui::GetWindowHeight() - top - studio.px(92)},
              format.framed);
  ImGui::SetCursorPos({static_cast<float>(left - corner.x), ImGui::GetWindowHeight() - studio.px(64)});
  drawActions(studio, format);
  if (!sheet.open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace lab::ui
