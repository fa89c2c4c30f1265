#include "cli/commands.h"
#include "fuzz/target.h"
#include "tconv/error.h"

/// One argument a line for `info`, which writes no file.
std::vector<std::string> fuzz::seeds() {
  return {"--input-size\n3,3\n--kernel\n3,3\n--stride\n2\n--padding\n1\n--json",
          "--input-size\n17\n--kernel\n5\n--dims\n1\n--output-size\n35\n--stride\n2",
          "--input-size\n3\n--kernel\n4\n--in-channels\n4\n--out-channels\n6\n--groups\n2\n--pads\n1,2,0,1\n-"
          "-dilation\n2,1"};
}

void fuzz::tryOne(std::string_view bytes) {
  try {
    require(lab::cli::infoCommand(linesOf(bytes)) == 0, "what is not refused succeeds");
  } catch (const tconv::Error&) {
  }
}
