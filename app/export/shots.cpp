#include "export/shots.h"

#include <fmt/format.h>

#include "tconv/error.h"

namespace lab::exporting {
namespace {

constexpr int kMostPhases = 1000;

/// What a state is: taps and rows are parts and groups of input elements.
Granularity unitOf(Granularity granularity) {
  return granularity == Granularity::cell ? Granularity::cell : Granularity::element;
}

Index lastOf(const Derived& derived, const Request& request) {
  return request.last < 0 ? statesOf(derived, request.granularity) : request.last;
}

void checkRange(const Derived& derived, const Request& request) {
  const Index states = statesOf(derived, request.granularity), last = lastOf(derived, request);
  if (request.first < 0 || last > states || request.first >= last)
    throw tconv::Error({"steps",
                        fmt::format("{}:{}", request.first, last),
                        fmt::format("must be a non-empty part of 0:{}, the end not included", states),
                        {}});
  if (request.phases < 1 || request.phases > kMostPhases)
    throw tconv::Error(
        {"phases", fmt::format("{}", request.phases), fmt::format("must be 1 to {}", kMostPhases), {}});
}

}  // namespace

Index statesOf(const Derived& derived, Granularity granularity) {
  return unitsOf(timelineOf(*derived.trace), unitOf(granularity)) + 1;
}

std::vector<Shot> shotsOf(const Derived& derived, const Request& request) {
  checkRange(derived, request);
  const Timeline timeline = timelineOf(*derived.trace);
  const Granularity unit = unitOf(request.granularity);
  const Index steps = unitsOf(timeline, unit), last = lastOf(derived, request);
  const double length = timeAfter(timeline, unit, 1);
  std::vector<Shot> shots;
  for (Index state = request.first; state < last; ++state) {
    const int phases = state == steps ? 1 : request.phases;  // nothing moves after the last state
    for (int phase = 0; phase < phases; ++phase)
      shots.push_back(
          {timeAfter(timeline, unit, state) + length * double(phase) / request.phases, state, phase});
  }
  return shots;
}

}  // namespace lab::exporting
