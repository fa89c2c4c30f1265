#include "model/ref.h"

#include <array>

namespace lab {
namespace {

constexpr std::array<std::string_view, 8> kRefKinds = {"none",   "input", "weight",    "patch",
                                                       "canvas", "term",  "stretched", "tile"};

bool within(const Ref& ref, Index channels, Index outs, Index rows, Index columns) {
  const auto below = [](Index i, Index n) { return i >= 0 && i < n; };
  return below(ref.channel, channels) && below(ref.out, outs) && below(ref.row, rows) &&
         below(ref.column, columns);
}

}  // namespace

std::span<const std::string_view> refKinds() { return kRefKinds; }

bool exists(const tconv::Trace& trace, const Ref& ref) {
  const tconv::Shape x = trace.x().shape(), w = trace.weight().shape();
  const tconv::Pair canvas = trace.canvasSize();
  switch (ref.kind) {
    case RefKind::none:
      return false;
    case RefKind::input:
      return within(ref, x.c, 1, x.h, x.w);
    case RefKind::weight:
    case RefKind::patch:
      return within(ref, w.n, w.c, w.h, w.w);
    case RefKind::canvas:
      return within(ref, trace.layer().out_channels, 1, canvas.h, canvas.w);
    case RefKind::term:
      return within(ref, x.c, w.c, x.h, x.w) && within({ref.kind, 0, 0, ref.u, ref.v}, 1, 1, w.h, w.w);
    case RefKind::stretched:
      return within(ref, x.c, 1, trace.axes().h.stretched(), trace.axes().w.stretched());
    case RefKind::tile:
      return true;  // only its face knows
  }
  return false;
}

}  // namespace lab
