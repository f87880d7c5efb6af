#!/bin/sh
# Installs what the optional lanes need, and says what. Packages whose
# installation would start servers are only unpacked into build/deps.
# Without root, apt or a network it says so: those lanes are then not run.
set -eu
cd "$(dirname "$0")/../.."
unpacked=build/deps

names() { sed -n 's/^\([a-z0-9][a-z0-9.+-]*\).*/\1/p' "test/deps/$1"; }

installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

missing=$(for p in $(names install.txt); do installed "$p" || echo "$p"; done)
fetch=$(for p in $(names unpack.txt); do [ -e "$unpacked/.$p" ] || echo "$p"; done)
if [ -z "$missing$fetch" ]; then
	echo "deps: everything is here already"
	exit 0
fi

cannot() {
	echo "deps: $1; lanes that need these are not run:" $missing $fetch
	exit 0
}
[ "$(id -u)" = 0 ] || cannot "only root can install packages"
command -v apt-get >/dev/null || cannot "this is not a Debian system"

export DEBIAN_FRONTEND=noninteractive
apt="timeout 300 apt-get -q -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o DPkg::Lock::Timeout=60"
$apt update >/dev/null 2>&1 || echo "deps: the package lists could not be refreshed"
if [ -n "$missing" ]; then
	echo "deps: installing" $missing
	$apt install -y --no-install-recommends $missing >/dev/null 2>&1 || cannot "apt-get could not install (no network?)"
fi
for p in $fetch; do
	echo "deps: unpacking $p into $unpacked"
	mkdir -p "$unpacked"
	(cd "$unpacked" && $apt download "$p" >/dev/null 2>&1 && dpkg -x "$p"_*.deb . && rm -f "$p"_*.deb && touch ".$p") ||
		cannot "apt-get could not download (no network?)"
done
