// Package main is the Go side of libmailslot.so: what the C layer in c/ asks
// for by the functions of c/msgo.h, over packages win32 and ntobj. Each
// answers a Win32 code and nothing here knows a thread's last error, a
// character set or a NULL that Windows would forgive: those are C's.
//
// Threads of C are known by their number (gettid): a goroutine is nobody.
package main
