#include "cli/cli.h"
#include "fuzz/target.h"

/// One argument a line, for `info`, which writes no file.
std::vector<std::string> fuzz::seeds() {
  return {"--input-size\n3,3\n--kernel\n3,3\n--stride\n2\n--padding\n1\n--json",
          "--input-size\n17\n--kernel\n5\n--dims\n1\n--output-size\n35\n--stride\n2",
          "--input-size\n3\n--kernel\n4\n--in-channels\n4\n--out-channels\n6\n--groups\n2\n--pads\n1,2,0,1\n-"
          "-dilation\n2,1"};
}

void fuzz::tryOne(std::string_view bytes) {
  std::vector<std::string> arguments = {"tconv-lab", "info"};
  for (std::size_t begin = 0; begin <= bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    arguments.emplace_back(bytes.substr(begin, end - begin));
    begin = end + 1;
  }
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  const int status =
      lab::cli::run(static_cast<int>(pointers.size()), pointers.data(), [](const auto&) { return 9; });
  require(status >= 0 && status <= 2, "info ends with 0, 1 or 2 and opens no window");
}
