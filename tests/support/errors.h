#pragma once

#include <string>

#include "tconv/error.h"

namespace support {

/// The message of the tconv::Error that a call throws; "no error" where it throws none.
template <class Call>
std::string errorOf(Call&& call) {
  try {
    call();
  } catch (const tconv::Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace support
