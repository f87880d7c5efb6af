/* The event log, which is no other place than that of OutputDebugString. */
#include "internal.h"

/* The handle of a source is its name. */
EXPORT HANDLE WINAPI RegisterEventSourceA(LPCSTR server, LPCSTR name)
{
	if (server && *server)
		return (HANDLE)(uintptr_t)msw_result(ERROR_NOT_SUPPORTED);
	if (!name || !*name)
		return (HANDLE)(uintptr_t)msw_result(ERROR_INVALID_PARAMETER);
	char *source = strdup(name);
	if (!source)
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return source;
}
EXPORT BOOL WINAPI DeregisterEventSource(HANDLE log)
{
	if (!log)
		return msw_result(ERROR_INVALID_HANDLE);
	free(log);
	return TRUE;
}

static const char *kind_of(WORD type)
{
	switch (type) {
	case EVENTLOG_ERROR_TYPE: return "error";
	case EVENTLOG_WARNING_TYPE: return "warning";
	case EVENTLOG_AUDIT_FAILURE: return "audit failure";
	case EVENTLOG_AUDIT_SUCCESS: return "audit success";
	}
	return "information";
}

/* One line: the source, the kind, the number, and the strings. */
EXPORT BOOL WINAPI ReportEventA(HANDLE log, WORD type, WORD category, DWORD id, PSID user, WORD count, DWORD size, LPCSTR *strings, LPVOID data)
{
	char *line = NULL;
	size_t n = 0;
	(void)category, (void)user, (void)size, (void)data;
	if (!log)
		return msw_result(ERROR_INVALID_HANDLE);
	if (count && !strings)
		return msw_result(ERROR_INVALID_PARAMETER);
	FILE *to = open_memstream(&line, &n);
	if (!to)
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	fprintf(to, "%s: %s %u", (char *)log, kind_of(type), id & 0xFFFF);
	for (WORD i = 0; i < count; i++)
		fprintf(to, "%s%s", i ? ", " : ": ", strings[i] ? strings[i] : "");
	fputc('\n', to);
	fclose(to);
	OutputDebugStringA(line);
	free(line);
	return TRUE;
}
