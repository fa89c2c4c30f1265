#include "model/fields.h"

#include <gmock/gmock.h>

#include <set>
#include <stdexcept>
#include <string>

#include "support/documents.h"

namespace lab {
namespace {

TEST(Fields, HaveIdentifiersFlagsAndLabelsOfTheirOwn) {
  std::set<std::string_view> ids, flags, labels;
  for (const Field& f : fields()) {
    EXPECT_TRUE(ids.insert(f.id).second) << f.id;
    EXPECT_TRUE(labels.insert(f.label).second) << f.label;
    EXPECT_TRUE(f.flag.empty() || flags.insert(f.flag).second) << f.flag;
    EXPECT_TRUE(f.flag.empty() || f.flag.starts_with("--")) << f.flag;
    EXPECT_FALSE(f.help.empty()) << f.id;
    EXPECT_FALSE(f.symbol.empty()) << f.id;
    EXPECT_EQ(&field(f.id), &f);
  }
}

TEST(Fields, UnknownIdentifiersAreRefused) { EXPECT_THROW(field("strides"), std::out_of_range); }

TEST(Fields, GiveBackWhatWasSet) {
  for (const Field& f : fields()) {
    Document document;
    const Pair value = f.per_axis ? Pair{7, 8} : Pair{7};
    f.set(document, value);
    EXPECT_EQ(f.get(document), value) << f.id;
  }
}

TEST(Fields, ChangeNoOtherFieldThanTheirOwn) {
  for (const Field& f : fields()) {
    Document document;
    document.layer.padding = {Pair{1}, Pair{2}};  // so that the two ends are fields of their own
    const Document before = document;
    f.set(document, {7});
    for (const Field& other : fields()) {
      if (other.id == f.id) continue;
      EXPECT_EQ(other.get(document), other.get(before)) << f.id << " changed " << other.id;
    }
  }
}

TEST(Fields, PaddingSetsBothEndsWhileTheyAreEqual) {
  Document document;
  field("padding").set(document, {2, 3});
  EXPECT_EQ(document.layer.padding, (tconv::Padding{{2, 3}, {2, 3}}));
  field("padding_end").set(document, {2, 4});
  field("padding").set(document, {1, 1});
  EXPECT_EQ(document.layer.padding, (tconv::Padding{{1, 1}, {2, 4}}));
}

TEST(Fields, DefaultsAreThoseOfConvTranspose2d) {
  const Layer standard = Document{}.layer;
  EXPECT_EQ(standard.stride, Pair{1});
  EXPECT_EQ(standard.padding, tconv::Padding{0});
  EXPECT_EQ(standard.output_padding, Pair{0});
  EXPECT_EQ(standard.dilation, Pair{1});
  EXPECT_EQ(standard.groups, 1);
  for (const Field& f : fields()) EXPECT_EQ(f.get(Document{}), Pair{f.standard}) << f.id;
}

TEST(Fields, RangesStartAtTheSmallestLegalValue) {
  for (const Field& f : fields()) {
    EXPECT_LE(f.least, f.standard) << f.id;
    EXPECT_LE(f.standard, f.slider_most) << f.id;
    Document document;
    document.layer.padding = {Pair{0}, Pair{1}};
    document.layer.kernel_size = 4;
    f.set(document, {f.least});
    EXPECT_TRUE(std::holds_alternative<Derived>(derive(document))) << f.id;
    f.set(document, {f.least - 1});
    const auto refused = derive(document);
    ASSERT_TRUE(std::holds_alternative<tconv::Problem>(refused)) << f.id;
    EXPECT_THAT(std::get<tconv::Problem>(refused).subject, testing::StartsWith(std::string(f.id)));
  }
}

}  // namespace
}  // namespace lab
