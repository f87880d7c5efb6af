#!/bin/sh
# exports.sh OBJECT...: the global symbols that are not hidden, sorted.
for object; do
	readelf -Ws "$object"
done | awk '$5 == "GLOBAL" && $6 == "DEFAULT" && $7 != "UND" && $8 !~ /^(_edata|_end|__bss_start)$/ { print $8 }' | LC_ALL=C sort -u
