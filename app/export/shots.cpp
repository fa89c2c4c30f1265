#include "export/shots.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "tconv/error.h"
#include "view/choreography.h"

namespace lab::exporting {
namespace {

constexpr int kMostPhases = 1000;
constexpr double kMostShots = 1e7;

[[noreturn]] void refuse(std::string subject, std::string value, tconv::Phrase rule) {
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
        last_(request.selection.last < 0 ? steps_ + 1 : request.selection.last) {
    requireValid(request.timing);
    if (request.selection.first < 0 || last_ > steps_ + 1 || request.selection.first >= last_)
      refuse("steps", fmt::format("{}:{}", request.selection.first, last_),
             tconv::Phrase("must be a non-empty part of 0:{}, the end not included", steps_ + 1));
    if (animated_ && (request.selection.strip > 0 || request.selection.columns * request.selection.rows > 1))
      refuse(trLater("frames on a page"), "",
             tconv::Phrase("are for pictures and pages, and an animation shows one after the other"));
    if (request.selection.phases &&
        (*request.selection.phases < 1 || *request.selection.phases > kMostPhases))
      refuse("phases", fmt::format("{}", *request.selection.phases),
             tconv::Phrase("must be 1 to {}", kMostPhases));
  }

  std::vector<Shot> shots() const {
    if (request_.selection.only != Selection::Only::range) return {only()};
    if (request_.selection.strip > 0) return strip();
    const Index count = shownStates();
    const double most_phases =
        std::max(phasesOf(request_.selection.first, 0), phasesOf(request_.selection.first, count - 1));
    if (static_cast<double>(count) * most_phases > kMostShots)
      refuse("frames", fmt::format("{}", static_cast<double>(count) * most_phases),
             tconv::Phrase("must be at most {}: ask for fewer steps", fmt::format("{}", kMostShots)));
    std::vector<Shot> shots;
    for (Index i = 0; i < count; ++i) append(shots, stateOf(i, count), i);
    if (animated_) shots.back().seconds += request_.timing.pause;
    return shots;
  }

 private:
  Shot only() const {
    if (request_.selection.only == Selection::Only::moment)
      return {request_.selection.moment, 0, 0, request_.timing.pause};
    const bool poster = request_.selection.only == Selection::Only::poster;
    const Index state = poster ? steps_ / 2 : steps_;
    const double into = poster ? view::movementEnds().back() * timeAfter(timeline_, unit_, 1) : 0;
    return {timeAfter(timeline_, unit_, state) + into, state, 0, request_.timing.pause};
  }
  /// Frames of the range, in phases where they are asked for, spread evenly; the first and the last are
  /// there.
  std::vector<Shot> strip() const {
    std::vector<Shot> all, chosen;
    for (Index i = 0; i < states(); ++i) append(all, request_.selection.first + i, i);
    const auto count = std::min(static_cast<std::size_t>(request_.selection.strip), all.size());
    for (std::size_t i = 0; i < count; ++i)
      chosen.push_back(all[count == 1 ? 0 : (2 * i * (all.size() - 1) + count - 1) / (2 * (count - 1))]);
    return chosen;
  }

  Index states() const { return last_ - request_.selection.first; }

  /// State number i of `count` that are spread evenly over the range; the last is always among them.
  Index stateOf(Index i, Index count) const {
    if (count == 1) return count == states() ? request_.selection.first : last_ - 1;
    return request_.selection.first +
           static_cast<Index>(std::llround(double(i) * double(states() - 1) / double(count - 1)));
  }
  int phasesOf(Index state, Index before) const {
    if (state == steps_) return 1;  // nothing moves after the last state
    if (request_.selection.phases) return *request_.selection.phases;
    return animated_ ? framesOf(request_.timing, before) : 1;
  }
  void append(std::vector<Shot>& shots, Index state, Index before) const {
    if (request_.selection.phase_ends) return appendEnds(shots, state, before);
    const int phases = phasesOf(state, before);
    const double start = timeAfter(timeline_, unit_, state), length = timeAfter(timeline_, unit_, 1);
    const double seconds = secondsOfState(state, before);
    for (int phase = 0; phase < phases; ++phase)
      shots.push_back(
          {start + length * double(phase) / phases, state, phase, animated_ ? seconds / phases : 0});
  }
  /// The state, and its step at the end of each movement.
  void appendEnds(std::vector<Shot>& shots, Index state, Index before) const {
    const double start = timeAfter(timeline_, unit_, state), length = timeAfter(timeline_, unit_, 1);
    std::vector<double> moments = {0};
    const auto ends = view::movementEnds();
    if (state < steps_) moments.insert(moments.end(), ends.begin(), ends.end());
    const double seconds =
        animated_ ? secondsOfState(state, before) / static_cast<double>(moments.size()) : 0;
    for (std::size_t i = 0; i < moments.size(); ++i)
      shots.push_back({start + length * moments[i], state, static_cast<int>(i), seconds});
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
      refuse("length", fmt::format("{}", most),
             tconv::Phrase("must be at least {} seconds", fmt::format("{}", lengthOf(1))));
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

std::vector<PageShots> pagesOf(const Derived& derived, const Request& request) {
  const std::vector<Shot> shots = shotsOf(derived, request);
  const Selection& selection = request.selection;
  const std::size_t on_page = selection.strip > 0 ? shots.size()
                                                  : static_cast<std::size_t>(selection.columns) *
                                                        static_cast<std::size_t>(selection.rows);
  std::vector<PageShots> pages;
  for (std::size_t at = 0; at < shots.size(); at += on_page)
    pages.emplace_back(shots.begin() + static_cast<std::ptrdiff_t>(at),
                       shots.begin() + static_cast<std::ptrdiff_t>(std::min(at + on_page, shots.size())));
  return pages;
}

std::vector<Shot> shotsOf(const Derived& derived, const Request& request) {
  return Planner(derived, request).shots();
}

}  // namespace lab::exporting
