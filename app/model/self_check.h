#pragma once

#include "model/derive.h"
#include "tconv/self_check.h"

namespace lab {

/// The self-check of a document, worked out when it is first asked for and then kept.
inline const tconv::SelfCheck& selfCheckOf(const Derived& derived) {
  return derived.memo->get<tconv::SelfCheck>([&] { return tconv::selfCheck(*derived.trace); });
}

}  // namespace lab
