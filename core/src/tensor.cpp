#include "tconv/tensor.h"

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace tconv {
namespace {

constexpr std::size_t kLine = 64, kHugePage = std::size_t{1} << 21;

/// Two huge pages or more: of less, too much would lie beside whole ones.
bool isHuge(std::size_t bytes) { return bytes >= 2 * kHugePage; }

std::align_val_t alignmentOf(std::size_t bytes) {
  return std::align_val_t{isHuge(bytes) ? kHugePage : kLine};
}

}  // namespace

void* allocateLines(std::size_t bytes) {
  void* memory = ::operator new(bytes, alignmentOf(bytes));
#ifdef __linux__
  // Whole pages only, as the last one may hold something else. Where it is refused, nothing is lost.
  if (isHuge(bytes)) madvise(memory, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
  return memory;
}

void releaseLines(void* memory, std::size_t bytes) { ::operator delete(memory, alignmentOf(bytes)); }

}  // namespace tconv
