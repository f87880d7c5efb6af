/* Sections 2 and 3: creating and opening. */
#include "check.h"

static void created(void)
{
	HANDLE s, t;
	WORKS("2.1", is_handle(s = server("create", 0, 0)));
	FAILS("2.7", is_handle(t = server("create", 0, 0)), ERROR_ALREADY_EXISTS);
	FAILS("1.9", is_handle(t = server("CREATE", 0, 0)), ERROR_ALREADY_EXISTS);
	FAILS("2.4", put(s, "x"), ERROR_ACCESS_DENIED);
	WORKS("1.10", CloseHandle(s));
	OK("1.10", is_handle(t = server("create", 1, 1)));
	CloseHandle(t);
}

/* Who may open is said at creation. nLength is not looked at. */
static void security(void)
{
	SECURITY_DESCRIPTOR nobody;
	SECURITY_ATTRIBUTES sa = {sizeof sa, NULL, TRUE};
	ACL acl;
	DWORD flags = 9;
	HANDLE s = server("inherit", 0, 0);
	OK("2.6", GetHandleInformation(s, &flags) && flags == 0);
	CloseHandle(s);
	OK("2.6", is_handle(s = CreateMailslotA(slot("inherit"), 0, 0, &sa)));
	OK("2.6", GetHandleInformation(s, &flags) && flags == HANDLE_FLAG_INHERIT);
	CloseHandle(s);
	sa.nLength = 0;
	OK("2.6", is_handle(s = CreateMailslotA(slot("inherit"), 0, 0, &sa)) && CloseHandle(s));
	OK("2.6", InitializeSecurityDescriptor(&nobody, SECURITY_DESCRIPTOR_REVISION) && InitializeAcl(&acl, sizeof acl, ACL_REVISION) && SetSecurityDescriptorDacl(&nobody, TRUE, &acl, FALSE));
	sa.lpSecurityDescriptor = &nobody;
	OK("2.6", is_handle(s = CreateMailslotA(slot("nobody's"), 0, 0, &sa)));
	if (is_handle(s))
		CloseHandle(s);
}

void creating(void)
{
	created();
	security();
}

static HANDLE open_as(const char *name, DWORD access, DWORD share, DWORD disposition, DWORD flags)
{
	return CreateFileA(slot(name), access, share, NULL, disposition, flags, NULL);
}
#define BOTH (FILE_SHARE_READ | FILE_SHARE_WRITE)
#define WRITERS BOTH, OPEN_EXISTING, 0

/* A slot that is not there is the answer before anything but the disposition. */
static void missing(void)
{
	DWORD disposition;
	for (disposition = CREATE_NEW; disposition <= TRUNCATE_EXISTING; disposition++)
		FAILS("3.1", is_handle(open_as("nobody", GENERIC_WRITE, FILE_SHARE_READ, disposition, 0)), ERROR_FILE_NOT_FOUND);
	FAILS("3.1", is_handle(open_as("nobody", GENERIC_WRITE, 0, OPEN_EXISTING, 0)), ERROR_FILE_NOT_FOUND);
	FAILS("3.1", is_handle(open_as("nobody", 0, BOTH, OPEN_EXISTING, 0)), ERROR_FILE_NOT_FOUND);
	FAILS("3.1", is_handle(open_as("no\\such\\slot", GENERIC_WRITE, BOTH, OPEN_EXISTING, 0)), ERROR_FILE_NOT_FOUND);
	FAILS("3.2", is_handle(CreateFileA(NULL, GENERIC_WRITE, BOTH, NULL, OPEN_EXISTING, 0, NULL)), ERROR_PATH_NOT_FOUND);
	FAILS("3.2", is_handle(CreateFileA("", GENERIC_WRITE, BOTH, NULL, OPEN_EXISTING, 0, NULL)), ERROR_PATH_NOT_FOUND);
	FAILS("3.4", is_handle(open_as("nobody", GENERIC_WRITE, BOTH, 0, 0)), ERROR_INVALID_PARAMETER);
	FAILS("3.4", is_handle(open_as("nobody", GENERIC_WRITE, BOTH, 6, 0)), ERROR_INVALID_PARAMETER);
}

static void dispositions(HANDLE s)
{
	DWORD disposition;
	HANDLE c = client("open"), d;
	put(c, "kept");
	for (disposition = CREATE_NEW; disposition <= TRUNCATE_EXISTING; disposition++)
		OK("3.4", is_handle(d = open_as("open", GENERIC_WRITE, BOTH, disposition, 0)) && CloseHandle(d));
	OK("3.4", count(s) == 1 && !strcmp(get(s), "kept"));
	SetLastError(UNTOUCHED);
	OK("3.3", is_handle(d = open_as("open", GENERIC_WRITE, WRITERS)) && GetLastError() == 0 && CloseHandle(d));
	SetLastError(UNTOUCHED);
	OK("3.3", is_handle(d = open_as("open", GENERIC_WRITE, BOTH, OPEN_ALWAYS, 0)) && GetLastError() == ERROR_ALREADY_EXISTS && CloseHandle(d));
	CloseHandle(c);
}

