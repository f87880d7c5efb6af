// Package load drives one transport through one measurement in one process,
// or in a few of its own children: the Go side of what bench/peers/harness.c
// is for the transports written in C. Both take the same arguments and print
// the same "key value" lines.
package load
