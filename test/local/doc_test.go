//go:build linux

// Package local holds the lanes of the local transport that need several
// processes: order, exact counts, writers killed, readers stopped, hostile
// clients, failing system calls, other users.
//
// Each test is the server or the judge; the other processes are this test
// binary again, started as one of the helpers of main_test.go. Tests and
// helpers talk in lines over pipes, never over the transport under test.
// Every test has a namespace directory of its own: one directory, one computer.
package local
