#!/bin/sh
# Unpacks Wine 10 into build/deps/wine, for the lanes wine and windows: 120 MB to
# download, 170 MB on disk. Debian 12 has Wine 8, whose mailslots are not to be
# compared with, so it comes from Debian 13's archive: by the mirror that apt has
# anyway, through lists of its own, with apt's usual check of signatures.
# Whatever is missing, it says so and the lanes are not run.
set -eu
cd "$(dirname "$0")"
here=$PWD
to=$here/../../build/deps/wine
release=trixie
keys=/usr/share/keyrings/debian-archive-keyring.gpg

cannot() {
	echo "deps: $1; the lanes wine and windows are not run"
	exit 0
}

# Whether the Wine on PATH is 9.14 or later, whose wineserver keeps mailslots.
new_enough() {
	version=$(wine --version 2>/dev/null) || return 1
	version=${version#wine-}
	version=${version%%[!0-9.]*}
	[ "$(printf '%s\n' 9.14 "$version" | sort -V | head -n 1)" = 9.14 ]
}

if [ -e "$to/bin/wine" ] || new_enough; then
	exit 0
fi
[ "$(id -u)" = 0 ] || cannot "only root can fetch packages"
[ "$(uname -m)" = x86_64 ] || cannot "Wine is unpacked on amd64 only"
command -v apt-get >/dev/null || cannot "this is not a Debian system"
[ -r "$keys" ] || cannot "Debian's keys are not installed"
mirror() {
	apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main' | head -n 1
}
[ -n "$(mirror)" ] || timeout 300 apt-get -q update >/dev/null 2>&1 || true
mirror=$(mirror)
[ -n "$mirror" ] || cannot "apt knows no mirror of Debian"

mkdir -p "${to%/*}"
work=$(mktemp -d "${to%/*}/.wine.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/lists/partial" "$work/root"
: >"$work/status"
echo "deb [signed-by=$keys] $mirror $release main" >"$work/sources.list"
apt="timeout 300 apt-get -q -o Dir::Etc::SourceList=$work/sources.list -o Dir::Etc::SourceParts=- \
	-o Dir::State::Lists=$work/lists -o Dir::State::Status=$work/status -o Dir::Cache=$work \
	-o APT::Architectures=amd64 -o APT::Sandbox::User=root -o Acquire::Languages=none \
	-o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o Acquire::Retries=1 -o Acquire::http::Timeout=15"

echo "deps: unpacking Wine into build/deps/wine"
cd "$work"
$apt update >/dev/null 2>&1 || cannot "Debian 13's lists could not be had (no network?)"
$apt download $(sed -n 's/^\([a-z0-9][a-z0-9.+-]*\).*/\1/p' "$here/wine.txt") >/dev/null 2>&1 || cannot "apt-get could not download (no network?)"
for package in *.deb; do dpkg -x "$package" root; done

# Debug information is four fifths of it, and a prefix copies what is here.
cd root/usr
windows=lib/x86_64-linux-gnu/wine/x86_64-windows
if command -v x86_64-w64-mingw32-strip >/dev/null; then
	x86_64-w64-mingw32-strip $windows/*.dll $windows/*.exe $windows/*.drv $windows/*.sys 2>/dev/null || true
fi

# Wine looks beside ld.so for what it starts, and one level too deep for its data.
cp "$here/wine-start.sh" lib/x86_64-linux-gnu/wine64
cp "$here/wine-start.sh" lib/x86_64-linux-gnu/wineserver
chmod 755 lib/x86_64-linux-gnu/wine64 lib/x86_64-linux-gnu/wineserver
ln -s . share/wine/wine
mkdir ../bin
ln -s ../usr/lib/x86_64-linux-gnu/wine64 ../bin/wine
ln -s ../usr/lib/x86_64-linux-gnu/wineserver ../bin/wineserver

rm -rf "$to"
mv "$work/root" "$to"
