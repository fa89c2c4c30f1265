#!/usr/bin/env bash
# What a program outside of the repository meets: the examples are built against the library, installed and as a
# part of themselves, and must print what they should.
#     library.sh REPOSITORY BUILD_FOLDER
set -eu
repository=$1 build=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/tconv library.XXXXXX")
trap 'rm -rf "$work"' EXIT

expect() {  # NAME EXPECTED ACTUAL
  [ "$2" = "$3" ] || { printf '%s printed\n%s\ninstead of\n%s\n' "$1" "$3" "$2" >&2; exit 1; }
}
examples() {  # NAME [CMAKE OPTION]
  cmake -G Ninja -S "$repository/core/examples" -B "$work/$1" "${@:2}" >"$work/log" 2>&1 &&
    cmake --build "$work/$1" >>"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  expect "$1/upsample" "8 x 8: corner 0.5625, middle 1
16 x 16: corner 0.316406, middle 1
even: 2 taps (s = 2 divides k = 4), fewer near the border
stride[0] = 0: must be at least 1" "$("$work/$1/upsample")"
  expect "$1/steps" "0 0 0  0 0 0  0 0 0
0 0 0  0 0 0  0 0 0
0 0 1  0 2 3  0 0 0
0 0 1  0 4 3  4 6 0
0 0 1  0 4 6  4 12 9" "$("$work/$1/steps")"
}

cmake --install "$build" --prefix "$work/first place" --component development >/dev/null
mv "$work/first place" "$work/another place"  # nothing in it may know where it was
if grep -rlF "$repository" "$work/another place/lib/cmake" "$work/another place/lib/"*/cmake 2>/dev/null; then
  echo "the package knows the folder that it was built in" >&2
  exit 1
fi
examples installed "-DCMAKE_PREFIX_PATH=$work/another place"
examples included "-DTCONV_SOURCE=$repository" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0
