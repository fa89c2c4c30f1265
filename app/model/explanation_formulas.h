#pragma once

#include "model/explanations.h"

/// The formulas of explanations: the law in symbols, then with the numbers of the moment.
namespace lab {

std::vector<Formula> outputSizeFormula(const Explained& now);
std::vector<Formula> extentFormula(const Explained& now);
std::vector<Formula> stepsFormula(const Explained& now);
std::vector<Formula> weightsFormula(const Explained& now);
std::vector<Formula> groupsFormula(const Explained& now);
std::vector<Formula> biasFormula(const Explained& now);
std::vector<Formula> stateFormula(const Explained& now);
std::vector<Formula> durationFormula(const Explained& now);
std::vector<Formula> scatterFormula(const Explained& now);
std::vector<Formula> stretchedFormula(const Explained& now);
std::vector<Formula> matrixFormula(const Explained& now);
std::vector<Formula> overlapFormula(const Explained& now);
std::vector<Formula> roundTripFormula(const Explained& now);
std::vector<Formula> gradientFormula(const Explained& now);
std::vector<Formula> channelSumFormula(const Explained& now);
std::vector<Formula> scaleFormula(const Explained& now);

}  // namespace lab
