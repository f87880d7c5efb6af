#!/bin/sh
# pages.sh DIR HEADER...: manual pages of section 3 from headers. A function
# with a comment in front of it has a page of its own; the others stand in the
# page of their header. "Errors:" in a comment begins its own section.
set -eu
dir=$1
shift
for header; do
	awk -v dir="$dir" -v header="$(basename "$header")" '
	function roff(s) { gsub(/\\/, "\\e", s); sub(/^\./, "\\\\\\&.", s); sub(/^\x27/, "\\\\\\&\x27", s); return s }
	function page(path, names, synopsis, text, see,    at, first) {
		first = header
		if ((getline at < path) > 0) first = "windows.h> or <mailslot.h" # an earlier header had it
		close(path)
		printf ".TH \"%s\" 3 \"\" mailslot \"mailslot for C\"\n.SH NAME\n%s \\- %s\n", names, names, see > path
		printf ".SH SYNOPSIS\n.nf\n.B #include <%s>\n.sp\n%s.fi\n", first, synopsis > path
		at = index(text, "Errors:")
		printf ".SH DESCRIPTION\n%s", at ? substr(text, 1, at - 1) : text > path
		printf ".SH ERRORS\n%sThe number of a failure is what GetLastError(3) tells.\n", at ? substr(text, at + 8) : "" > path
		printf ".SH SEE ALSO\n.BR mailslot (1),\n.BR CreateMailslotA (3),\n.BR CreateFileA (3),\n.BR ReadFile (3),\n.BR WriteFile (3)\n" > path
		close(path)
	}
	# both(PAIR): MSW_PAIR(ret, name, (a), (w)); as two prototypes.
	function both(s, name,    ret, cut) {
		ret = substr(s, 10, index(s, ",") - 10)
		s = substr(s, index(s, name ", (") + length(name) + 2)
		cut = index(s, "), (")
		return ret " " name "A" substr(s, 1, cut) ";\"\n.br\n.B \"" ret " " name "W" substr(s, cut + 3, length(s) - cut - 4) ";"
	}
	# declared(STATEMENT): the page of a prototype, or its line in the header page.
	function declared(s,    name, names, first, synopsis, n, parts, i) {
		gsub(/[ \t\n]+/, " ", s)
		sub(/ (MSW_W|__attribute__)\(.*\);$/, ";", s)
		if (match(s, /MSW_PAIR\([^,]*, [A-Za-z_0-9]+/)) {
			name = substr(s, RSTART, RLENGTH)
			sub(/.*, /, "", name)
			first = name "A"
			names = first ", " name "W"
			link[name] = link[name "W"] = first
			s = both(s, name)
		} else {
			if (!match(s, /[A-Za-z_0-9]+\(/)) return
			first = names = substr(s, RSTART, RLENGTH - 1)
		}
		synopsis = ".B \"" roff(s) "\"\n.br\n"
		if (text == "") {
			others = others (others == "" ? "" : ", ") names
			prototypes = prototypes synopsis
			for (i in link) delete link[i]
			return
		}
		page(dir "/" first ".3", names, synopsis, text, "Windows mailslots for Linux")
		for (i in link) {
			printf ".so man3/%s.3\n", link[i] > (dir "/" i ".3")
			close(dir "/" i ".3")
			delete link[i]
		}
	}
	/^#ifdef __cplusplus|^MSW_END/ { text = ""; statement = "" }
	/^MSW_BEGIN|^extern "C"/ { inside = 1; next }
	/^MSW_END|^}/ { if (!body) inside = inside && !/^MSW_END/; body = 0; next }
	/^\/\*/ && statement == "" { text = ""; comment = 1 }
	comment {
		line = $0
		ended = line ~ /\*\//
		sub(/^[ \t]*\/?\*+[ \t]?/, "", line); sub(/^[ \t]+/, "", line); sub(/[ \t]*\*\/[ \t]*$/, "", line)
		text = text roff(line) "\n"
		if (ended) { comment = 0; if (about == "") { about = text; text = "" } if (text ~ /^---/) text = "" }
		next
	}
	/^#|^typedef/ { text = ""; next }
	/^static/ { body = !/}$/; text = ""; next }
	!inside || body || /^[ \t]*$/ { next }
	{ statement = statement (statement == "" ? "" : " ") $0 }
	/;$/ { declared(statement); statement = ""; text = "" }
	END {
		if (others != "")
			page(dir "/" header ".3", others, prototypes, about, "functions of " header)
	}' "$header"
done