static void accesses(HANDLE s)
{
	static const DWORD silent[] = {0, GENERIC_READ, GENERIC_EXECUTE, DELETE, READ_CONTROL, FILE_READ_ATTRIBUTES};
	static const DWORD writing[] = {GENERIC_WRITE, GENERIC_READ | GENERIC_WRITE, GENERIC_ALL, FILE_WRITE_DATA};
	HANDLE c;
	size_t i;
	for (i = 0; i < sizeof silent / sizeof *silent; i++) {
		OK("3.5", is_handle(c = open_as("open", silent[i], WRITERS)));
		FAILS("3.5", put(c, "x"), ERROR_ACCESS_DENIED);
		CloseHandle(c);
	}
	for (i = 0; i < sizeof writing / sizeof *writing; i++) {
		OK("3.5", is_handle(c = open_as("open", writing[i], WRITERS)) && put(c, "x") && !strcmp(get(s), "x"));
		CloseHandle(c);
	}
	OK("3.5", is_handle(c = open_as("open", MAXIMUM_ALLOWED, WRITERS)) && CloseHandle(c));
	OK("3.5", is_handle(c = open_as("open", FILE_APPEND_DATA, WRITERS)));
	WORKS("3.5", put(c, "appended"));
	get(s);
	CloseHandle(c);
}

/* Since Windows Vista the share mode has no effect. */
static void sharing(void)
{
	HANDLE first, second;
	OK("3.6", is_handle(first = open_as("open", GENERIC_WRITE, 0, OPEN_EXISTING, 0)));
	OK("3.6", is_handle(second = open_as("open", GENERIC_WRITE, FILE_SHARE_READ, OPEN_EXISTING, 0)));
	if (is_handle(first))
		CloseHandle(first);
	OK("3.6", is_handle(first = open_as("open", GENERIC_WRITE, FILE_SHARE_READ, OPEN_EXISTING, 0)));
	if (is_handle(first))
		CloseHandle(first);
	CloseHandle(second);
}

static void flags(HANDLE s)
{
	static const DWORD ignored[] = {FILE_ATTRIBUTE_NORMAL, FILE_ATTRIBUTE_READONLY, FILE_FLAG_OVERLAPPED, FILE_FLAG_WRITE_THROUGH,
		FILE_FLAG_NO_BUFFERING, FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_POSIX_SEMANTICS, FILE_FLAG_SEQUENTIAL_SCAN,
		FILE_FLAG_OPEN_REPARSE_POINT, FILE_FLAG_DELETE_ON_CLOSE, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION};
	SECURITY_ATTRIBUTES sa = {sizeof sa, NULL, TRUE};
	HANDLE c;
	DWORD n = 9;
	size_t i;
	for (i = 0; i < sizeof ignored / sizeof *ignored; i++)
		OK("3.8", is_handle(c = open_as("open", GENERIC_WRITE, BOTH, OPEN_EXISTING, ignored[i])) && put(c, "x") && CloseHandle(c) && !strcmp(get(s), "x"));
	c = CreateFileA(slot("open"), GENERIC_WRITE, BOTH, &sa, OPEN_EXISTING, 0, NULL);
	OK("3.9", GetHandleInformation(c, &n) && n == HANDLE_FLAG_INHERIT);
	CloseHandle(c);
	c = client("open");
	OK("3.9", GetHandleInformation(c, &n) && n == 0);
	CloseHandle(c);
}

/* Three hundred clients, and none changes anything for the server. */
static void crowd(HANDLE s)
{
	HANDLE clients[300];
	DWORD next = 9, n = 9, timeout = 9;
	int i, ok = 1;
	for (i = 0; i < 300; i++)
		ok = is_handle(clients[i] = client("open")) && ok;
	OK("3.10", ok);
	OK("3.11", GetMailslotInfo(s, NULL, &next, &n, &timeout) && next == MAILSLOT_NO_MESSAGE && n == 0 && timeout == 0);
	OK("3.10", put(clients[0], "first") && put(clients[299], "last") && !strcmp(get(s), "first") && !strcmp(get(s), "last"));
	for (i = 0; i < 300; i++)
		ok = CloseHandle(clients[i]) && ok;
	OK("3.11", ok && !strcmp(get(s), "?121"));
}

/* Another computer's slot is opened without a look at the network. */
static void remote(void)
{
	HANDLE c;
	OK("11.2", is_handle(c = CreateFileA("\\\\computer\\mailslot\\x", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL)));
	if (is_handle(c))
		CloseHandle(c);
}

void opening(void)
{
	HANDLE s = server("open", 0, 0);
	remote();
	missing();
	dispositions(s);
	accesses(s);
	sharing();
	flags(s);
	crowd(s);
	CloseHandle(s);
}
