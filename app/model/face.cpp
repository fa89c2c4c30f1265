#include "model/face.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "i18n/translate.h"
#include "tconv/error.h"

namespace lab {
namespace {

constexpr FaceInfo kFaces[] = {
    {Face::scatter, "scatter", trLater("Scatter"), trLater("one input element at a time"), "1"},
    {Face::intermediates, "intermediates", trLater("Intermediates"),
     trLater("every scaled patch on its own canvas, and their sum"), "2"},
    {Face::gather, "gather", trLater("Gather"), trLater("zero insertion, one output cell at a time"), "3",
     true, true},
    {Face::matrix, "matrix", trLater("Matrix"), trLater("the layer as one matrix"), "4"},
    {Face::overlap, "overlap", trLater("Overlap"), trLater("how many kernel taps touch each output cell"),
     "5", false},
    {Face::roundtrip, "roundtrip", trLater("Round trip"),
     trLater("there by convolution, back by the transposed one"), "6", false},
    {Face::backward, "backward", trLater("Backward"), trLater("the gradients, one input element at a time"),
     "7"},
    {Face::arithmetic, "arithmetic", trLater("Arithmetic"),
     trLater("the step and the output size in numbers"), "8"},
    {Face::channels, "channels", trLater("Channels"),
     trLater("input channels, kernels, and the sum over them"), "9"},
    {Face::lens, "lens", trLater("Frameworks"), trLater("one layer, four ways"), "0", false},
    {Face::compare, "compare", trLater("Compare"), trLater("two settings, a sweep, ways of enlarging"), "C"},
    {Face::image, "image", trLater("Image"), trLater("a photograph, enlarged and compared"), "P"},
};

}  // namespace

std::span<const FaceInfo> faces() { return kFaces; }

const FaceInfo& info(Face face) {
  return *std::find_if(std::begin(kFaces), std::end(kFaces),
                       [=](const FaceInfo& f) { return f.face == face; });
}

Face faceOf(std::string_view id) {
  for (const FaceInfo& f : kFaces)
    if (f.id == id) return f.face;
  std::vector<std::string_view> ids;
  for (const FaceInfo& f : kFaces) ids.push_back(f.id);
  throw tconv::Error({trLater("face"),
                      std::string(id),
                      tconv::Phrase("must be one of {}", fmt::format("{}", fmt::join(ids, ", "))),
                      {}});
}

std::vector<Face> toggled(std::vector<Face> shown, Face face) {
  const auto found = std::find(shown.begin(), shown.end(), face);
  if (found == shown.end())
    shown.push_back(face);
  else if (shown.size() > 1)
    shown.erase(found);
  if (shown.size() > kMostFaces) shown.erase(shown.begin());
  return shown;
}

}  // namespace lab
