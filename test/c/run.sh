#!/bin/sh
# Builds libmailslot, then the programs of this folder with each compiler that
# is here, and runs each in a namespace of its own. A file is an ANSI program; a
# folder is one program of several files, built in each of the three modes. A
# program says what failed and exits with 1.
set -u
cd "$(dirname "$0")/../.."
command -v "${CC:-gcc}" >/dev/null || { echo "not run: there is no C compiler"; exit 77; }
make -s -C capi || exit 1

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
status=0

# try NAME COMPILER MODE FILES...
try() {
	name=$1 cc=$2 mode=$3
	shift 3
	program=$room/$name-$cc$mode
	echo "== $name, $cc $mode"
	MAILSLOT_CC=$cc capi/bin/mailslot-cc "$mode" -Wall -Wextra -o "$program" "$@" || { status=1; return; }
	slots=$(mktemp -d "$room/XXXXXX")
	MAILSLOT_DIR=$slots LD_LIBRARY_PATH=build/capi timeout 60 "$program" >"$program.log" 2>&1 && return
	echo "FAILED with $?:"
	grep -v '^ok ' "$program.log" | tail -20
	status=1
}

for cc in gcc clang; do
	command -v $cc >/dev/null || { echo "not run: $cc is not installed"; continue; }
	for source in test/c/*.c; do
		try "$(basename "$source" .c)" $cc --ansi "$source"
	done
	for folder in test/c/*/; do
		for mode in --ansi --unicode --unicode2; do
			try "$(basename "$folder")" $cc $mode "$folder"*.c
		done
	done
done
exit $status
