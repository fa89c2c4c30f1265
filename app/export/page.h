#pragma once

#include <span>

#include "export/export.h"
#include "export/shots.h"
#include "view/canvas.h"
#include "view/theme.h"

namespace lab::exporting {

/// A page of an export: its frames side by side under a title, above a caption. The same page at twice the
/// size is the same picture. `derived` and `request` must outlive it.
class Page {
 public:
  /// @throws tconv::Error for an illegal size, margin, type or background.
  Page(const Derived& derived, const Request& request);

  /// Draws all of the page. Canvases that have a background of their own need none.
  void draw(view::Canvas& canvas, std::span<const Shot> shots) const;
  /// What is behind the page; empty where it is transparent.
  std::optional<tconv::Rgb> background() const;
  /// The frame at a time, on an area of the page.
  view::Frame frameAt(double time, const view::Box& area) const;
  /// Where its frames stand.
  std::vector<view::Box> areas() const;

 private:
  view::Box page() const;
  double scaleFor(const view::Box& area) const;

  const Derived& derived_;
  const Request& request_;
  view::Theme theme_;
  double scale_ = 1;                          ///< of title and caption
  std::vector<std::string> title_, caption_;  ///< in lines
};

}  // namespace lab::exporting
