#include "io/npy.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "io/npy_header.h"
#include "support/errors.h"
#include "support/files.h"

namespace lab::io {
namespace {

using support::errorOf;
using tconv::Index;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr float kInf = std::numeric_limits<float>::infinity();

/// A file of any version around a header text.
std::string npy(const std::string& dictionary, const std::string& data, int version = 1) {
  const std::string text = dictionary + "\n";
  std::string bytes = "\x93NUMPY";
  bytes += {static_cast<char>(version), '\0'};
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i)
    bytes += static_cast<char>((text.size() >> (8 * i)) & 0xFF);
  return bytes + text + data;
}

std::string dictionary(const std::string& type, const std::string& shape, bool fortran = false) {
  return fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", type,
                     fortran ? "True" : "False", shape);
}

template <class T>
std::string bytesOf(std::vector<T> values, bool big = false) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  if (big)
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(T))
      std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                   bytes.begin() + static_cast<std::ptrdiff_t>(i + sizeof(T)));
  return bytes;
}

NpyArray parse(const std::string& bytes) { return parseNpy(bytes, "x.npy"); }
std::string messageOf(const std::string& bytes) {
  return errorOf([&] { parse(bytes); });
}

template <class T>
void expectValues(const std::string& type, const std::vector<T>& values, const std::vector<float>& expected) {
  for (const bool big : {false, true}) {
    const std::string descr = (sizeof(T) == 1 ? "|" : big ? ">" : "<") + type;
    EXPECT_THAT(parse(npy(dictionary(descr, fmt::format("({},)", values.size())),
                          bytesOf(values, big && sizeof(T) > 1)))
                    .values,
                testing::ElementsAreArray(expected))
        << descr;
  }
}

TEST(ParseNpy, ReadsEveryTypeInBothByteOrders) {
  expectValues<float>("f4", {0.5F, -2, kInf}, {0.5F, -2, kInf});
  expectValues<double>("f8", {0.1, -2, 1e300, -1e300}, {0.1F, -2, kInf, -kInf});
  expectValues<std::int8_t>("i1", {-128, 127}, {-128, 127});
  expectValues<std::uint8_t>("u1", {0, 255}, {0, 255});
  expectValues<std::int16_t>("i2", {-32768, 300}, {-32768, 300});
  expectValues<std::uint16_t>("u2", {65535}, {65535});
  expectValues<std::int32_t>("i4", {-5, 1 << 24}, {-5, 16777216});
  expectValues<std::uint32_t>("u4", {4294967295U}, {4294967296.0F});
  expectValues<std::int64_t>("i8", {-7, std::int64_t{1} << 40}, {-7, 0x1p40F});
  expectValues<std::uint64_t>("u8", {~std::uint64_t{0}}, {0x1p64F});
  expectValues<std::uint8_t>("b1", {0, 1, 2}, {0, 1, 1});
}

TEST(ParseNpy, ReadsFloat16WithSubnormalsAndInfinities) {
  expectValues<std::uint16_t>("f2", {0x3C00, 0xC000, 0x0001, 0x03FF, 0x7BFF, 0x7C00, 0xFC00, 0x3555},
                              {1, -2, 0x1p-24F, 1023 * 0x1p-24F, 65504, kInf, -kInf, 0x1.554p-2F});
  const NpyArray nan = parse(npy(dictionary("<f2", "(2,)"), bytesOf<std::uint16_t>({0x7E00, 0x8000})));
  EXPECT_TRUE(std::isnan(nan.values[0]));
  EXPECT_TRUE(nan.values[1] == 0 && std::signbit(nan.values[1]));
}

TEST(ParseNpy, RoundsDoublesAtTheEdgeOfTheRange) {
  const float most = std::numeric_limits<float>::max();
  expectValues<double>("f8", {0x1.fffffefp127, 0x1.ffffffp127, -0x1.fffffefp127}, {most, kInf, -most});
}

TEST(ParseNpy, ReadsAllVersions) {
  for (const int version : {1, 2, 3})
    EXPECT_THAT(parse(npy(dictionary("<f4", "(2,)"), bytesOf<float>({1, 2}), version)).values,
                ElementsAre(1, 2));
  EXPECT_EQ(messageOf(npy(dictionary("<f4", "()"), bytesOf<float>({1}), 4)),
            "x.npy: npy version 4.0: must be 1.0, 2.0 or 3.0");
}

