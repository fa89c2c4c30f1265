#!/usr/bin/env bash
# The packages on a machine that has nothing: a fresh Debian 12 in a folder, without any development package, gets
# tconv-lab_*.deb with what it declares, and runs it; then it loses it again. Needs root, debootstrap, lintian, Xvfb and xdotool.
#     bash tests/package/clean_machine.sh BUILD_FOLDER [MIRROR]
set -eu
build=$(cd "$1" && pwd) mirror=${2:-http://deb.debian.org/debian}
root=$(mktemp -d "${TMPDIR:-/tmp}/tconv-machine.XXXXXX")
display=:97
cleanup() {
  kill "${server:-}" 2>/dev/null || true
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap cleanup EXIT
die() {
  printf '%s\n' "$*" >&2
  exit 1
}
inside() { chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/bin:/bin:/usr/sbin:/sbin LC_ALL=C.UTF-8 "$@"; }

(cd "$build" && cpack >cpack.log) || die "cpack failed, see $build/cpack.log"
lintian --allow-root --fail-on error "$build"/*.deb || die "lintian has errors"

debootstrap --variant=minbase bookworm "$root" "$mirror" >"$build/debootstrap.log" || die "see $build/debootstrap.log"
mount -t proc proc "$root/proc"
cp -f /etc/resolv.conf "$root/etc/" 2>/dev/null || true
cp "$build"/tconv-lab_*.deb "$root/root/"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
inside sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends /root/tconv-lab_*.deb libgl1-mesa-dri' \
  >"$build/install.log" 2>&1 || die "apt-get refused, see $build/install.log"
if inside dpkg -l | grep -E '^ii +[^ ]+-dev'; then die "these development packages came along"; fi

inside tconv-lab --version
inside tconv-lab info --input-size 3,3 --kernel 3,3 --stride 2 | grep '^output  .*(1, 1, 7, 7)' || die "info said something else"
for format in png pdf gif; do
  inside tconv-lab export --input-size 3,3 --kernel 3,3 --stride 2 --format $format --steps 1:2 --output /root/frame.$format >/dev/null
  [ -s "$root/root/frame.$format" ] || die "no $format"
done
inside tconv-lab export --language zh_CN --input-size 3,3 --kernel 3,3 --format png --steps 1:2 --output /root/chinese.png >/dev/null

Xvfb $display -ac -screen 0 1280x800x24 >/dev/null 2>&1 &
server=$!
sleep 2
inside DISPLAY=$display tconv-lab &
window=$!
DISPLAY=$display timeout 30 xdotool search --sync --onlyvisible --name tconv-lab >/dev/null || die "no window"
sleep 2
kill -0 $window || die "the window closed by itself"
kill $window
wait $window || true

inside sh -c 'apt-get purge --yes tconv-lab' >>"$build/install.log" 2>&1 || die "apt-get could not remove it"
[ -z "$(find "$root/usr" -name '*tconv*')" ] || die "something stayed behind: $(find "$root/usr" -name '*tconv*')"
echo "the packages work on a clean machine"
