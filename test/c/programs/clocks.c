/* Clocks, system values, memory. */
#include <windows.h>
#include <stdio.h>
#include <time.h>

int main(void)
{
	LARGE_INTEGER frequency, a, b;
	SYSTEMTIME now;
	SYSTEM_INFO info;
	DWORD before = GetTickCount();
	HGLOBAL block = GlobalAlloc(GHND, 100);
	char *p = GlobalLock(block), *heap = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 50);
	clock_t start = clock();
	QueryPerformanceFrequency(&frequency);
	QueryPerformanceCounter(&a);
	Sleep(20);
	QueryPerformanceCounter(&b);
	GetLocalTime(&now);
	GetSystemInfo(&info);
	printf("%d %d %d\n", b.QuadPart > a.QuadPart, GetTickCount() - before >= 19, frequency.QuadPart > 0);
	printf("%d %d %d\n", now.wYear > 2020, info.dwNumberOfProcessors > 0, clock() - start >= 19 * CLOCKS_PER_SEC / 1000);
	printf("%d %d %d\n", p && !p[99], heap && !heap[49], GlobalSize(block) >= 100);
	GlobalUnlock(block);
	printf("%d %d\n", GlobalFree(block) == NULL, HeapFree(GetProcessHeap(), 0, heap));
	return 0;
}
