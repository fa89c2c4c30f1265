#pragma once

#include "model/compare_facts.h"
#include "view/canvas.h"
#include "view/pictures.h"

/// The parts of the comparing face. Internal to it: others call drawCompare().
namespace lab::view::compare {

void drawSettings(Canvas& canvas, const Frame& frame);
void drawSweep(Canvas& canvas, const Frame& frame);
void drawUpsampling(Canvas& canvas, const Frame& frame);

/// Where the pictures stand on the face, with a sentence above them.
Box pictureRoom(const Frame& frame);
/// The sentence at the top: what the eye should see. Shortened to the room.
void drawSentence(const GridPainter& paint, const Frame& frame, std::string_view sentence);

/// Frames what the step adds to, or the cell that is made, on a plane of an output channel. `origin` is the
/// canvas cell that the plane begins with.
void frameStep(const GridPainter& paint, const Derived& derived, const Moment& moment, const GridPlace& place,
               Index channel, Pair origin);

}  // namespace lab::view::compare
