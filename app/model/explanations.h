#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/formula.h"
#include "model/view_state.h"

namespace lab {

/// What the formula of a control speaks of: the last legal document, and how it is looked at.
struct Explained {
  const Derived& derived;
  const ViewState& view;
};

/// What a control of the window does. Texts are English and pass through tr(); those that have nothing to say
/// are empty.
struct Explanation {
  std::string_view anchors;    ///< of its widgets, with blanks between them; "scale" is "scale.input" as well
  std::string_view parameter;  ///< the field that it sets, whose label and help are told; empty for none
  std::string_view name, sentence;  ///< without a parameter: what it is called, and what it does
  std::string_view trap;            ///< what is often got wrong
  std::string_view term;            ///< what the literature calls it
  std::string_view pytorch;         ///< what PyTorch calls it
  std::vector<Formula> (*formula)(
      const Explained&);  ///< with the current numbers, line by line; null for none

  std::string_view title() const;
  std::string_view does() const;
  /// The name of its first widget, which names it, too.
  std::string_view id() const { return anchors.substr(0, anchors.find(' ')); }
};

/// One for each control, in the order of the window: faces and their choices, parameters, transport, scales.
std::span<const Explanation> explanations();

/// Whether a widget is one of its own: "slider.stride.h" is one of "slider.stride".
bool explains(const Explanation& explanation, std::string_view anchor);
/// The one that a widget belongs to. Null where there is none.
const Explanation* explanationOf(std::string_view anchor);

/// A word of the field and what it means here.
struct Term {
  std::string_view word, meaning;
};
std::span<const Term> glossary();

}  // namespace lab
