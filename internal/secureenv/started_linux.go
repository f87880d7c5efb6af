package secureenv

import (
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// startedPrivileged is the kernel's word of when the program started, which is
// when it got its environment. It knows of file capabilities too, and stays when
// the program has given up its rights.
var startedPrivileged = sync.OnceValue(func() bool {
	aux, err := unix.Auxv()
	if err != nil {
		return os.Getuid() != os.Geteuid() || os.Getgid() != os.Getegid()
	}
	for _, pair := range aux {
		if pair[0] == atSecure {
			return pair[1] != 0
		}
	}
	return false
})

const atSecure = 23 // AT_SECURE of getauxval(3)
