#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <nlohmann/json.hpp>

#include "docs/markdown.h"
#include "io/lesson.h"
#include "model/face.h"
#include "tconv/forward.h"
#include "tconv/tconv_c.h"
#include "ui/command.h"

/// What documents say is so: numbers, keys, the example of a lesson, the version.
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// [1, 2] as one row, [[1, 2], [3, 4]] as two.
tconv::Tensor tensorOf(const std::string& text) {
  auto rows = nlohmann::json::parse(text);
  if (!rows[0].is_array()) rows = nlohmann::json::array({rows});
  tconv::Tensor tensor(
      {1, 1, static_cast<tconv::Index>(rows.size()), static_cast<tconv::Index>(rows[0].size())});
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      tensor(0, 0, static_cast<tconv::Index>(i), static_cast<tconv::Index>(j)) = rows[i][j];
  return tensor;
}

/// x = [..], w = [..], stride 2, ...: y = [..]
const std::regex kExample(
    R"(x = (\[.*\]), w = (\[.*\])((?:, (?:stride|padding|output_padding|dilation|bias) \d+)*): y = (\[.*\]))");

/// The y of an example, computed.
tconv::Tensor computed(const std::smatch& example) {
  const tconv::Tensor x = tensorOf(example[1]), w = tensorOf(example[2]);
  const auto said = [&, parameters = example[3].str()](const std::string& name, tconv::Index otherwise) {
    const auto values = docs::allOf(parameters, " " + name + " (\\d+)");
    return values.empty() ? otherwise : std::stoll(values.front());
  };
  const std::vector<float> bias(1, static_cast<float>(said("bias", 0)));
  return tconv::forward({.dims = x.shape().h == 1 ? 1 : 2,
                         .kernel_size = w.shape().spatial(),
                         .stride = said("stride", 1),
                         .padding = tconv::Pair(said("padding", 0)),
                         .output_padding = said("output_padding", 0),
                         .dilation = said("dilation", 1),
                         .bias = true},
                        x, w, bias);
}

TEST(Documents, GiveTheNumbersOfTheOperator) {
  std::size_t seen = 0;
  for (const docs::Document& document : docs::documents())
    for (const docs::Block& block : document.blocks)
      for (const std::string& line : block.lines) {
        std::smatch example;
        if (!std::regex_match(line, example, kExample)) {
          EXPECT_FALSE(line.starts_with("x = ")) << block.place << ": " << line << " is not understood";
          continue;
        }
        ++seen;
        const tconv::Tensor expected = tensorOf(example[4]);
        EXPECT_EQ(computed(example), expected) << block.place << ": " << line;
      }
  EXPECT_GT(seen, 20U) << "examples are no longer found";
}

TEST(Documents, NameKeysThatAreThere) {
  std::set<std::string> keys = {"Shift+3"};
  for (const auto& command : lab::ui::commands()) keys.emplace(command.keys);
  for (const auto& face : lab::faces()) keys.emplace(face.key);
  for (const docs::Document& document : docs::documents()) {
    std::vector<std::string> named =
        docs::allOf(document.prose, R"(\b((?:Ctrl\+|Shift\+)+(?:F\d+|[A-Z0-9+-])|F\d{1,2})\b)");
    for (const std::string& key : docs::allOf(document.prose, R"(\bkeys? ([A-Z0-9])\b)"))
      named.push_back(key);
    for (const std::string& key : named)
      EXPECT_TRUE(keys.contains(key)) << document.path << " names the key " << key;
  }
}

TEST(Readme, HasALessonThatTheProgramTakes) {
  const docs::Document readme = docs::documentOf(docs::kRoot / "README.md");
  const auto block = std::ranges::find_if(readme.blocks, [](const auto& b) {
    return b.text().find("\"tconv-lab lesson\"") != std::string::npos;
  });
  ASSERT_NE(block, readme.blocks.end());
  const support::TemporaryFolder folder;
  const lab::io::LoadedLesson loaded =
      lab::io::loadLesson(support::put(folder / "hole.lesson.json", block->text()));
  EXPECT_THAT(loaded.warnings, IsEmpty());
  EXPECT_EQ(loaded.lesson.steps.size(), 3U);
}

TEST(Changelog, BeginsWithTheVersionThatIsBuilt) {
  const std::string changes = support::contentOf(docs::kRoot / "CHANGELOG.md");
  const auto versions = docs::allOf(changes, "\n## (\\d+\\.\\d+\\.\\d+)");
  ASSERT_FALSE(versions.empty());
  const std::string version = tconv_version(), readme = support::contentOf(docs::kRoot / "README.md");
  EXPECT_EQ(versions.front(), version);
  EXPECT_THAT(readme, HasSubstr("tconv-lab, version " + version));
  EXPECT_THAT(readme, HasSubstr("tconv-lab_" + version + "_amd64.deb"));
  EXPECT_THAT(readme,
              HasSubstr("find_package(tconv " + version.substr(0, version.rfind('.')) + " REQUIRED)"));
  EXPECT_EQ(nlohmann::json::parse(support::contentOf(docs::kRoot / "vcpkg.json"))["version"], version);
}

}  // namespace
