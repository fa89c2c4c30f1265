#include <gmock/gmock.h>

#include <set>

#include "face_cases.h"

/// Reduced motion: within a step there are stills only, on every face and in every unit.
namespace lab::view {
namespace {

TEST(ReducedMotion, ShowsStillsOnlyOnEveryFace) {
  const Derived derived = support::derived(newcomerDocument());
  for (const FaceInfo& face : faces())
    for (const Granularity unit : {Granularity::element, Granularity::cell}) {
      std::set<std::string> stills;
      for (int i = 1; i < 100; ++i) {
        Frame frame = faceFrame(face.face, derived, 4 + i / 100.0);
        frame.granularity = unit;
        frame.reduced_motion = true;
        stills.insert(scatterText(frame));
      }
      // Four movements in a step, nine cells that the patch lands on; there are more cells than steps.
      EXPECT_LE(stills.size(), unit == Granularity::element ? 9U : 20U) << face.id;
    }
}

}  // namespace
}  // namespace lab::view
