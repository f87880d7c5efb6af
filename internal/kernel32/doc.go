// Package kernel32 is the mailslot calls of Windows that
// golang.org/x/sys/windows lacks, in its manner. It is empty on other systems.
package kernel32
