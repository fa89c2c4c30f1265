#include "export/shots.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "tconv/error.h"

namespace lab::exporting {
namespace {

constexpr int kMostPhases = 1000;
constexpr double kMostShots = 1e7;

[[noreturn]] void refuse(std::string subject, std::string value, std::string rule) {
  throw tconv::Error({std::move(subject), std::move(value), std::move(rule), {}});
}

/// What a state is: taps and rows are parts and groups of input elements.
Granularity unitOf(Granularity granularity) {
  return granularity == Granularity::cell ? Granularity::cell : Granularity::element;
}

/// Makes the shots of one request.
class Planner {
 public:
  Planner(const Derived& derived, const Request& request)
      : request_(request),
        animated_(info(request.format).product == Product::animation),
        timeline_(timelineOf(*derived.trace)),
        unit_(unitOf(request.granularity)),
        steps_(unitsOf(timeline_, unit_)),
        last_(request.last < 0 ? steps_ + 1 : request.last) {
    requireValid(request.timing);
    if (request.first < 0 || last_ > steps_ + 1 || request.first >= last_)
      refuse("steps", fmt::format("{}:{}", request.first, last_),
             fmt::format("must be a non-empty part of 0:{}, the end not included", steps_ + 1));
    if (request.phases && (*request.phases < 1 || *request.phases > kMostPhases))
      refuse("phases", fmt::format("{}", *request.phases), fmt::format("must be 1 to {}", kMostPhases));
  }

  std::vector<Shot> shots() const {
    const Index count = shownStates();
    const double most_phases = std::max(phasesOf(request_.first, 0), phasesOf(request_.first, count - 1));
    if (static_cast<double>(count) * most_phases > kMostShots)
      refuse("frames", fmt::format("{}", static_cast<double>(count) * most_phases),
             fmt::format("must be at most {}: ask for fewer steps", kMostShots));
    std::vector<Shot> shots;
    for (Index i = 0; i < count; ++i) append(shots, stateOf(i, count), i);
    if (animated_) shots.back().seconds += request_.timing.pause;
    return shots;
  }

 private:
  Index states() const { return last_ - request_.first; }

  /// State number i of `count` that are spread evenly over the range; the last is always among them.
  Index stateOf(Index i, Index count) const {
    if (count == 1) return count == states() ? request_.first : last_ - 1;
    return request_.first +
           static_cast<Index>(std::llround(double(i) * double(states() - 1) / double(count - 1)));
  }
  int phasesOf(Index state, Index before) const {
    if (state == steps_) return 1;  // nothing moves after the last state
    if (request_.phases) return *request_.phases;
    return animated_ ? framesOf(request_.timing, before) : 1;
  }
  void append(std::vector<Shot>& shots, Index state, Index before) const {
    const int phases = phasesOf(state, before);
    const double start = timeAfter(timeline_, unit_, state), length = timeAfter(timeline_, unit_, 1);
    const double seconds = secondsOfState(state, before);
    for (int phase = 0; phase < phases; ++phase)
      shots.push_back(
          {start + length * double(phase) / phases, state, phase, animated_ ? seconds / phases : 0});
  }
  /// Nothing moves after the last state either: it is shown once, and then for the pause.
  double secondsOfState(Index state, Index before) const {
    return state == steps_ ? 1 / request_.timing.frames_per_second : secondsOf(request_.timing, before);
  }
  double lengthOf(Index count) const {
    double length = request_.timing.pause;
    for (Index i = 0; i < count; ++i) length += secondsOfState(stateOf(i, count), i);
    return length;
  }
  Index shownStates() const {
    const double most = request_.timing.at_most;
    if (!animated_ || most == 0 || lengthOf(states()) <= most) return states();
    if (lengthOf(1) > most)
      refuse("length", fmt::format("{}", most), fmt::format("must be at least {} seconds", lengthOf(1)));
    Index fits = 1, too_long = states();
    while (too_long - fits > 1) {
      const Index middle = fits + (too_long - fits) / 2;
      (lengthOf(middle) <= most ? fits : too_long) = middle;
    }
    return fits;
  }

  const Request& request_;
  bool animated_;
  Timeline timeline_;
  Granularity unit_;
  Index steps_, last_;
};

}  // namespace

Index statesOf(const Derived& derived, Granularity granularity) {
  return unitsOf(timelineOf(*derived.trace), unitOf(granularity)) + 1;
}

std::vector<Shot> shotsOf(const Derived& derived, const Request& request) {
  return Planner(derived, request).shots();
}

}  // namespace lab::exporting
