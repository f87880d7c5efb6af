//go:build !linux

package main

// systemChecks are only known for Linux.
func systemChecks() []check { return nil }

func cleanStrays() []finding { return nil }
