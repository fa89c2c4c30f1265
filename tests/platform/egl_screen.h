#pragma once

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <backends/imgui_impl_opengl3.h>
#include <glad/gl.h>
#include <imgui.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "platform/heatmap_painter.h"

namespace lab::test {

/// OpenGL without a display.
class EglContext {
 public:
  EglContext() {
    const auto get_display =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    display_ = get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (!eglInitialize(display_, nullptr, nullptr)) throw std::runtime_error("no EGL without a surface");
    eglBindAPI(EGL_OPENGL_API);
    const EGLint wanted[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    eglChooseConfig(display_, wanted, &config, 1, &count);
    const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION,
                              3,
                              EGL_CONTEXT_MINOR_VERSION,
                              3,
                              EGL_CONTEXT_OPENGL_PROFILE_MASK,
                              EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                              EGL_NONE};
    context_ = eglCreateContext(display_, config, EGL_NO_CONTEXT, version);
    if (!eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_)) {
      throw std::runtime_error("no OpenGL 3.3 by EGL");
    }
    platform::loadGl(eglGetProcAddress);
  }
  ~EglContext() {
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
    eglTerminate(display_);
  }
  EglContext(const EglContext&) = delete;
  EglContext& operator=(const EglContext&) = delete;

 private:
  EGLDisplay display_;
  EGLContext context_;
};

/// Dear ImGui that draws into a frame buffer whose pixels can be read.
class EglScreen {
 public:
  EglScreen(int width, int height, const std::vector<std::string>& characters = {})
      : width_(width), height_(height) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    fonts = ui::buildFonts(*io.Fonts, 1, characters);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glGenFramebuffers(1, &buffer_);
    glBindFramebuffer(GL_FRAMEBUFFER, buffer_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
    painter = std::make_unique<platform::GlHeatmapPainter>();
  }
  ~EglScreen() {
    painter.reset();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(imgui_);
    glDeleteFramebuffers(1, &buffer_);
    glDeleteTextures(1, &texture_);
  }
  EglScreen(const EglScreen&) = delete;
  EglScreen& operator=(const EglScreen&) = delete;

  /// One frame on a background; the pixels as RGB, top row first.
  std::vector<std::uint8_t> frame(tconv::Rgb background, const std::function<void(ui::ImGuiCanvas&)>& draw) {
    painter->beginFrame();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    ui::ImGuiCanvas canvas(ImGui::GetBackgroundDrawList(), fonts, painter.get());
    draw(canvas);
    ImGui::Render();
    glViewport(0, 0, width_, height_);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(float(background.r) / 255, float(background.g) / 255, float(background.b) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    return pixels();
  }

 private:
  std::vector<std::uint8_t> pixels() const {
    std::vector<std::uint8_t> rows(static_cast<std::size_t>(width_ * height_) * 3), out;
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, rows.data());
    for (int y = height_ - 1; y >= 0; --y) {
      const auto first = rows.begin() + static_cast<std::ptrdiff_t>(y) * width_ * 3;
      out.insert(out.end(), first, first + width_ * 3);
    }
    return out;
  }

  EglContext egl_;
  ImGuiContext* imgui_ = ImGui::CreateContext();
  int width_, height_;
  unsigned texture_ = 0, buffer_ = 0;

 public:
  ui::Fonts fonts;
  std::unique_ptr<platform::GlHeatmapPainter> painter;
};

}  // namespace lab::test
