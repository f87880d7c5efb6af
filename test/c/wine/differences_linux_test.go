package wine

// A difference is a rule of Windows that Wine 10 does not keep, and the checks
// of test/c/rules that show it. D numbers are those of section 10 of the
// specification that docs/win32-rules.md goes by, O numbers its open points: there
// Wine differs from what we chose, and no source tells what Windows does.
type difference struct {
	number, what string
	checks       []string // each as the program prints it: the rule, then what was tried
}

// differences are all there are: the test fails when another check fails under
// Wine, and when one of these no longer does.
var differences = []difference{
	{"D5", "the maximum size of a slot is not enforced", []string{
		`4.5 WriteFile(c, "123456789", 9, &n, NULL) fails with ERROR_INVALID_PARAMETER`,
		`4.5 n == 0 && count(s) == 2`,
	}},
	{"D7", "share modes count, as up to Windows XP", []string{
		`3.6 is_handle(first = open_as("open", GENERIC_WRITE, 0, OPEN_EXISTING, 0))`,
		`3.6 is_handle(first = open_as("open", GENERIC_WRITE, FILE_SHARE_READ, OPEN_EXISTING, 0))`,
	}},
	{"D8", "the handle of CreateMailslot is synchronous: an overlapped read blocks", []string{
		`2.5 asynchronous`,
	}},
	{"D9", "CreateMailslot makes no inheritable handle", []string{
		`2.6 GetHandleInformation(s, &flags) && flags == HANDLE_FLAG_INHERIT`,
	}},
	{"D10", "GetMailslotInfo does not work through a client", []string{
		`6.5 GetMailslotInfo(c, &max, &next, &n, &timeout) && max == 100 && next == 0 && n == 2`,
	}},
	{"D11", "reading through a client is 5", []string{
		`5.13 ReadFile(c, buffer, 1, &n, NULL) fails with ERROR_INVALID_PARAMETER`,
	}},
	{"D12", "GetFileType leaves 6 as the last error", []string{
		`7 GetFileType(s) == FILE_TYPE_UNKNOWN && GetLastError() == 0`,
	}},
	{"D13", "a client writes into the queue of a slot that is gone", []string{
		`4.11 WriteFile(c, "late", 4, &n, NULL) fails with ERROR_HANDLE_EOF`,
		`4.11 n == 0`,
		`8.3 put(c, "late") fails with ERROR_HANDLE_EOF`,
		`8.4 put(c, "late") fails with ERROR_HANDLE_EOF`,
	}},
	{"D14", "its name is taken as long as clients of it are open", []string{
		`8.4 is_handle(client("orphan")) fails with ERROR_FILE_NOT_FOUND`,
		`8.4 is_handle(again = server("orphan", 0, 0))`,
		`8.4 count(again) == 0`,
	}},
	{"D15", "a path has less than 260 characters", []string{
		`1.7 same(path_of(260), path_of(260))`,
		`1.7 same(path_of(32000), path_of(32000))`,
	}},
	{"D18", "a read of an asynchronous handle that must not wait is pending first, and reports its time-out", []string{
		`9.4 ReadFile(s, buffer, sizeof buffer, &n, &ov) fails with ERROR_SEM_TIMEOUT`,
		`9.4 WaitForSingleObject(ov.hEvent, MOMENT) == WAIT_TIMEOUT`,
		`9.4 ReadFileEx(s, buffer, sizeof buffer, &ov, completed) fails with ERROR_SEM_TIMEOUT`,
		`9.4 SleepEx(MOMENT, TRUE) == 0 && apc_calls == 0`,
		`9.4 ReadFile(s, buffer, sizeof buffer, NULL, &ov) fails with ERROR_SEM_TIMEOUT`,
		`9.4 GetQueuedCompletionStatus(port, &n, &key, &done, MOMENT) fails with WAIT_TIMEOUT`,
		`9.4 done == NULL`,
	}},
	{"D19", "a handle does not tell the slot's name, and a client cannot be waited for", []string{
		`7 GetFileInformationByHandleEx(s, FileNameInfo, &u, sizeof u) && u.name.FileName[0] == '\\'`,
		`7 GetFileInformationByHandleEx(c, FileNameInfo, &u, sizeof u) && u.name.FileNameLength == length`,
		`7 GetFileInformationByHandleEx(s, FileNameInfo, &u, 4 + 3 * sizeof(WCHAR)) fails with ERROR_MORE_DATA`,
		`7.2 WaitForSingleObject(c, 0) == WAIT_OBJECT_0`,
	}},
	{"D20", "FILE_APPEND_DATA alone does not allow writing", []string{
		`3.5 put(c, "appended")`,
	}},
	{"D21", "remote names cannot be opened", []string{
		`11.2 is_handle(c = CreateFileA("\\\\computer\\mailslot\\x", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL))`,
	}},
	{"D22", "somebody who denies everybody access gets no slot", []string{
		`2.6 is_handle(s = CreateMailslotA(slot("nobody's"), 0, 0, &sa))`,
	}},
	{"O4", "SetMailslotInfo through a client is 6", []string{
		`6.7 SetMailslotInfo(c, 5) fails with ERROR_INVALID_PARAMETER`,
	}},
	{"O5", "creating the namespace itself is 183", []string{
		`1.8 CREATE("\\\\.\\mailslot") fails with ERROR_INVALID_NAME`,
		`1.8 CREATE("\\\\.\\mailslot\\") fails with ERROR_INVALID_NAME`,
	}},
	{"O8", "the last close does not end a read that waits", []string{
		`8.7 result(t) == 0x10000 + ERROR_HANDLE_EOF`,
		`9.9 HasOverlappedIoCompleted(&ov) && ov.Internal != 0 && WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0`,
	}},
	{"O9", "SetFilePointer is 66", []string{
		`7 SetFilePointer(s, 0, NULL, FILE_BEGIN) != INVALID_SET_FILE_POINTER fails with ERROR_INVALID_FUNCTION`,
		`7 SetFilePointer(c, 0, NULL, FILE_BEGIN) != INVALID_SET_FILE_POINTER fails with ERROR_INVALID_FUNCTION`,
	}},
	{"6.8", "a file that is no mailslot is 1 for Get- and 6 for SetMailslotInfo; unproven", []string{
		`6.8 GetMailslotInfo(f, NULL, &next, NULL, NULL) fails with ERROR_INVALID_PARAMETER`,
		`6.8 SetMailslotInfo(f, 0) fails with ERROR_INVALID_PARAMETER`,
	}},
	{"9.8", "FILE_SKIP_SET_EVENT_ON_HANDLE does not keep a read from taking the signal, and no mode is unknown; unproven", []string{
		`9.8 (signaled = WaitForSingleObject(s, 0)) == WAIT_OBJECT_0`,
		`9.8 SetFileCompletionNotificationModes(s, 0x40) fails with ERROR_INVALID_PARAMETER`,
	}},
}

// notRun is what the program leaves out where the handle of CreateMailslot is
// synchronous (D8): each of these reads would block. The same checks run with
// the handle of NtCreateMailslotFile.
const notRun = "# not run: section 9 with the handle of CreateMailslot, as 2.5 does not hold\n"
