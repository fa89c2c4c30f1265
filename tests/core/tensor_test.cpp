#include "tconv/tensor.h"

#include <gmock/gmock.h>

#include <cstdint>

namespace {

using tconv::Shape;
using tconv::Tensor;
using tconv::TensorD;

std::uintptr_t addressOf(const auto& tensor) {
  return reinterpret_cast<std::uintptr_t>(tensor.values().data());
}

TEST(Tensor, BeginsWithACacheLineWhateverItsSize) {
  std::vector<Tensor> kept;  // so that no memory is given twice
  for (const tconv::Index width : {1, 3, 16, 17, 1000, 40'000, 600'001}) {
    kept.emplace_back(Shape{1, 1, 1, width});
    EXPECT_EQ(addressOf(kept.back()) % 64, 0U) << width;
    EXPECT_EQ(addressOf(TensorD({1, 1, 1, width})) % 64, 0U) << width;
    EXPECT_EQ(addressOf(Tensor({1, 1, 1, width}, std::vector<float>(width, 1.0F))) % 64, 0U) << width;
  }
}

TEST(Tensor, HoldsNothingWhereNothingIsSaid) {
  EXPECT_EQ(Tensor().shape(), (Shape{0, 0, 0, 0}));
  EXPECT_EQ(tconv::Rect(), (tconv::Rect{0, 0, 0, 0}));
}

TEST(Tensor, OfSeveralMegabytesBeginsWithAHugePage) {
  const Tensor tensor({1, 1, 1024, 1025}, 3.0F);
  EXPECT_EQ(addressOf(tensor) % (1U << 21), 0U);
  EXPECT_THAT(tensor.values(), testing::Each(3.0F));
  const std::vector<Tensor> copies(2, tensor);
  for (const Tensor& copy : copies) {
    EXPECT_EQ(addressOf(copy) % (1U << 21), 0U);
    EXPECT_EQ(copy, tensor);
  }
}

}  // namespace
