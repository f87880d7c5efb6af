// Package win32 is the mailslot part of the Windows API on Linux: the
// functions, handles, structures and error numbers of kernel32, in the manner
// of golang.org/x/sys/windows, so that a Go program written for Windows ports
// by changing an import. It also has the mailslot functions, which that
// package lacks.
//
// It behaves as Windows 8 and later do; docs/win32-rules.md lists every rule
// with the test that holds it. What no source proves is decided by a constant
// in unproven.go.
//
// Errors are of type Errno and may be compared with ==. They match the
// standard sentinels too: errors.Is(ERROR_SEM_TIMEOUT, os.ErrDeadlineExceeded).
//
// Handles belong to the process. Any goroutine may use any handle at any time;
// a goroutine is no thread, so CancelIo cancels the reads of all of them.
// Reads and writes that complete at once neither lock nor allocate.
//
// # Environment
//
//   - MAILSLOT_STRICT_SHARING=1 applies the share modes of Windows XP and Wine
//     (rule 3.7) between the handles of this process. Since Windows Vista they
//     have no effect, which is the default here.
//   - MAILSLOT_NETWORK=1 lets the slots that this process creates hear the
//     network, if the daemon runs.
//
// In a program that runs with more rights than who started it none counts.
//
// # On Windows
//
// There every function is the system's own and every type that of
// golang.org/x/sys/windows; what those types' errors match with errors.Is is for
// that package to say, and package mailslot's errors match the same sentinels on
// both systems. The environment has no effect, CancelIo means the calling thread,
// and the C library's functions do not exist.
//
// # For the C library
//
// KindOf, Share, ShareServer, Inherit and InheritServer carry handles between
// processes for libmailslot, which knows the objects behind them; a Go program
// shares a handle with mailslot.Writer.Share.
package win32
