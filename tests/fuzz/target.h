#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// One parser under attack. Each target is a file of its own that defines both functions, and is built twice:
/// as an ordinary test, which damages the seeds in thousands of ways and replays files that it is given, and
/// with the preset "fuzz" as a libFuzzer program.
namespace fuzz {

/// What the parser accepts: where damage starts from.
std::vector<std::string> seeds();

/// Lets the parser read `bytes`. What it refuses it must refuse by tconv::Error; what it accepts must keep
/// the target's promises. Anything else ends the program.
void tryOne(std::string_view bytes);

/// Ends the program where a promise is broken.
void require(bool holds, const char* promise);

/// A file of this process with these bytes, for readers that take a path. The same path each time.
std::filesystem::path fileWith(std::string_view bytes, const char* name);

/// The arguments of a command line that `bytes` holds, one a line.
std::vector<std::string> linesOf(std::string_view bytes);

}  // namespace fuzz
