#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/deriver.h"
#include "model/history.h"
#include "model/view_state.h"

namespace lab {

/// What a workbench needs to derive large documents beside the window instead of in it.
struct Beside {
  /// Called for each of them: what shall be worked out of it before it is shown in that view.
  std::function<Deriver::Preparation(const ViewState& view)> preparation;
  /// Called on another thread when receive() has something to take.
  std::function<void()> finished;
};

/// The running program without its window: the document with its history, the way it is looked at, and what
/// follows from both. Panels call it; tests can too. Nothing here draws or reads a clock.
class Workbench {
 public:
  /// Starts paused, inside the steps of the document.
  /// @throws tconv::Error where not even the newcomer's document can be derived (out of memory).
  explicit Workbench(Session session = {newcomerDocument(), {}});

  const Document& document() const { return history_.current(); }
  const ViewState& view() const { return view_; }
  ViewState& view() { return view_; }
  /// The view as it can be shown without waiting: over a large document, faces and options that were just
  /// chosen follow when receive() takes what they need.
  ViewState shownView() const;
  /// Of the last legal document that could be derived: while a setting is illegal, and while a large document
  /// is being derived, the board keeps showing this.
  const Derived& derived() const { return derived_; }
  /// Why the current document is illegal.
  const std::optional<tconv::Problem>& problem() const { return problem_; }
  /// Large documents are derived on a thread of their own from now on, and shown when receive() takes them.
  void workBeside(Beside beside);
  /// Whether derived() is to be replaced by what is in work.
  bool pending() const { return pending_; }
  /// Shows what was derived beside since the last call, and tells whether there was anything. To be called
  /// once a frame.
  bool receive();
  Timeline timeline() const { return timelineOf(*derived_.trace); }

  /// Shows an edited document; the gesture goes on until commit(). `touched` names the field that was edited.
  void edit(Document edited, std::string_view touched = {});
  /// Ends a gesture: one undo entry, however many edits it had.
  void commit();
  /// An edit that is a gesture of its own.
  void change(Document edited, std::string_view touched = {});
  /// Makes the nearest legal value of problem() the setting, on both axes where they are linked and equal.
  void applyFix();
  void undo();
  void redo();
  bool canUndo() const { return history_.canUndo(); }
  bool canRedo() const { return history_.canRedo(); }

  /// Replaces everything by a session; undo leads back to the document before.
  void open(Session session);
  /// As open(), but what was not saved before is not taken for saved.
  void present(Session session);
  /// As present(), but how the window is arranged and looks stays as it is.
  void demonstrate(const Session& session);
  /// What demonstrate() would show here once more: how the window is arranged is no part of it, and nothing
  /// plays.
  Session demonstration() const;
  /// As present(), with what stood here before a demonstration; the look stays the user's.
  void bringBack(Session session);
  Session session() const { return {document(), arriving_ ? *arriving_ : view_}; }
  /// Whether a document differs from the one last opened or marked as saved.
  bool modified(const Document& other) const { return !saved_ || !(other == *saved_); }
  bool modified() const { return modified(document()); }
  void markSaved() { markSaved(document()); }
  void markSaved(Document saved) { saved_ = std::move(saved); }
  /// What is shown, and whatever it becomes, is in no file.
  void markUnsaved() { saved_.reset(); }

  /// The values of one element of input or kernel, edited in place (turns a preset into own values).
  /// Refs that are not input or weight are ignored, and everything while the setting is illegal.
  void setElement(const Ref& element, float value);
  float elementValue(const Ref& element) const;

  /// Playhead commands, see playhead.h.
  void advance(double seconds);
  void togglePlay();
  void stepOn();
  void stepBack();
  void seek(double time);
  void setGranularity(Granularity granularity);

  /// Shows a face alone, or beside the others; `info(face).by_cell` then sets what a step is.
  void showFace(Face face);
  void toggleFace(Face face);

  /// Pins an element, or takes the pin away when it is pinned already.
  void togglePin(const Ref& element);

  const std::string& touched() const { return touched_; }

 private:
  void update();
  Deriver::Preparation preparation(const ViewState& view) const;
  void lookAhead();
  void show(Deriver::Result result);
  void arrive();
  void settle();
  template <class Use>
  auto withValues(RefKind kind, Use use) const;

  History history_;
  ViewState view_;
  Derived derived_;
  Document judged_;  ///< the one that derived_ or problem_ speaks of, or that is pending
  Beside beside_;
  std::unique_ptr<Deriver> deriver_;   ///< none where everything is derived at once
  bool pending_ = false;               ///< judged_ is asked for and not here yet
  std::optional<ViewState> arriving_;  ///< the view of an opened session that is pending
  std::optional<tconv::Problem> problem_;
  std::optional<Document> saved_;  ///< nothing where no file holds what was shown
  std::string touched_;
};

}  // namespace lab
