#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/derive.h"

namespace lab::exporting {

/// What a layer can be written for.
enum class CodeFor { pytorch, keras, jax, onnx, numpy };

/// An array of a layer under the name it has in the code, and the file it is in where it is too large to be
/// written out.
struct CodeArray {
  std::string_view name;     ///< "x", "w", "b" or "expected"
  std::vector<Index> shape;  ///< without the height of a one-dimensional layer
  std::vector<float> values;
};

/// Operands and output of a layer: x [1, C_in, ...], w [C_in, C_out / G, ...], b [C_out] where it has a bias,
/// expected [1, C_out, ...].
std::vector<CodeArray> arraysOf(const Derived& derived);

/// Whether they are few enough numbers to stand in the code.
bool fitInCode(const std::vector<CodeArray>& arrays);

/// "STEM_x.npy": the file that an array is loaded from where they do not fit in the code.
std::string fileOf(const CodeArray& array, std::string_view stem);

/// A Python program that makes the layer, applies it and asserts that the output is what is expected. Arrays
/// that do not fit in it are loaded from files beside it. @throws tconv::Error saying why the framework
/// cannot express the layer.
std::string codeFor(CodeFor what, const Derived& derived, std::string_view stem);

}  // namespace lab::exporting
