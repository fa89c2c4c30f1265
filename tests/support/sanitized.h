#pragma once

namespace support {

/// Whether this is built with a sanitizer of addresses or of threads, which takes memory for itself and must be
/// loaded before other libraries.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace support
