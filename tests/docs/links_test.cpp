#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <set>

#include "docs/markdown.h"

/// What documents point at is there, and what pictures are there is pointed at.
namespace {

namespace fs = std::filesystem;
using docs::Document;
using docs::documents;

/// Targets of links and pictures that are not on the web.
std::vector<std::string> linksOf(const Document& document) {
  std::vector<std::string> links = docs::allOf(document.prose, R"(\]\(([^)\s]+)\))");
  std::erase_if(links, [](const std::string& link) { return link.find("://") != std::string::npos; });
  return links;
}

/// The anchor that GitHub makes of a heading: small letters, blanks as hyphens, no signs.
std::string anchorOf(const std::string& heading) {
  std::string anchor;
  for (const unsigned char c : heading)
    if (c == ' ')
      anchor += '-';
    else if (std::isalnum(c) || c == '-' || c == '_')
      anchor += static_cast<char>(std::tolower(c));
  return anchor;
}

std::set<std::string> anchorsOf(const fs::path& path) {
  std::set<std::string> anchors;
  for (const std::string& heading : docs::allOf("\n" + docs::documentOf(path).prose, "\n#+ ([^\n]+)"))
    anchors.insert(anchorOf(heading));
  return anchors;
}

TEST(Documents, LinkToWhatIsThere) {
  std::size_t seen = 0;
  for (const Document& document : documents())
    for (const std::string& link : linksOf(document)) {
      ++seen;
      const std::size_t hash = std::min(link.find('#'), link.size());
      const fs::path target = hash == 0 ? document.path : document.path.parent_path() / link.substr(0, hash);
      ASSERT_TRUE(fs::exists(target)) << document.path << " links to " << link;
      if (hash == link.size()) continue;
      EXPECT_TRUE(anchorsOf(target).contains(link.substr(hash + 1))) << document.path << " links to " << link;
    }
  EXPECT_GT(seen, 60U) << "links are no longer found";
}

TEST(Documents, ShowEveryPictureThatIsKeptForThem) {
  std::set<fs::path> shown;
  for (const Document& document : documents())
    for (const std::string& link : linksOf(document))
      shown.insert((document.path.parent_path() / link).lexically_normal());
  for (const char* folder : {"assets/gallery", "assets/guide"})
    for (const auto& entry : fs::directory_iterator(docs::kRoot / folder)) {
      if (entry.path().extension() != ".png") continue;
      EXPECT_TRUE(shown.contains(entry.path())) << entry.path() << " is shown nowhere";
    }
}

}  // namespace
