#!/usr/bin/env bash
# The program as it is installed: in another place than it was built for, with all that belongs to it.
#     program.sh BUILD_FOLDER
set -eu
build=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/tconv program.XXXXXX")
trap 'rm -rf "$work"' EXIT
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

cmake --install "$build" --prefix "$work/first place" --component program >/dev/null
mv "$work/first place" "$work/another place"
prefix="$work/another place" share="$work/another place/share"
export HOME="$work" PATH="$prefix/bin:$PATH"
cd "$work"

version=$(tconv-lab --version)
[[ $version =~ ^tconv-lab\ [0-9]+\.[0-9]+\.[0-9]+$ ]] || die "--version printed: $version"
tconv-lab export --input-size 3,3 --kernel 3,3 --stride 2 --format svg --output frame.svg --steps 1:2 >/dev/null
grep -q '</svg>' frame.svg || die "no picture from the installed program"
tconv-lab --language zh_CN --help | LC_ALL=C grep -q '[^ -~]' ||
  die "the installed program speaks no Chinese"

desktop-file-validate "$share/applications/tconv-lab.desktop" || die "the desktop entry is not valid"
# Its identifier would need an address on the web to be free of warnings.
! appstreamcli validate --no-net "$share/metainfo/tconv-lab.metainfo.xml" | grep '^E:' || die "the metadata are not valid"
for size in 16 32 48 64 128 256; do
  [ -s "$share/icons/hicolor/${size}x$size/apps/tconv-lab.png" ] || die "no icon of $size pixels"
done
[ -s "$share/icons/hicolor/scalable/apps/tconv-lab.svg" ] || die "no icon that scales"

update-mime-database "$share/mime" 2>/dev/null
kind() { XDG_DATA_HOME="$share" XDG_DATA_DIRS=/usr/share gio info -a standard::content-type "$1" | sed -n 's/.*content-type: //p'; }
if command -v gio >/dev/null; then
  echo '{}' | tee some.tconv.json some.lesson.json >/dev/null
  [ "$(kind some.tconv.json)" = application/x-tconv-lab-session ] || die "a session is a $(kind some.tconv.json)"
  [ "$(kind some.lesson.json)" = application/x-tconv-lab-lesson ] || die "a lesson is a $(kind some.lesson.json)"
fi

for page in tconv-lab tconv-lab-run tconv-lab-info tconv-lab-export tconv-lab-gallery; do
  file="$share/man/man1/$page.1.gz"
  [ -s "$file" ] || die "no manual page $page(1)"
  problems=$(zcat "$file" | mandoc -T lint -W error) || die "$page(1): $problems"
  zcat "$file" | mandoc -T utf8 | sed 's/.\x08//g' | grep -qE "^ +$page . [a-z]" || die "$page(1) does not say what it is for"
done
for option in $(tconv-lab run --help | grep -oE '^  --[a-z-]+'); do
  zcat "$share/man/man1/tconv-lab-run.1.gz" | mandoc -T utf8 | sed 's/.\x08//g' | grep -qe "$option" || die "$option is not in the manual"
done

completion=$(
  set +eu
  . /usr/share/bash-completion/bash_completion
  . "$share/bash-completion/completions/tconv-lab"
  complete_line() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
    COMP_POINT=${#COMP_LINE} COMPREPLY=()
    _tconv_lab
    echo "${COMPREPLY[*]}"
  }
  complete_line tconv-lab inf
  complete_line tconv-lab run --str
  complete_line tconv-lab run --dims ""
  complete_line tconv-lab --language ""
)
[ "$completion" = $'info\n--stride\n1 2\nen zh_CN' ] || die "completed: $completion"
