//go:build linux

package local

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// helpers are the processes that tests start, by name.
var helpers = map[string]func(args []string) error{
	"token-writer":     tokenWriter,
	"counted-writer":   countedWriter,
	"backlog-reader":   backlogReader,
	"acked-writer":     ackedWriter,
	"heartbeat":        heartbeat,
	"visitor":          visitor,
	"owner":            owner,
	"hog":              hog,
	"clinger":          clinger,
	"forger":           forger,
	"host":             host,
	"child":            child,
	"vandal":           vandal,
	"trap":             trap,
	"whose":            whose,
	"creator":          creator,
	"starved-reader":   starvedReader,
	"flood":            flood,
	"honest":           honestWriter,
	"hostile":          hostile,
	"spinner":          spinner,
	"sandboxed":        sandboxed,
	"without-proc":     withoutProc,
	"without-call":     withoutCall,
	"victim-writer":    victimWriter,
	"victim-reader":    victimReader,
	"server-handle":    serverHandle,
	"contained-writer": containedWriter,
	"contained-host":   containedHost,
	"holes":            holes,
	"flooder":          flooder,
}

const helperVariable = "MAILSLOT_TEST_HELPER"

func TestMain(m *testing.M) {
	installPoints()
	name := os.Getenv(helperVariable)
	if name == "" {
		goleak.VerifyTestMain(m)
		return
	}
	if err := helpers[name](os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}
