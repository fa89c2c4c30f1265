#include "model/face.h"

#include <gmock/gmock.h>

#include <set>

#include "model/workbench.h"
#include "support/errors.h"

namespace lab {
namespace {

using testing::ElementsAre;

TEST(Face, EveryRowHasAnIdALabelAndAKeyOfItsOwn) {
  std::set<std::string_view> ids, labels, keys;
  Face last = Face::scatter;
  for (const FaceInfo& face : faces()) {
    EXPECT_TRUE(ids.insert(face.id).second) << face.id;
    EXPECT_TRUE(labels.insert(face.label).second) << face.id;
    EXPECT_TRUE(keys.insert(face.key).second) << face.id;
    EXPECT_EQ(faceOf(face.id), face.face);
    EXPECT_EQ(info(face.face).id, face.id);
    EXPECT_FALSE(face.remark.empty());
    EXPECT_GE(face.face, last) << face.id;
    last = face.face;
  }
}

TEST(Face, AnUnknownNameIsRefusedWithTheOnesThatThereAre) {
  try {
    faceOf("profile");
    FAIL();
  } catch (const tconv::Error& error) {
    EXPECT_EQ(error.problem().subject, "face");
    EXPECT_EQ(error.problem().value, "profile");
    EXPECT_THAT(error.problem().rule.text(), testing::StartsWith("must be one of scatter, "));
  }
}

TEST(Face, TogglingPutsBesideAndTakesAwayButNeverTheLast) {
  std::vector<Face> shown = {Face::scatter};
  shown = toggled(shown, Face::matrix);
  EXPECT_THAT(shown, ElementsAre(Face::scatter, Face::matrix));
  shown = toggled(shown, Face::scatter);
  EXPECT_THAT(shown, ElementsAre(Face::matrix));
  EXPECT_THAT(toggled(shown, Face::matrix), ElementsAre(Face::matrix));
}

TEST(Face, AFifthTakesThePlaceOfTheFirst) {
  const std::vector<Face> four = {Face::scatter, Face::gather, Face::matrix, Face::overlap};
  EXPECT_THAT(toggled(four, Face::lens), ElementsAre(Face::gather, Face::matrix, Face::overlap, Face::lens));
}

TEST(Face, TheWorkbenchShowsOneAloneOrBesideTheOthers) {
  Workbench bench;
  bench.toggleFace(Face::arithmetic);
  EXPECT_THAT(bench.view().faces, ElementsAre(Face::scatter, Face::arithmetic));
  bench.showFace(Face::arithmetic);
  EXPECT_THAT(bench.view().faces, ElementsAre(Face::arithmetic));
}

}  // namespace
}  // namespace lab
