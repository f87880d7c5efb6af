#!/bin/sh
# build.sh DIR: the Debian packages, into DIR. Run at the top of the project.
# NFPM names the program that makes them; 77 when there is none.
set -eu
out=$1
nfpm=${NFPM:-go run github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0}
$nfpm --version >/dev/null 2>&1 || {
	echo "not run: nfpm is not there and cannot be fetched"
	exit 77
}
DEB_ARCH=$(dpkg --print-architecture)
DEB_VERSION=$(make -s --no-print-directory -C capi version) # VERSION sets another
export DEB_ARCH DEB_VERSION
lib=/usr/lib/$(gcc -print-multiarch)
stage=build/package
rm -rf "$stage"
zsh=/usr/share/zsh/vendor-completions # Debian's place for packages
make -s install install-lib PREFIX=/usr LIBDIR="$lib" ZSHDIR=$zsh DESTDIR="$(pwd)/$stage/all" >/dev/null

# share PACKAGE PATH...: moves what was installed into a package's own tree.
share() {
	package=$stage/$1
	shift
	for path; do
		mkdir -p "$package$(dirname "$path")"
		mv "$stage/all$path" "$package$path"
	done
}
# note PACKAGE: its documents.
note() {
	install -D -m 0644 CHANGELOG.md "$stage/$1/usr/share/doc/$1/changelog.md"
	gzip -9n "$stage/$1/usr/share/doc/$1/changelog.md"
}
find "$stage/all/usr/share/man" -type f -exec gzip -9n {} +
share libmailslot1 "$lib/libmailslot.so.$DEB_VERSION" "$lib/libmailslot.so.1"
share libmailslot-dev "$lib/libmailslot.so" "$lib/pkgconfig" /usr/include /usr/bin/mailslot-cc /usr/bin/mailslot-c++ /usr/share/man/man3
share mailslot /usr/bin/mailslot /usr/share/bash-completion /usr/share/fish $zsh /usr/share/man/man1 /usr/lib/systemd /usr/lib/tmpfiles.d /usr/lib/sysusers.d
rm "$stage/all/etc/mailslot.toml" # the package has it as a configuration file
left=$(find "$stage/all" ! -type d)
[ -z "$left" ] || { echo "in no package: $left"; exit 1; }
mkdir -p "$out"
for package in mailslot libmailslot1 libmailslot-dev; do
	note "$package"
	$nfpm package -f "dist/deb/$package.yaml" -p deb -t "$out" >/dev/null
done
