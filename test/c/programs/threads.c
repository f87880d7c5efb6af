/* What threads leave behind, and waiting for a variable. */
#include <windows.h>
#include <stdio.h>

static LONG left, ready;

static VOID WINAPI Leave(PVOID value) { InterlockedExchangeAdd(&left, (LONG)(LONG_PTR)value); }

static DWORD WINAPI Worker(LPVOID index)
{
	FlsSetValue((DWORD)(DWORD_PTR)index, (PVOID)(LONG_PTR)7);
	InterlockedExchange(&ready, 1);
	WakeByAddressAll(&ready);
	return (DWORD)(DWORD_PTR)FlsGetValue((DWORD)(DWORD_PTR)index);
}

int main(void)
{
	LONG no = 0;
	DWORD code = 0, index = FlsAlloc(Leave);
	HANDLE thread;
	BYTE same = 5;
	printf("%d ", !WaitOnAddress(&same, &same, sizeof same, 10) && GetLastError() == ERROR_TIMEOUT);
	printf("%d ", !WaitOnAddress(&same, &same, 3, 10) && GetLastError() == ERROR_INVALID_PARAMETER);
	thread = CreateThread(NULL, 0, Worker, (LPVOID)(DWORD_PTR)index, 0, NULL);
	while (!*(volatile LONG *)&ready)
		WaitOnAddress(&ready, &no, sizeof no, INFINITE);
	WaitForSingleObject(thread, INFINITE);
	GetExitCodeThread(thread, &code);
	FlsSetValue(index, (PVOID)(LONG_PTR)30);
	while (*(volatile LONG *)&left < 7) /* the handle is signaled a little before */
		Sleep(1);
	printf("%d %d ", (int)code, FlsFree(index));
	printf("%d %d\n", (int)left, FlsGetValue(index) == NULL);
	CloseHandle(thread);
	return 0;
}
