#include "tconv/error.h"

namespace tconv {

std::string Problem::message() const {
  return value.empty() ? subject + ": " + rule : subject + " = " + value + ": " + rule;
}

}  // namespace tconv
