#pragma once

/// Everything of tconv::core: the mathematics of transposed convolution.
#include "tconv/backward.h"
#include "tconv/colormap.h"
#include "tconv/comparison.h"
#include "tconv/convolution.h"
#include "tconv/forward.h"
#include "tconv/frameworks.h"
#include "tconv/gather.h"
#include "tconv/layer.h"
#include "tconv/matrix.h"
#include "tconv/overlap.h"
#include "tconv/presets.h"
#include "tconv/round_trip.h"
#include "tconv/spectrum.h"
#include "tconv/trace.h"
#include "tconv/upsampling.h"
#include "tconv/zero_insertion.h"
