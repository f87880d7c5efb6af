// Package crashpoint names the places where the crash lane kills or stops a
// process. In a normal build Here is empty and compiled away.
//
// Built with -tags crashpoints, the environment chooses the place:
//
//	MAILSLOT_CRASH=name         kill this process with SIGKILL there
//	MAILSLOT_CRASH=name:stop    stop it with SIGSTOP there instead
//	MAILSLOT_CRASH=name@17      at the 17th passage
//	MAILSLOT_CRASH=?            list every place passed, on standard error, each
//	                            with its 1st, 2nd, 4th, 8th, ... passage
package crashpoint
