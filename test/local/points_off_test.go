//go:build linux && !(mailslot_hooks && crashpoints)

package local

// installPoints does nothing in a build without hooks.
func installPoints() {}
