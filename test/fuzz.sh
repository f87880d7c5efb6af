#!/bin/sh
# Runs every fuzz target of the module for FUZZ_SECONDS (20; 120 in the long
# lane), one after the other on one core. New findings stay in testdata/fuzz.
set -eu
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-20}
instrument="-gcflags=mailslot/...=-d=libfuzzer"
if [ "${MAILSLOT_LONG:-}" = 1 ]; then
	seconds=${FUZZ_SECONDS:-120}
	instrument="-fuzz=Fuzz"
fi
cache=$(go env GOCACHE)/fuzz/mailslot

targets=$(git ls-files '*_test.go' | xargs grep -Ho '^func Fuzz[A-Za-z0-9_]*' | sed 's/:func /:/')
[ -n "$targets" ] || { echo "not run: there are no fuzz targets"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# built makes the package's tests for fuzzing, once, and prints their path. Some
# need the tag of their file. Only our own packages tell what an input has
# reached; in the long lane all do, the standard library too, and must be
# compiled for that.
built() { # FILE
	dir=$(dirname "$1")
	tags=$(sed -n '1s|^//go:build \([a-z_]*\)$|\1|p' "$1")
	bin=$work/$(echo "$dir,$tags" | tr / ,)
	[ -e "$bin" ] || GOGC=400 go test -c "$instrument" -tags "$tags" -o "$bin" "./$dir" >&2
	echo "$bin"
}

# Whatever is new is made smaller before the next is tried, for a minute unless
# told otherwise: a quarter of the targets did little else.
status=0
for t in $targets; do
	echo "== $t"
	file=${t%%:*}
	bin=$(built "$file")
	out=$work/out
	(cd "$(dirname "$file")" && GOMAXPROCS=1 "$bin" -test.run '^$' -test.fuzz "^${t#*:}\$" -test.fuzztime "${seconds}s" -test.parallel 1 \
		-test.fuzzminimizetime 1s -test.fuzzcachedir "$cache/$(dirname "$file")") >"$out" 2>&1 && found=0 || found=1
	cat "$out"
	# At the end of its time a target sometimes reports its own deadline as a
	# failure; a finding always comes with the input that showed it.
	if [ $found = 1 ] && ! { grep -q 'context deadline exceeded' "$out" && ! grep -q 'Failing input' "$out"; }; then
		status=1
	fi
	grep -q '^fuzz: .*new interesting' "$out" && ! grep -q 'not built with coverage' "$out" || { echo "it was not fuzzed"; status=1; }
done
exit $status
