#include "fuzz/target.h"
#include "model/parse.h"
#include "tconv/error.h"

std::vector<std::string> fuzz::seeds() {
  return {"[[0,1],[2,3]]",
          "tensor([[1., nan], [-inf, 2e3]])",
          "1\t2\n3\t4\n",
          "1;2,5;3",
          "((1, 2), (3, 4))",
          "nn.ConvTranspose2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), bias=False)",
          "torch.nn.ConvTranspose1d(in_channels=1, out_channels=2, kernel_size=3, dilation=2, groups=1)"};
}

void fuzz::tryOne(std::string_view bytes) {
  try {
    const lab::ParsedMatrix matrix = lab::parseMatrix(bytes);
    require(matrix.rows >= 1 && matrix.columns >= 1 &&
                static_cast<std::size_t>(matrix.rows * matrix.columns) == matrix.values.size(),
            "as many numbers as rows and columns");
  } catch (const tconv::Error&) {
  }
  try {
    const tconv::Layer layer = lab::parseLayer(bytes);
    require(layer.dims == 1 || layer.dims == 2, "one or two dimensions");
  } catch (const tconv::Error&) {
  }
}
