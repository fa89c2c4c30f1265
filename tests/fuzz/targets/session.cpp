#include "io/session.h"
#include "fuzz/target.h"
#include "support/files.h"
#include "tconv/error.h"

std::vector<std::string> fuzz::seeds() {
  std::vector<lab::Session> sessions(3);
  sessions[0].document = lab::newcomerDocument();
  sessions[1].document = lab::textbookDocument();
  sessions[1].view.faces = {lab::Face::scatter, lab::Face::matrix};
  sessions[2].document.layer = {.dims = 1, .kernel_size = {1, 3}, .stride = {1, 2}, .bias = true};
  sessions[2].document.bias = {0.5F};
  std::vector<std::string> seeds;
  for (const lab::Session& session : sessions) {
    const std::filesystem::path path = fileWith("", "seed.json");
    lab::io::saveSession(path, session);
    seeds.push_back(support::contentOf(path));
  }
  seeds.emplace_back(
      R"({"format": "tconv-lab session", "version": 1, "parameters": {"stride": 2}, "input": {"file": "a.tensors/../../b.npy"}})");
  return seeds;
}

void fuzz::tryOne(std::string_view bytes) {
  try {
    const lab::Session session = lab::io::loadSession(fileWith(bytes, "session.json")).session;
    const std::filesystem::path again = fileWith("", "again.json");
    lab::io::saveSession(again, session);
    require(lab::io::loadSession(again).session.document == session.document,
            "what is written reads as the same");
  } catch (const tconv::Error&) {
  }
}
