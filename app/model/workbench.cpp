#include "model/workbench.h"

#include <algorithm>
#include <mutex>

#include "model/fields.h"
#include "model/photo.h"

namespace lab {
namespace {

/// As much work is done within the frame: about two milliseconds.
constexpr double kAtOnce = 5e5;

/// The faces, options and places of the playhead for which a memo holds what a board shows. Between rest and
/// the end other things are shown than there. Safe to use from several threads.
class Prepared {
 public:
  explicit Prepared(Index steps) : end_(static_cast<double>(steps)) {}
  static const Prepared& of(const Derived& derived) {
    return derived.memo->get<Prepared>([&] { return Prepared(derived.trace->steps()); });
  }
  bool holds(const ViewState& view) const {
    const std::scoped_lock lock(mutex_);
    return find(view) != sights_.end();
  }
  void add(const ViewState& view) const {
    const std::scoped_lock lock(mutex_);
    sights_.push_back({view.faces, view.options, view.playhead.time});
  }
  /// The view, or where it is not held the same as it was shown last.
  ViewState shown(ViewState view) const {
    const std::scoped_lock lock(mutex_);
    if (const auto held = find(view); held != sights_.end()) {
      held->time = view.playhead.time;
      std::rotate(held, held + 1, sights_.end());
    } else if (!sights_.empty()) {
      view.faces = sights_.back().faces, view.options = sights_.back().options;
      view.playhead.time = sights_.back().time;
    }
    return view;
  }

 private:
  struct Sight {
    std::vector<Face> faces;
    FaceOptions options;
    double time = 0;
  };
  bool inside(double time) const { return time > 0 && time < end_; }
  std::vector<Sight>::iterator find(const ViewState& view) const {
    return std::ranges::find_if(sights_, [&](const Sight& sight) {
      return sight.faces == view.faces && sight.options == view.options &&
             inside(sight.time) == inside(view.playhead.time);
    });
  }

