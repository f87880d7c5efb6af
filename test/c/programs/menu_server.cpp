// Polls: counts, keys, and the time-out changed on the way.
#include <windows.h>
#include <iostream>
#include <conio.h>
#include <string>

int main()
{
	SetConsoleOutputCP(1251);
	SetConsoleTitle(TEXT("server"));
	HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
	SetConsoleTextAttribute(out, FOREGROUND_GREEN | FOREGROUND_INTENSITY);
	HANDLE slot = CreateMailslot(TEXT("\\\\.\\mailslot\\menu"), 0, 0, NULL);
	DWORD next, count, timeout, total = 0;
	SetMailslotInfo(slot, 10);
	while (total < 3) {
		if (_kbhit() && _getch() == 'q')
			break;
		if (!GetMailslotInfo(slot, NULL, &next, &count, &timeout))
			return 1;
		if (next == MAILSLOT_NO_MESSAGE) {
			Sleep(5);
			continue;
		}
		std::string text(next, '\0');
		DWORD n = 0;
		ReadFile(slot, &text[0], next, &n, 0);
		std::cout << "[" << text << "] " << n << " of " << next << ", " << timeout << std::endl;
		total++;
	}
	system("cls");
	system("pause");
	return 0;
}
