#pragma once

/// @file
/// Everything of tconv::core in one include.

/// @mainpage
/// Transposed convolution in one and two dimensions, with all hyper-parameters of PyTorch's ConvTranspose2d
/// and different padding at both ends.
/// - **The layer**: tconv::Layer holds the hyper-parameters, tconv::validate() says what is wrong with them,
///   tconv::axis() has every length and place on an axis.
/// - **The result**: tconv::forward(), or tconv::ForwardPlan for a layer that is computed again and again;
///   tconv::convolve() for the direct convolution; tconv::gradientInput(), tconv::gradientWeight() and
///   tconv::gradientBias() for training.
/// - **The same, to be looked at**: tconv::Trace and tconv::Backward step by step; tconv::gather(),
///   tconv::forwardByZeroInsertion() and tconv::forwardByMatrix() as independent views;
///   tconv::overlapVerdict(), tconv::roundTrip() and tconv::checkAdjoint() for its laws.
/// - **Other frameworks**: tconv::realize() and tconv::expressIn().
/// - **From C**: tconv_c.h.
///
/// Tensors are float32 in NCHW order, [N, C, H, W]; pairs are (height, width); axis 0 is the height. Letters,
/// of one axis: n input length, k kernel length, s stride, d dilation, pb and pe padding at the beginning and
/// at the end, op output padding, ke = d (k - 1) + 1, L output length; G groups; eps is 2^-23, the distance
/// from 1 to the next float.
///
/// What is not valid throws tconv::Error, whose message names the parameter, its value and what would be
/// valid. Functions keep no state, and what is const may be called by several threads at once.
///
/// Versions follow SemVer. Before 1.0.0 a new minor version may change this interface, a patch does not; the
/// CMake package accepts the same minor version only. CHANGELOG.md lists what changed.
///
/// @include upsample.cpp

/// The mathematics of transposed convolution.
namespace tconv {}

#include "tconv/backward.h"
#include "tconv/brightness.h"
#include "tconv/colormap.h"
#include "tconv/convolution.h"
#include "tconv/difference.h"
#include "tconv/forward.h"
#include "tconv/frameworks.h"
#include "tconv/gather.h"
#include "tconv/layer.h"
#include "tconv/matrix.h"
#include "tconv/overlap.h"
#include "tconv/presets.h"
#include "tconv/round_trip.h"
#include "tconv/self_check.h"
#include "tconv/spectrum.h"
#include "tconv/stepper.h"
#include "tconv/trace.h"
#include "tconv/upsampling.h"
#include "tconv/zero_insertion.h"
