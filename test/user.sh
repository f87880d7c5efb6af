#!/bin/sh
# Runs the tests again as a user without any right: most programs that use
# mailslots are not root. The binaries are built here and run elsewhere,
# because that user can read neither this tree nor root's caches.
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "not run: this is an ordinary user already"; exit 77; }
command -v setpriv >/dev/null || { echo "not run: setpriv is missing (util-linux)"; exit 77; }

uid=12345
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
for p in . internal/local win32 test/local cmd/mailslot; do
	room=$home/tree/$p
	mkdir -p "$room"
	go test -c -o "$room/run.test" "./$p"
	[ ! -d "$p/testdata" ] || cp -r "$p/testdata" "$room/"
done
go build -o "$home/tree/" ./cmd/mailslot
chown -R $uid:$uid "$home"

as_user() { setpriv --reuid $uid --regid $uid --clear-groups env -i PATH="$PATH" HOME="$home" TMPDIR="$home" MAILSLOT_SEED="${MAILSLOT_SEED:-1}" "$@"; }

status=0
for p in . internal/local win32; do
	echo "== $p"
	(cd "$home/tree/$p" && as_user ./run.test -test.timeout 120s) || status=1
done
echo "== test/local"
(cd "$home/tree/test/local" && as_user ./run.test -test.timeout 180s \
	-test.run 'Malformed|Oversize|Closed|InFlight|Private|OtherVersion|MissingMemfd|PathInTheWay') || status=1
echo "== cmd/mailslot"
(cd "$home/tree/cmd/mailslot" && as_user ./run.test -test.timeout 120s -test.run Scripts) || status=1
exit $status

