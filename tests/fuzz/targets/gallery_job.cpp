#include "cli/gallery_job.h"
#include "fuzz/target.h"
#include "support/files.h"
#include "tconv/error.h"

std::vector<std::string> fuzz::seeds() {
  return {
      R"({"figures": [{"output": "a.svg", "kernel": 2}]})",
      R"({"all": {"stride": [2, 1], "fps": 5}, "figures": [{"output": ["a.gif", {"output": "b.svg", "steps": "last"}]}]})",
      support::contentOf(TESTS_DIR "/../assets/chapter/convolution_arithmetic.json")};
}

void fuzz::tryOne(std::string_view bytes) {
  try {
    const std::vector<lab::cli::Figure> figures = lab::cli::parseGalleryJob(bytes, "job.json");
    for (const lab::cli::Figure& figure : figures) {
      const std::filesystem::path path =
          ("/folder" / std::filesystem::path(figure.output)).lexically_normal();
      require(path.string().starts_with("/folder"), "an output lies in the folder of the job");
      for (const std::string& argument : figure.arguments)
        require(argument.starts_with("--") && !argument.starts_with("--output="),
                "members are options, and none but the output says where to write");
    }
  } catch (const tconv::Error&) {
  }
}
