#pragma once

#include <string>

#include "pass.h"

namespace tconv {

/// Whether the vectorised methods multiply a weight without harm: they do it by zeros beside the sources too,
/// and what is not finite must not reach results that it has no term in.
bool allFinite(const Tensor& weight);

/// What automatic stands for among the direct methods, on either way.
Method directMethodFor(const Pass& pass);

/// The method that computes the forward pass. @throws Error where the options are not valid or do not fit.
Method chosenMethod(const ComputeOptions& options, const Layer& layer, Pair input, const Tensor& weight);

/// Throws Error for a method that does not support a layer; `needs` says what it would need.
[[noreturn]] void refuseMethod(Method method, const Phrase& needs);

/// @throws Error for less than one.
void requireThreads(int threads);

}  // namespace tconv
