#pragma once

#include <initializer_list>
#include <span>
#include <string>

#include "view/layout.h"

namespace lab::view {

/// What several scenes draw alike: cells with numbers, row and column numbers, hatching, headings.
class GridPainter {
 public:
  GridPainter(Canvas& canvas, const Frame& frame)
      : canvas_(canvas),
        theme_(*frame.theme),
        scale_(frame.scale),
        least_type_(frame.least_type * frame.scale),
        parts_(frame.parts) {}

  /// Cells are to hold numbers, and large enough for them.
  bool readable(double cell) const;
  /// Cells are so small that a plane is drawn as one picture.
  bool tiny(double cell) const { return cell < 5 * scale_; }

  /// The colour of a value on a scale of +-limit; `strength` < 1 fades it towards `under`.
  tconv::Rgb color(float value, float limit) const;

  /// A cell filled by its value; the number is shortened to fit, or its sign is left of it.
  void cell(const Box& box, float value, float limit) const;
  /// A cell filled with a colour, holding any short text.
  void cell(const Box& box, tconv::Rgb fill, const std::string& label, Weight weight = Weight::regular) const;
  /// The number as cells show it: shortened so that it fits, or empty where cells are too small.
  std::string label(float value, double cell) const;
  /// A minus in a cell that holds no number, where the value is negative: nobody need tell blue from orange.
  /// Nothing in tiny cells.
  void sign(const Box& box, float value, tconv::Rgb fill) const;
  /// The largest size, at most `most`, at which a text of digits and signs fits into a cell.
  double fittingSize(std::string_view text, double cell, double most) const;
  /// A cell whose value is being added to: "7 + 5" above the new value; the colour is `progress` of the way.
  void addition(const Box& box, float before, float added, float after, float limit, double progress) const;
  /// A dashed line from one grid to another, in a curve; it ends downwards or to the side.
  void connector(Point from, Point to, bool ends_down, tconv::Rgb color) const;
  /// A second, small line in the upper half of a cell: "7 + 5". Returns whether it is there.
  bool note(const Box& box, tconv::Rgb fill, const std::string& text) const;

  /// Numbers above the columns and left of the rows of a grid; `from` names the cell that is row 0, column 0
  /// and how many are numbered. Thinned out where there is no room for all.
  void numbers(const GridPlace& place, const Rect& from, bool one_dimensional) const;
  /// Every how many cells there is a number, so that numbers of that width do not run into each other.
  Index numberEvery(double cell, double width) const;
  /// Diagonal lines over a box.
  void hatch(const Box& box) const;
  /// An outline around cells.
  void frame(const Box& box, tconv::Rgb color, double width, double dash = 0) const;
  /// "Input x" and beside it, in a quieter tone, its size; left out where there is no room for it up to
  /// `right`.
  void heading(Point at, std::string_view name, std::string_view remark, double right) const;
  /// The first of some texts, from the longest to the shortest, that is at most `room` wide; empty where none
  /// is.
  static std::string_view fitting(std::initializer_list<std::string_view> texts, double size, double room,
                                  Weight weight = Weight::regular);
  /// Nothing where the text is empty.
  void text(Point at, std::string_view utf8, double size, tconv::Rgb color, Align align = Align::start,
            Weight weight = Weight::regular) const;

  const Theme& theme() const { return theme_; }
  Canvas& canvas() const { return canvas_; }
  double scale() const { return scale_; }
  double leastType() const { return least_type_; }  ///< of labels in cells, in pixels

 private:
  Canvas& canvas_;
  const Theme& theme_;
  double scale_, least_type_;
  Parts parts_;
};

}  // namespace lab::view
