//go:build !linux

package secureenv

func startedPrivileged() bool { return false }
