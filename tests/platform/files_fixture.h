#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "platform/files.h"
#include "support/files.h"

namespace lab::platform {

/// Files beside a studio, in a folder of its own and without any dialog of the system.
class FilesFixture : public testing::Test {
 protected:
  FilesFixture() { ::setenv("PATH", folder_.path().c_str(), 1); }
  ~FilesFixture() override { ::setenv("PATH", path_.c_str(), 1); }

  support::TemporaryFolder folder_;
  std::string path_ = ::getenv("PATH");
  Workbench bench_;
  ui::Fonts fonts_;
  ui::Studio studio_{bench_, fonts_, {}, nullptr};
  Files files_{studio_};
};

}  // namespace lab::platform
