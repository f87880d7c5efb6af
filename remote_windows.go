package mailslot

import (
	"context"

	"mailslot/internal/local"
)

// remote is a client handle on the slots of other computers. The redirector of
// the system sends, where remote mailslots are switched on.
type remote struct {
	*local.Writer
	name Name
}

func dialRemote(n Name) (handle, error) {
	w, err := local.DialRemote(n.String())
	if err != nil {
		return nil, err
	}
	return remote{w, n}, nil
}

func (r remote) Write(p []byte) error {
	if err := fits(r.name, len(p)); err != nil {
		return err
	}
	return r.Writer.Write(p)
}

func (remote) Info() (local.Info, error) { return local.Info{}, errRemoteInfo }

func (r remote) WriteContext(_ context.Context, p []byte) error { return r.Write(p) }
