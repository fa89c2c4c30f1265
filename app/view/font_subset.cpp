#include "view/font_subset.h"

#include <memory>

#include <hb-subset.h>

#include "tconv/error.h"

namespace lab::view {
namespace {

template <class T, void (*destroy)(T*)>
struct Destroy {
  void operator()(T* object) const { destroy(object); }
};
using Blob = std::unique_ptr<hb_blob_t, Destroy<hb_blob_t, hb_blob_destroy>>;
using Face = std::unique_ptr<hb_face_t, Destroy<hb_face_t, hb_face_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Destroy<hb_subset_input_t, hb_subset_input_destroy>>;

}  // namespace

std::string subsetOf(const FontFile& font, const std::set<char32_t>& characters) {
  const auto fail = [&] {
    return tconv::Error({font.path, "", tconv::Phrase("cannot be put into a document"), {}});
  };
  const Blob file(hb_blob_create_from_file_or_fail(font.path.c_str()));
  if (!file) throw fail();
  const Face face(hb_face_create(file.get(), static_cast<unsigned>(font.index)));
  const Input input(hb_subset_input_create_or_fail());
  if (!input) throw fail();
  for (const char32_t character : characters) hb_set_add(hb_subset_input_unicode_set(input.get()), character);
  // Digits of one width, which the drawing asks for, are not among the features that are kept by default.
  hb_set_add(hb_subset_input_set(input.get(), HB_SUBSET_SETS_LAYOUT_FEATURE_TAG), HB_TAG('t', 'n', 'u', 'm'));
  const Face subset(hb_subset_or_fail(face.get(), input.get()));
  if (!subset) throw fail();
  const Blob bytes(hb_face_reference_blob(subset.get()));
  unsigned length = 0;
  const char* data = hb_blob_get_data(bytes.get(), &length);
  return {data, length};
}

}  // namespace lab::view
