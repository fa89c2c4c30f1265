#pragma once

#include <string>
#include <vector>

#include "model/examples.h"
#include "support/documents.h"
#include "view/hit_canvas.h"
#include "view/record_lines.h"

/// The documents of which every face has golden text.
namespace lab::view {

inline constexpr Box kFaceBoard{0, 0, 728, 680};

struct FaceCase {
  std::string name;
  Document document;
};

inline std::vector<FaceCase> faceCases() {
  Document rectangular;
  rectangular.input_size = {2, 3};
  rectangular.layer.stride = 2;
  rectangular.layer.padding = Pair{1};
  rectangular.layer.output_padding = 1;
  Document dilated = textbookDocument();
  dilated.layer.dilation = 2;
  Document channels;
  channels.input_size = 2;
  channels.layer.in_channels = 4;
  channels.layer.out_channels = 2;
  channels.layer.groups = 2;
  channels.layer.kernel_size = 2;
  channels.kernel.preset = tconv::KernelPreset::random_integers;
  Document line;
  line.layer.dims = 1;
  line.input_size = {1, 5};
  line.layer.kernel_size = {1, 3};
  line.layer.stride = 2;
  return {{"textbook", textbookDocument()},
          {"rectangular", rectangular},
          {"dilated", dilated},
          {"channels", channels},
          {"line", line}};
}

/// One face alone on the board.
inline Frame faceFrame(Face face, const Derived& derived, double time, Box area = kFaceBoard) {
  Frame frame = frameOf(derived, time, area);
  frame.faces = {face};
  return frame;
}

/// Pointing at the middle of any cell of a face in the middle of its animation finds what the cell stands
/// for.
inline void expectCellsAreHit(Face face, Granularity granularity) {
  for (const FaceCase& c : faceCases()) {
    const Derived derived = support::derived(c.document);
    Frame frame = faceFrame(face, derived, std::floor(static_cast<double>(derived.trace->steps()) / 2));
    frame.granularity = granularity;
    const auto cells = cellsOf(parseRecord(scatterText(frame)));
    EXPECT_FALSE(cells.empty()) << c.name;
    for (const auto& [ref, box] : cells) {
      HitCanvas canvas(box.center());
      drawBoard(canvas, frame);
      EXPECT_EQ(canvas.hit(), ref) << c.name << " at " << box.center().x << ", " << box.center().y;
    }
  }
}

}  // namespace lab::view
