#!/bin/sh
# Runs every fuzz target of the module for FUZZ_SECONDS (20; 300 in the long
# lane), one after the other on one core. New findings stay in testdata/fuzz.
set -eu
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-20}
[ "${MAILSLOT_LONG:-}" != 1 ] || seconds=${FUZZ_SECONDS:-300}

targets=$(git ls-files '*_test.go' | xargs grep -Ho '^func Fuzz[A-Za-z0-9_]*' | sed 's/:func /:/')
[ -n "$targets" ] || { echo "not run: there are no fuzz targets"; exit 77; }
out=$(mktemp)
trap 'rm -f "$out"' EXIT
status=0
for t in $targets; do
	echo "== $t"
	go test -run '^$' -fuzz "^${t#*:}\$" -fuzztime "${seconds}s" -parallel 1 "./$(dirname "${t%%:*}")" >"$out" 2>&1 && found=0 || found=1
	cat "$out"
	# At the end of its time go test sometimes reports its own deadline as a
	# failure; a finding always comes with the input that showed it.
	if [ $found = 1 ] && ! { grep -q 'context deadline exceeded' "$out" && ! grep -q 'Failing input' "$out"; }; then
		status=1
	fi
done
exit $status
