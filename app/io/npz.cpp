#include "io/npz.h"

#include <memory>
#include <new>
#include <tuple>

#include <zip.h>

#include "i18n/translate.h"
#include "tconv/error.h"

namespace lab::io {
namespace {

/// Text of the error, which is closed.
tconv::Error failure(zip_error_t* error) {
  return tconv::Error(
      {trLater("NumPy archive"), "", tconv::Phrase("cannot be made: {}", zip_error_strerror(error)), {}});
}

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

std::string contentOf(zip_source_t* source) {
  zip_stat_t stat;
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
    throw failure(zip_source_error(source));
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read != static_cast<zip_int64_t>(bytes.size())) throw failure(zip_source_error(source));
  return bytes;
}

}  // namespace

std::string formatNpz(const std::vector<NamedBytes>& files) {
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, FreeSource> target(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!target) throw failure(&error);
  zip_source_keep(target.get());  // the archive takes one reference, we keep the other
  std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
  if (!archive) throw failure(&error);
  for (const NamedBytes& file : files) {
    zip_source_t* content = zip_source_buffer(archive.get(), file.bytes.data(), file.bytes.size(), 0);
    const zip_int64_t index =
        content == nullptr ? -1 : zip_file_add(archive.get(), file.name.c_str(), content, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw failure(zip_get_error(archive.get()));
    const auto at = static_cast<zip_uint64_t>(index);
    zip_set_file_compression(archive.get(), at, ZIP_CM_STORE, 0);
    constexpr zip_uint16_t kMidnight = 0, kFirstDay = 33;  // the first that can be told, in 1980
    zip_file_set_dostime(archive.get(), at, kMidnight, kFirstDay, 0);
  }
  if (zip_close(archive.get()) != 0) throw failure(zip_get_error(archive.get()));
  std::ignore = archive.release();  // what is closed is gone
  return contentOf(target.get());
}

}  // namespace lab::io
