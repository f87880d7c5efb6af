#!/bin/sh
# A server and three clients, in ten seconds; what "make demo" shows.
# No root, no daemon, and nothing is left behind.
#
#   mailslot send ──────────┐
#   mailslot send --lines ──┼──> demo\greetings (mailslot listen)
#   win32client ────────────┘
#   mailslot send ──────────────> demo\replies   (win32client)
set -eu
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
server='' client=''
tidy() {
	for pid in $server $client; do kill "$pid" 2>/dev/null || :; done
	rm -rf "$work"
}
trap tidy EXIT
trap 'exit 130' INT TERM

${GO:-go} build -o "$work/" ./cmd/mailslot ./test/demo/win32client
PATH=$work:$PATH
MAILSLOT_DIR=$work/slots # one directory is one computer
export PATH MAILSLOT_DIR

echo "== A server, and three client processes that send to it"
timeout 9 mailslot listen demo/greetings --count 5 --timeout 5s --max-size 400 \
	--format 'server: from process {{.from.pid}} of user {{.from.uid}}, {{.size}} bytes: {{.text}}' &
server=$!

mailslot send demo/greetings --wait 5s "hello from the shell"
printf 'first line\nsecond line\n' | mailslot send demo/greetings --lines
timeout 9 win32client '\\.\mailslot\demo\greetings' '\\.\mailslot\demo\replies' &
client=$!

wait "$server" # it has all five messages
server=''

echo "== GetMailslotInfo after two more clients have written to the third one's slot"
mailslot send demo/replies "a reply"
mailslot send '\\.\mailslot\demo\replies' "and a longer one"
wait "$client"
client=''

echo "== Nothing is left over: the slots have gone with their servers"
mailslot list
