#pragma once

#include <span>
#include <string_view>

#include "tconv/layer.h"

namespace lab {

struct Document;
struct Field;

/// What is compared: two settings on one input, one setting with its neighbours, or ways of enlarging.
enum class CompareMode { settings, sweep, upsampling };
/// Identifiers in files, in the order of CompareMode.
std::span<const std::string_view> compareModes();

/// The parameters of a layer that a second setting has of its own; channels, groups and bias stay.
struct Geometry {
  tconv::Pair kernel_size = 4, stride = 2;
  tconv::Padding padding = tconv::Pair{1};
  tconv::Pair output_padding = 0, dilation = 1;
  bool operator==(const Geometry&) const = default;
};
Geometry geometryOf(const tconv::Layer& layer);
/// The document with another geometry; own kernel values are cropped or filled up as anywhere.
Document withGeometry(Document document, const Geometry& geometry);

/// A parameter on an axis of a sweep; `none` leaves a single row.
enum class SweepField { kernel_size, stride, padding, output_padding, dilation, none };
/// Ids of the field table in the order of SweepField, and "none".
std::span<const std::string_view> sweepFields();
/// The field on an axis. @throws std::out_of_range for none
const Field& field(SweepField which);

/// The second setting and what is varied: made by the user, saved and undoable.
struct Comparison {
  CompareMode mode = CompareMode::settings;
  Geometry b;
  SweepField rows = SweepField::kernel_size, columns = SweepField::stride;  ///< differ; columns is not none
  bool operator==(const Comparison&) const = default;
};

}  // namespace lab
