#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <cstdlib>
#include <string>

#include "platform/files.h"
#include "support/files.h"

namespace lab::platform {

/// Files beside a studio, in a folder of its own and without any dialog of the system.
class FilesFixture : public testing::Test {
 protected:
  FilesFixture() { ::setenv("PATH", folder_.path().c_str(), 1); }
  ~FilesFixture() override {
    ::setenv("PATH", path_.c_str(), 1);
    ImGui::DestroyContext(context_);
  }
  void answer(const std::string& id) {
    const ui::Decision decision = studio_.decisions.front();
    studio_.decisions.pop_front();
    for (const auto& one : decision.answers)
      if (one.id == id && one.then) one.then();
  }

  support::TemporaryFolder folder_;
  std::string path_ = ::getenv("PATH");
  ImGuiContext* context_ = ImGui::CreateContext();  // a question closes menus
  Workbench bench_;
  ui::Fonts fonts_;
  ui::Studio studio_{bench_, fonts_, {}, nullptr};
  Files files_{studio_};
};

}  // namespace lab::platform