  const double end_;
  mutable std::mutex mutex_;
  mutable std::vector<Sight> sights_;  ///< the one shown last at the end
};

/// Whether an element of input or kernel is one of these values.
bool holds(const Tensor& values, const Ref& element) {
  const Shape shape = values.shape();
  const bool input = element.kind == RefKind::input;
  if (!input && element.kind != RefKind::weight) return false;
  const auto within = [](Index i, Index count) { return i >= 0 && i < count; };
  return within(element.channel, input ? shape.c : shape.n) && (input || within(element.out, shape.c)) &&
         within(element.row, shape.h) && within(element.column, shape.w);
}

/// Own values to write into, at least as large as the grid: what a smaller grid hides is kept.
Tensor editable(const std::shared_ptr<const Tensor>& own, const Tensor& shown) {
  if (!own) return shown;
  const Shape a = own->shape(), b = shown.shape();
  return resized(*own, {std::max(a.n, b.n), std::max(a.c, b.c), std::max(a.h, b.h), std::max(a.w, b.w)});
}

/// What a demonstration says of the view; how the window is arranged stays the user's.
ViewState demonstrating(ViewState view, const ViewState& shown) {
  view.playhead = shown.playhead;
  view.faces = shown.faces;
  view.options = shown.options;
  view.scales = shown.scales;
  view.pinned = shown.pinned;
  view.show_symbols = shown.show_symbols;
  view.zoom = shown.zoom;
  view.pan_x = shown.pan_x;
  view.pan_y = shown.pan_y;
  return view;
}

}  // namespace

Workbench::Workbench(Session session)
    : history_(std::move(session.document)), view_(std::move(session.view)), saved_(history_.current()) {
  auto result = derive(document());
  if (std::holds_alternative<Derived>(result)) {
    derived_ = std::get<Derived>(std::move(result));
  } else {
    problem_ = std::get<tconv::Problem>(result);
    derived_ = std::get<Derived>(derive(newcomerDocument()));
  }
  judged_ = document();
  settle();
}

/// A view that comes from a file may stand anywhere, and starts at a pause.
void Workbench::settle() { view_.playhead = sought(view_.playhead, view_.playhead.time, timeline()); }

/// Recomputes what follows from the document, if it changed. The playhead stays at the same step where it
/// can.
void Workbench::update() {
  if (document() == judged_) return;
  judged_ = document();
  problem_ = problemOf(document());
  if (problem_) {
    view_.playhead.playing = false;
    if (deriver_) deriver_->drop();
    pending_ = false;
    return;
  }
  if (deriver_ && workOf(document()) > kAtOnce) {
    deriver_->ask(document(), preparation(arriving_ ? *arriving_ : view_));
    pending_ = true;
    return;
  }
  if (deriver_) deriver_->drop();
  pending_ = false;
  show(derive(document()));
}

/// What is asked of the host, and that the view can be shown afterwards.
Deriver::Preparation Workbench::preparation(const ViewState& view) const {
  return [view, ahead = beside_.preparation ? beside_.preparation(view)
                                            : Deriver::Preparation()](const Derived& derived) {
    if (ahead) ahead(derived);
    Prepared::of(derived).add(view);
  };
}

/// Asks for what a large document has not worked out yet for the view.
void Workbench::lookAhead() {
  const bool waits = deriver_->busy() || problem_ || workOf(derived_.document) <= kAtOnce;
  if (!waits && !Prepared::of(derived_).holds(view_)) deriver_->ask(derived_, preparation(view_));
}

ViewState Workbench::shownView() const {
  const bool at_once = !deriver_ || workOf(derived_.document) <= kAtOnce;
  return at_once ? view_ : Prepared::of(derived_).shown(view_);
}

void Workbench::show(Deriver::Result result) {
  if (std::holds_alternative<tconv::Problem>(result)) {
    problem_ = std::get<tconv::Problem>(std::move(result));
    view_.playhead.playing = false;
    return arrive();
  }
  const Index before = timeline().steps;
  std::swap(derived_, std::get<Derived>(result));
  if (deriver_) deriver_->free(std::get<Derived>(std::move(result)));
  const Index after = timeline().steps;
  if (before != after)
    view_.playhead =
        sought(view_.playhead, std::min(view_.playhead.time, static_cast<double>(after)), timeline());
  arrive();
}

/// The view of an opened session is taken over together with its document.
void Workbench::arrive() {
  if (pending_ || !arriving_) return;
  view_ = *std::exchange(arriving_, std::nullopt);
  settle();
}

void Workbench::workBeside(Beside beside) {
  beside_ = std::move(beside);
  deriver_ = std::make_unique<Deriver>(beside_.finished);
}

bool Workbench::receive() {
  if (!deriver_) return false;
  std::optional<Deriver::Result> result = deriver_->take();
  if (!result) {
    lookAhead();
    return false;
  }
  pending_ = deriver_->busy();
  show(*std::move(result));
  return true;
}

void Workbench::commit() {
  history_.commit();
  if (deriver_) deriver_->hurry();
}

void Workbench::edit(Document edited, std::string_view touched) {
  if (!touched.empty()) touched_ = touched;
  history_.preview(std::move(edited));
  update();
}

void Workbench::change(Document edited, std::string_view touched) {
  commit();
  edit(std::move(edited), touched);
  commit();
}

void Workbench::applyFix() {
  if (!problem_ || !problem_->fix) return;
  const tconv::Fix fix = *problem_->fix;
  Document fixed = document();
  const Field& f = field(fix.parameter);
  Pair value = f.get(fixed);
  const bool together = view_.link_axes && value.h == value.w;
  if (f.per_axis && !together)
    value[fix.axis] = fix.value;
  else
    value = fix.value;
  f.set(fixed, value);
  change(std::move(fixed), f.id);
}

void Workbench::undo() {
  history_.undo();
  update();
}

void Workbench::redo() {
  history_.redo();
  update();
}

void Workbench::open(Session session) {
  present(std::move(session));
  markSaved();
}

void Workbench::present(Session session) {
  arriving_ = std::move(session.view);
  change(std::move(session.document));
  arrive();  // an illegal document, or the one that is shown already
  touched_.clear();
}

void Workbench::demonstrate(const Session& session) {
  present({session.document, demonstrating(view_, session.view)});
}

Session Workbench::demonstration() const {
  const Session shown = session();
  ViewState view = demonstrating({}, shown.view);
  view.playhead.playing = false;
  return {shown.document, view};
}

void Workbench::bringBack(Session session) {
  session.view.lookAs(view_);
  present(std::move(session));
}

/// use(the values of document() of that kind, kernels unless `input`). While others are shown they are
/// resolved anew.
template <class Use>
auto Workbench::withValues(RefKind kind, Use use) const {
  const bool input = kind == RefKind::input;
  if (pending_) return use(input ? resolveInput(document()) : resolveKernel(document()));
  return use(input ? derived_.trace->x() : derived_.trace->weight());
}

void Workbench::setElement(const Ref& element, float value) {
  if (problem_) return;
  Document edited = document();
  const bool set = withValues(element.kind, [&](const Tensor& shown) {
    if (!holds(shown, element)) return false;
    if (element.kind == RefKind::input) {
      Tensor x = editable(edited.input.custom, shown);
      x(0, element.channel, element.row, element.column) = value;
      edited.input.custom = std::make_shared<const Tensor>(std::move(x));
      return true;
    }
    Tensor w = editable(edited.kernel.custom, shown);
    const bool together =
        view_.shows(Face::image) && view_.options.one_kernel && hasOneKernel(edited.layer, shown);
    for (Index channel = 0; channel < edited.layer.in_channels; ++channel)
      if (together || channel == element.channel)
        w(channel, element.out, element.row, element.column) = value;
    edited.kernel.custom = std::make_shared<const Tensor>(std::move(w));
    return true;
  });
  if (set) edit(std::move(edited));
}

float Workbench::elementValue(const Ref& element) const {
  return withValues(element.kind, [&](const Tensor& shown) {
    if (!holds(shown, element)) return 0.0F;
    return element.kind == RefKind::input ? shown(0, element.channel, element.row, element.column)
                                          : shown(element.channel, element.out, element.row, element.column);
  });
}

void Workbench::advance(double seconds) { view_.playhead = advanced(view_.playhead, seconds, timeline()); }

void Workbench::togglePlay() {
  if (!problem_) view_.playhead = toggled(view_.playhead, timeline());
}

void Workbench::stepOn() {
  if (!problem_) view_.playhead = steppedOn(view_.playhead, timeline());
}

void Workbench::stepBack() { view_.playhead = steppedBack(view_.playhead, timeline()); }

void Workbench::seek(double time) { view_.playhead = sought(view_.playhead, time, timeline()); }

void Workbench::setGranularity(Granularity granularity) {
  view_.playhead = regranulated(view_.playhead, granularity, timeline());
}

void Workbench::showFace(Face face) {
  const bool by_cell = info(face).by_cell, now = view_.playhead.granularity == Granularity::cell;
  if (by_cell != now && (by_cell || view_.faces == std::vector{Face::gather}))
    setGranularity(by_cell ? Granularity::cell : Granularity::element);
  view_.faces = {face};
}

void Workbench::toggleFace(Face face) { view_.faces = toggled(view_.faces, face); }

void Workbench::togglePin(const Ref& element) { view_.pinned = view_.pinned == element ? Ref{} : element; }

}  // namespace lab
