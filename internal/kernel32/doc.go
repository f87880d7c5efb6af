// Package kernel32 is the calls of Windows for mailslots and handles that
// golang.org/x/sys/windows lacks, in its manner. It is empty on other systems.
package kernel32
