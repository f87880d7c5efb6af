/* The event log, which is no other place than that of OutputDebugString. */
#include "internal.h"
#include <pthread.h>

/* A source is listed as long as it is open: its handle may be used later on. */
struct source {
	struct source *next;
	char name[];
};
static struct source *sources;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Where a source is listed, or the end. The caller holds lock. */
static struct source **place_of(HANDLE log)
{
	struct source **p = &sources;
	while (*p && *p != log)
		p = &(*p)->next;
	return p;
}

EXPORT HANDLE WINAPI RegisterEventSourceA(LPCSTR server, LPCSTR name)
{
	if (server && *server)
		return (HANDLE)(uintptr_t)msw_result(ERROR_NOT_SUPPORTED);
	if (!name || !*name)
		return (HANDLE)(uintptr_t)msw_result(ERROR_INVALID_PARAMETER);
	struct source *s = malloc(sizeof *s + strlen(name) + 1);
	if (!s)
		return (HANDLE)(uintptr_t)msw_result(ERROR_NOT_ENOUGH_MEMORY);
	strcpy(s->name, name);
	pthread_mutex_lock(&lock);
	s->next = sources;
	sources = s;
	pthread_mutex_unlock(&lock);
	return s;
}
EXPORT BOOL WINAPI DeregisterEventSource(HANDLE log)
{
	pthread_mutex_lock(&lock);
	struct source **p = place_of(log), *s = *p;
	if (s)
		*p = s->next;
	pthread_mutex_unlock(&lock);
	free(s);
	return msw_result(s ? ERROR_SUCCESS : ERROR_INVALID_HANDLE);
}

/* The name of a source, to be freed; NULL when it is not open. */
static char *name_of(HANDLE log)
{
	pthread_mutex_lock(&lock);
	struct source *s = *place_of(log);
	char *name = s ? strdup(s->name) : NULL;
	pthread_mutex_unlock(&lock);
	return name;
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
	if (count && !strings)
		return msw_result(ERROR_INVALID_PARAMETER);
	char *name = name_of(log);
	if (!name)
		return msw_result(ERROR_INVALID_HANDLE);
	FILE *to = open_memstream(&line, &n);
	if (!to) {
		free(name);
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	}
	fprintf(to, "%s: %s %u", name, kind_of(type), id & 0xFFFF);
	free(name);
	for (WORD i = 0; i < count; i++)
		fprintf(to, "%s%s", i ? ", " : ": ", strings[i] ? strings[i] : "");
	fputc('\n', to);
	fclose(to);
	OutputDebugStringA(line);
	free(line);
	return TRUE;
}
