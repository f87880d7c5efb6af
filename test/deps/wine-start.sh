#!/bin/sh
# Starts a program of the unpacked Wine, as wine64 or as wineserver, by the ld.so
# and the libraries that were unpacked with it: the system's may be older.
lib=$(dirname "$(readlink -f "$0")")
case ${0##*/} in
wineserver*) program=wineserver64 ;;
*) program=wine64 ;;
esac
# Where zlib1.dll is, which user32.dll loads.
export WINEPATH="${WINEPATH-$lib/../../x86_64-w64-mingw32/lib}"
exec "$lib/ld-linux-x86-64.so.2" --library-path "$lib" "$lib/../wine/$program" "$@"
