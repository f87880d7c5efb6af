package local

import (
	"errors"

	"golang.org/x/sys/windows"

	"mailslot/internal/errno"
)

// sysError keeps the number that Windows has answered, with Windows' own
// sentence.
func sysError(what string, err error) error {
	code := errno.GenFailure
	var number windows.Errno
	if errors.As(err, &number) {
		code = errno.Errno(number)
	}
	return errno.New(code, "%s: %w", what, err)
}
