#pragma once

#include <optional>

#include "export/animation.h"

namespace lab::exporting {

/// Whole pixels, [left, left + width) x [top, top + height).
struct PixelBox {
  int left = 0, top = 0, width = 0, height = 0;
  bool operator==(const PixelBox&) const = default;
};

/// The smallest box that holds all pixels in which two pictures of the same size differ; empty where none do.
PixelBox changedBox(const view::Picture& before, const view::Picture& after);

/// A picture that stays for a while, and what is new in it.
struct Still {
  const view::Picture& picture;
  const view::Picture* before;  ///< the one it replaces; null for the first
  PixelBox box;                 ///< where they differ, at least one pixel; everything for the first
  double seconds;
};

/// Base of formats whose frames may stay for any time and replace a part only: frames that look alike become
/// one that stays longer.
class StillsWriter : public AnimationWriter {
 public:
  void add(view::Picture picture, double seconds) final;
  std::uint64_t finish() final;

 protected:
  virtual void put(const Still& still) = 0;
  /// After the last still.
  virtual std::uint64_t close() = 0;

 private:
  void putPending();

  std::optional<view::Picture> before_, pending_;
  PixelBox box_;
  double seconds_ = 0;
};

}  // namespace lab::exporting