TEST(ParseNpy, TurnsFortranOrderIntoCOrder) {
  EXPECT_THAT(parse(npy(dictionary("<f4", "(2, 3)", true), bytesOf<float>({0, 3, 1, 4, 2, 5}))).values,
              ElementsAre(0, 1, 2, 3, 4, 5));
  // element (i, j, k) of shape (2, 1, 3) stands at i + 2 j + 2 k
  EXPECT_THAT(parse(npy(dictionary("<f4", "(2, 1, 3)", true), bytesOf<float>({0, 3, 1, 4, 2, 5}))).values,
              ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(parse(npy(dictionary("<f4", "(0, 3)", true), "")).values, IsEmpty());
}

TEST(ParseNpy, ReadsScalarsAndEmptyArrays) {
  EXPECT_THAT(parse(npy(dictionary("<f4", "()"), bytesOf<float>({7}))).shape, IsEmpty());
  EXPECT_THAT(parse(npy(dictionary("<f4", "(3, 0)"), "")).shape, ElementsAre(3, 0));
}

TEST(ParseNpy, UnderstandsOtherSpellingsOfTheHeader) {
  const std::string data = bytesOf<float>({1, 2});
  for (const char* text : {"{\"shape\":(2,),\"fortran_order\":False,\"descr\":\"<f4\"}",
                           "{ 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2L , ) }   "})
    EXPECT_THAT(parse(npy(text, data)).values, ElementsAre(1, 2)) << text;
}

TEST(ParseNpy, RefusesTypesThatAreNotRealNumbers) {
  for (const char* type : {"<c8", "|O", "<U4", "|S3", "<f16", "<M8[s]", "", "<f3"})
    EXPECT_EQ(
        messageOf(npy(dictionary(type, "()"), "    ")),
        fmt::format("x.npy: npy header: type \"{}\" must be float16, float32, float64, an integer or bool",
                    type));
  EXPECT_EQ(messageOf(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}", "    ")),
            "x.npy: npy header: a structured type is not an array of numbers");
}

TEST(ParseNpy, RefusesShapesThatAreNegativeOrDoNotFit) {
  EXPECT_EQ(messageOf(npy(dictionary("<f4", "(2, -1)"), "")),
            "x.npy: npy header: shape[1] = -1: must be at least 0");
  for (const char* shape :
       {"(4611686018427387904, 4)", "(99999999999999999999,)", "(0, 4611686018427387904, 4)"})
    EXPECT_EQ(messageOf(npy(dictionary("<f4", shape), "")), "x.npy: npy header: the shape is too large")
        << shape;
  std::string shape = "(";
  for (int i = 0; i < 33; ++i) shape += "1, ";
  EXPECT_EQ(messageOf(npy(dictionary("<f4", shape + ")"), "abcd")),
            "x.npy: npy header: the shape has more than 32 dimensions");
  EXPECT_THAT(messageOf(npy(dictionary("<f4", "(1000000000000,)"), "abcd")),
              HasSubstr("has 4 bytes of numbers, and its shape needs 4000000000000"));
}

TEST(ParseNpy, RefusesTruncatedFilesAndTrailingBytes) {
  const std::string whole = npy(dictionary("<f4", "(2,)"), bytesOf<float>({1, 2}));
  EXPECT_EQ(messageOf(whole), "no error");
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_NE(messageOf(whole.substr(0, length)), "no error") << length;
  EXPECT_EQ(messageOf(whole + "x"), "x.npy: has 9 bytes of numbers, and its shape needs 8");
}

TEST(ParseNpy, RefusesDamagedHeadersByName) {
  EXPECT_EQ(messageOf("hello"), "x.npy: is not an .npy file");
  EXPECT_EQ(messageOf(npy("{'descr': '<f4', 'fortran_order': False}", "")),
            "x.npy: npy header: key 'shape' is missing");
  EXPECT_EQ(messageOf(npy("{'descr': '<f4', 'descr': '<f4'}", "")),
            "x.npy: npy header: key \"descr\" stands twice");
  EXPECT_EQ(messageOf(npy("{'colour': 1}", "")), "x.npy: npy header: unknown key \"colour\"");
  EXPECT_EQ(messageOf(npy("{'fortran_order': 1}", "")),
            "x.npy: npy header: fortran_order must be True or False");
  EXPECT_EQ(messageOf(npy("{'shape': 3}", "")), "x.npy: npy header: '(' expected at \"3}\\n\"");
  EXPECT_EQ(messageOf(npy(dictionary("<f4", "(1, 1.5)"), "")),
            "x.npy: npy header: shape must be a tuple of integers");
}

TEST(ParseNpy, ShowsHostileTextSafely) {
  const std::string message = messageOf(npy("{'\x1b[2J\n" + std::string(500, 'A') + "': 1}", ""));
  EXPECT_THAT(message, HasSubstr("unknown key \"\\x1b[2J\\nAAA"));
  EXPECT_LT(message.size(), 140U);
}

RC_GTEST_PROP(ParseNpy, SurvivesAnyDamage, (const std::string& noise, std::uint8_t at)) {
  std::string bytes = npy(dictionary("<i2", "(3, 2)", true), bytesOf<std::int16_t>({1, 2, 3, 4, 5, 6}));
  bytes.replace(at % bytes.size(), noise.size(), noise);
  const std::string message = messageOf(bytes);
  RC_ASSERT(message.find('\n') == std::string::npos);
}

TEST(FormatNpy, WritesWhatNumpyWrites) {
  const std::vector<float> values = {1, 2, 3, 4, 5, 6};
  const std::string bytes = formatNpy({2, 3}, values);
  EXPECT_EQ(bytes.size(), 128U + 24U);
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
  header.resize(117, ' ');
  EXPECT_EQ(bytes.substr(0, 128), std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n");
}

TEST(FormatNpy, AlignsTheNumbersWhateverTheShape) {
  for (Index n = 1; n < 2000000000; n *= 7) {
    const NpyHeader header = parseNpyHeader(formatNpy({n, 0}, {}), "x");
    EXPECT_EQ(header.data % 64, 0U) << n;
    EXPECT_THAT(header.shape, ElementsAre(n, 0));
  }
}

RC_GTEST_PROP(FormatNpy, IsReadBackBitForBit, (const std::vector<std::uint32_t>& bits)) {
  std::vector<float> values;
  for (const std::uint32_t b : bits) values.push_back(std::bit_cast<float>(b));
  const NpyArray back = parse(formatNpy({static_cast<Index>(bits.size())}, values));
  RC_ASSERT(back.shape == std::vector<Index>{static_cast<Index>(bits.size())});
  std::vector<std::uint32_t> read;
  for (const float value : back.values) read.push_back(std::bit_cast<std::uint32_t>(value));
  RC_ASSERT(read == bits);
}

}  // namespace
}  // namespace lab::io
