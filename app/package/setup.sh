# shellcheck shell=bash
# Shared by app/run and tests/run, which source it: brings the system to what the build needs, then builds.
# Everything it says goes to standard error, so that standard output belongs to the program that is started.

: "${root:?must be the top of the repository}"

say() { printf '%s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# Prints "package<TAB>reason" for each build dependency of the control file.
# $1: "quality", "all" to leave out what only the checks of tests/quality need, or "program" to leave out what only
# tests need, too.
dependencies() {
  awk -v wanted="$1" '
    /^Build-Depends:/ { inside = 1; next }
    /^#/ { reason = substr($0, 3); next }
    /^[^ ]|^$/ { inside = 0 }
    /<pkg.tconv-lab.quality>/ && wanted != "quality" { next }
    inside && !(wanted == "program" && /<!nocheck>/) { sub(/,$/, "", $1); print $1 "\t" reason }
  ' "$root/app/package/debian/control"
}

# Reads "package<TAB>reason" lines, prints those whose package is neither installed nor provided by another one.
missing_from_dpkg() {
  awk -F '\t' '
    NR == FNR {
      if ($1 != "installed") next
      have[$2] = 1
      count = split($3, provided, /, */)
      for (i = 1; i <= count; i++) { sub(/ .*/, "", provided[i]); have[provided[i]] = 1 }
      next
    }
    !($1 in have)
  ' <(dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Provides}\n') -
}

# Runs a command as root: directly, or through sudo. Fails where neither is possible.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi
}

# Lists which are unknown or out of date are fetched anew; fresh ones are left alone.
apt_install() {
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends
    -o DPkg::Lock::Timeout=300 -- "$@")
  if apt-cache show -- "$@" >/dev/null 2>&1 && as_root "${install[@]}" >&2; then return; fi
  say "Fetching the package lists ..."
  as_root apt-get update >&2 && as_root "${install[@]}" >&2
}

# Lines of "package<TAB>reason" as a table.
show_packages() { awk -F '\t' '{ printf "  %-26s %s\n", $1, $2 }' >&2; }

# Installs what is missing. $1: as for dependencies(), $2: the preset that will be built. Where it cannot, it says
# what is needed and goes on: the libraries may be there without packages, and CMake is the judge of that.
install_missing() {
  local missing packages
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    [ ! -f "$root/build/$2/build.ninja" ] || return 0
    say "This system has no apt. These are needed, by their Debian names:"
    dependencies "$1" | show_packages
    return
  fi
  missing=$(dependencies "$1" | missing_from_dpkg)
  [ -n "$missing" ] || return 0
  say "Missing on this system:"
  show_packages <<<"$missing"
  mapfile -t packages < <(cut -f 1 <<<"$missing")
  if [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; then
    say "Installing with apt ..."
    if apt_install "${packages[@]}"; then return; fi
  fi
  say "Not installed. Ask the administrator for: apt-get install ${packages[*]}"
  say "Going on with what is there."
}

# Configures and builds. $1: the preset, $2: the target, the rest: options of the first configuration.
# Says nothing when there is nothing to do.
build() {
  local preset=$1 target=$2 folder="$root/build/$1"
  shift 2
  command -v cmake >/dev/null || die "cmake is missing: install it, then start again"
  mkdir -p "$folder" 2>/dev/null
  [ -w "$folder" ] || die "$folder cannot be written: copy the repository to a folder of your own"
  # The compiler cache fails every compilation where it has no place to write.
  [ -w "${HOME:-/nonexistent}" ] || [ -n "${CCACHE_DIR:-}" ] || export CCACHE_DISABLE=1
  local fresh=()
  if ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then fresh=(--fresh); fi
  if [ ${#fresh[@]} -gt 0 ] || [ ! -f "$folder/build.ninja" ]; then
    say "Configuring $folder ..."
    # Presets are looked up in the working directory.
    (cd "$root" && cmake "${fresh[@]}" --preset "$preset" "$@") >&2 || die "configuring $folder failed, see above"
  fi
  run_ninja "$folder" "$target" || die "building $folder failed, see above"
}

# A build that does nothing is silent; one that works shows its progress.
run_ninja() {
  cmake --build "$1" --target "$2" 2>&1 |
    grep --line-buffered -v -e '^ninja: no work to do' -e 'Re-checking globbed directories' >&2
  return "${PIPESTATUS[0]}"
}
