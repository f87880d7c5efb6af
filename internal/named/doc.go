// Package named has events, mutexes, semaphores, timers and sections of memory
// that the processes of one user know by a name.
//
// An object is a file in a directory beside the user's slots; its state is the
// few words of ntobj.State, mapped by every process that has a handle. One lock
// for all objects of the user, held for a few instructions, makes a wait for
// several objects one step, as the dispatcher does inside a process.
//
// All that must end with a process is a lock that the kernel releases with it:
// a shared lock on the object's file says that the process has a handle, and
// one on a byte of it that the process owns the mutex. So a killed process
// leaves neither a name nor an owner behind, and no process numbers are
// compared. Changes are told by a futex; only the death of a mutex's owner and
// the time of a timer are looked for, while somebody waits.
package named
