package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"mailslot"
	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// localChecks look at what slots of this computer need.
func localChecks() []check {
	return append([]check{checkDirectory, checkRoundTrip, checkLeftovers}, systemChecks()...)
}

// checkDirectory says where slots live and who meets there.
func checkDirectory(context.Context) []finding {
	const name = "directory"
	dir, err := local.Namespace()
	if err != nil {
		text, advice := errno.Advice(err)
		return []finding{{name, broken, text, advice}}
	}
	if local.MachineWide(dir) {
		return []finding{{name, fine, dir + ", shared by all users of this computer", ""}}
	}
	return []finding{{name, fine, dir + ", private: only slots of one user meet there",
		"for slots between users the machine-wide /run/mailslot is needed: owned by root, mode 1777"}}
}

// checkRoundTrip sends itself a message through a slot with a random name.
func checkRoundTrip(ctx context.Context) []finding {
	const name = "round trip"
	if _, err := local.Namespace(); err != nil {
		return nil // checkDirectory has said it
	}
	took, err := roundTrip(ctx)
	if err != nil {
		return []finding{{name, broken, sentence(err), ""}}
	}
	return []finding{{name, fine, fmt.Sprintf("create, open, write, read and close took %v", took.Round(time.Microsecond)), ""}}
}

// roundTripLimit bounds the wait for a message that has been written already.
const roundTripLimit = 5 * time.Second

func roundTrip(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, roundTripLimit)
	defer cancel()
	start, name := time.Now(), "doctor/"+rand.Text()
	slot, err := mailslot.Listen(name)
	if err != nil {
		return 0, err
	}
	defer slot.Close()
	w, err := mailslot.Dial(name)
	if err != nil {
		return 0, err
	}
	defer w.Close()
	if err := w.WriteMessage([]byte(name)); err != nil {
		return 0, err
	}
	m, err := slot.Receive(ctx)
	if err != nil {
		return 0, err
	}
	if string(m.Data) != name {
		return 0, fmt.Errorf("wrote %q but read %q", name, m.Data)
	}
	return time.Since(start), nil
}

// checkLeftovers counts what killed slots of other users hold on to; those of
// one's own are taken over without a word.
func checkLeftovers(context.Context) []finding {
	const name = "left-overs"
	if _, err := local.Namespace(); err != nil {
		return nil // checkDirectory has said it
	}
	slots, err := local.List("")
	if errors.Is(err, errors.ErrUnsupported) {
		return nil // Wine, which as Windows leaves nothing over
	}
	if err != nil {
		return []finding{{name, broken, sentence(err), ""}}
	}
	var dead []string
	for _, about := range slots {
		if !about.Alive {
			dead = append(dead, bareName(about.Name))
		}
	}
	if len(dead) == 0 {
		return []finding{{name, fine, fmt.Sprintf("none; %d slots are alive", len(slots)), ""}}
	}
	return []finding{{name, warning, fmt.Sprintf("%d of killed owners: %s", len(dead), someOf(dead)),
		"remove them with: mailslot doctor --clean (as root for those of other users)"}}
}

// someOf names the first few.
func someOf(names []string) string {
	const few = 5
	if len(names) > few {
		return strings.Join(names[:few], ", ") + ", ..."
	}
	return strings.Join(names, ", ")
}
