// Wide text through a narrow slot and back.
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

int main()
{
	const WCHAR *wide = L"\x041f\x0440\x0438\x0432\x0435\x0442, \x4f60\x597d";
	char bytes[64], read[64];
	WCHAR back[64];
	DWORD n;
	int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
	WideCharToMultiByte(CP_UTF8, 0, wide, -1, bytes, sizeof(bytes), NULL, NULL);
	HANDLE slot = CreateMailslotW(L"\\\\.\\mailslot\\\x0441\x043b\x043e\x0442", 0, 0, NULL);
	HANDLE out = CreateFileW(L"\\\\.\\mailslot\\\x0441\x043b\x043e\x0442", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	WriteFile(out, bytes, size, &n, NULL);
	ReadFile(slot, read, sizeof(read), &n, NULL);
	int units = MultiByteToWideChar(CP_UTF8, 0, read, -1, back, 64);
	printf("%d %lu %d %d %s\n", size, n, units, wcscmp(wide, back), read);
	char russian[16];
	n = WideCharToMultiByte(1251, 0, wide, 6, russian, 16, NULL, NULL);
	printf("%lu %02x\n", n, (unsigned char)russian[0]);
	wprintf(L"%s %hs %d\n", wide, "narrow", 7);
	printf("%S %ls\n", wide, wide);
	return 0;
}
