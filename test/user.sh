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

# run PACKAGE FLAG... runs a test binary and tells what it left out, in the log:
# to the lane all of this is one command, whose tests it does not count. A pattern
# that no test has any more is a failure.
status=0
run() {
	p=$1; shift
	echo "== $p $*"
	if (cd "$home/tree/$p" && as_user ./run.test -test.v "$@") >"$home/log" 2>&1 &&
		! grep -q '^testing: warning: no tests to run' "$home/log"; then
		grep -a -e '--- SKIP' -e '\.go:.*: not run: ' "$home/log" || echo "all of it ran"
		return
	fi
	status=1
	grep -av -e '^=== ' -e '^ *--- PASS' "$home/log" || true
	grep -a -e FAIL -e 'no tests to run' "$home/log" || true # once more, where a lane shows the end
}

for p in . internal/local win32; do
	run $p -test.timeout 120s
done
for word in Malformed Oversize Closed InFlight Private OtherVersion MissingMemfd PathInTheWay; do
	run test/local -test.timeout 180s -test.run $word
done
run cmd/mailslot -test.timeout 120s -test.run Scripts
exit $status
