#!/bin/sh
# Runs every fuzz target of the module for FUZZ_SECONDS (20; 300 in the long
# lane), one after the other on one core. New findings stay in testdata/fuzz.
set -eu
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-20}
[ "${MAILSLOT_LONG:-}" != 1 ] || seconds=${FUZZ_SECONDS:-300}

targets=$(git ls-files '*_test.go' | xargs grep -Ho '^func Fuzz[A-Za-z0-9_]*' | sed 's/:func /:/')
[ -n "$targets" ] || { echo "not run: there are no fuzz targets"; exit 77; }
for t in $targets; do
	echo "== $t"
	tags=$(sed -n 's,^//go:build \(mailslot_hooks\)$,-tags=\1,p' "${t%%:*}")
	go test $tags -run '^$' -fuzz "^${t#*:}\$" -fuzztime "${seconds}s" -fuzzminimizetime 2s -parallel 1 "./$(dirname "${t%%:*}")"
done
