// Package secureenv reads the environment as secure_getenv(3) does: in a
// program that runs with more rights than the user who started it, nothing is
// set. Every variable that changes what the library does is read through it, or
// whoever starts a set-uid program would choose where its slots live, which
// configuration it believes and whether it listens to the network.
package secureenv

import "os"

// Get is os.Getenv for what may be trusted.
func Get(name string) string {
	if startedPrivileged() {
		return ""
	}
	return os.Getenv(name)
}
