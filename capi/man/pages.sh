#!/bin/sh
# pages.sh HEADER DIR: a manual page of section 3 for each function that the
# header declares, from the comment in front of it.
set -eu
awk -v dir="$2" '
function roff(s) { gsub(/\\/, "\\e", s); sub(/^\./, "\\\\\\&.", s); sub(/^\x27/, "\\\\\\&\x27", s); return s }
/^\/\*/ { text = ""; comment = 1 }
comment {
	line = $0
	ended = line ~ /\*\//
	sub(/^[ \t]*\/?\*+[ \t]?/, "", line); sub(/^[ \t]+/, "", line); sub(/[ \t]*\*\/[ \t]*$/, "", line)
	text = text roff(line) "\n"
	if (ended) comment = 0
	next
}
/^(int|uint32_t|mailslot_handle) .*\);$/ {
	match($0, /[A-Za-z_0-9]+\(/)
	name = substr($0, RSTART, RLENGTH - 1)
	page = dir "/" name ".3"
	printf ".TH %s 3 \"\" mailslot \"mailslot for C\"\n.SH NAME\n%s \\- Windows mailslots for Linux\n", name, name > page
	printf ".SH SYNOPSIS\n.nf\n.B #include <mailslot.h>\n.sp\n.BI \"%s\"\n.fi\n", roff($0) > page
	if (text == "") text = "Closes a handle. The slot ends with its last server handle.\n"
	printf ".SH DESCRIPTION\n%s", text > page
	printf ".SH ERRORS\nGetLastError(3) tells the number of a failure; mailslot.h lists those of mailslots.\n" > page
	printf ".SH SEE ALSO\n.BR mailslot (1),\n.BR CreateMailslotA (3),\n.BR CreateFileA (3),\n.BR ReadFile (3),\n.BR WriteFile (3)\n" > page
	close(page)
	text = ""
}
/^#|^typedef/ { text = "" }' "$1"
