// What stands beside the mailslot in a program for a course: settings, drives,
// privileges, services, lists of threads, paths, and keys that nobody pressed.
#include <Windows.h>
#include <tchar.h>
#include <tlhelp32.h>
#include <psapi.h>
#include <stdlib.h>
#include <io.h>
#include <iostream>
using namespace std;

static void settings()
{
	TCHAR dir[MAX_PATH], file[MAX_PATH], value[64];
	GetTempPath(MAX_PATH, dir);
	GetTempFileName(dir, _T("ini"), 0, file);
	WritePrivateProfileString(_T("net"), _T("slot"), _T("jobs"), file);
	WritePrivateProfileString(_T("net"), _T("size"), _T("424"), file);
	WritePrivateProfileString(_T("other"), _T("a"), _T("b"), file);
	WritePrivateProfileString(_T("NET"), _T("Slot"), _T("tasks"), file);
	GetPrivateProfileString(_T("net"), _T("slot"), _T("none"), value, 64, file);
	_tprintf(_T("%s %d"), value, GetPrivateProfileInt(_T("net"), _T("size"), 1, file));
	WritePrivateProfileString(_T("net"), _T("size"), NULL, file);
	_tprintf(_T(" %d"), GetPrivateProfileInt(_T("net"), _T("size"), 1, file));
	WritePrivateProfileString(_T("net"), NULL, NULL, file);
	GetPrivateProfileString(_T("net"), _T("slot"), _T("none"), value, 64, file);
	_tprintf(_T(" %s"), value);
	GetPrivateProfileString(_T("other"), _T("a"), _T("none"), value, 64, file);
	_tprintf(_T(" %s\n"), value);
	DeleteFile(file);
}

static void computer()
{
	TCHAR drives[16], kind[64];
	DWORD serial = 0, longest = 0, n = GetLogicalDriveStrings(16, drives);
	ULARGE_INTEGER mine, total, left;
	_tprintf(_T("%s %d %d"), drives, (int)n, GetDiskFreeSpaceEx(_T("."), &mine, &total, &left) && total.QuadPart >= mine.QuadPart);
	_tprintf(_T(" %d\n"), GetVolumeInformation(_T("C:\\"), NULL, 0, &serial, &longest, &n, kind, 64) && longest > 100);
}

static void rights()
{
	HANDLE token;
	TOKEN_PRIVILEGES tp = {1, {{{0, 0}, SE_PRIVILEGE_ENABLED}}};
	OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token);
	cout << LookupPrivilegeValue(NULL, SE_DEBUG_NAME, &tp.Privileges[0].Luid) << tp.Privileges[0].Luid.LowPart;
	cout << AdjustTokenPrivileges(token, FALSE, &tp, sizeof tp, NULL, NULL);
	cout << (GetLastError() == ERROR_NOT_ALL_ASSIGNED) << endl;
	CloseHandle(token);
}

static VOID WINAPI ServiceMain(DWORD, LPTSTR *) {}
static void services()
{
	TCHAR name[] = _T("Mail");
	SERVICE_TABLE_ENTRY table[] = {{name, ServiceMain}, {NULL, NULL}};
	cout << StartServiceCtrlDispatcher(table) << GetLastError();
	HKEY key;
	cout << " " << RegOpenKeyEx(HKEY_LOCAL_MACHINE, _T("SOFTWARE\\Mail"), 0, KEY_READ, &key) << endl;
}

static void events()
{
	HANDLE log = RegisterEventSource(NULL, _T("Mail"));
	LPCTSTR strings[2] = {_T("Mail"), _T("no slot")};
	cerr << ReportEvent(log, EVENTLOG_ERROR_TYPE, 0, 0xC0020100, NULL, 2, 0, strings, NULL);
	cerr << ReportEvent(log, EVENTLOG_INFORMATION_TYPE, 0, 1, NULL, 0, 0, NULL, NULL);
	cerr << DeregisterEventSource(log) << DeregisterEventSource(NULL);
	cerr << DeregisterEventSource(log) << ReportEvent(log, EVENTLOG_ERROR_TYPE, 0, 1, NULL, 0, 0, NULL, NULL) << endl; // closed already
}

static void lists()
{
	THREADENTRY32 t = {sizeof(THREADENTRY32)};
	PROCESS_MEMORY_COUNTERS memory = {sizeof memory};
	TCHAR self[MAX_PATH], base[MAX_PATH];
	HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
	int mine = 0;
	for (BOOL more = Thread32First(all, &t); more; more = Thread32Next(all, &t))
		mine += t.th32OwnerProcessID == GetCurrentProcessId();
	CloseHandle(all);
	GetModuleFileName(NULL, self, MAX_PATH);
	GetModuleBaseName(GetCurrentProcess(), NULL, base, MAX_PATH);
	cout << (mine > 0) << (GetProcessMemoryInfo(GetCurrentProcess(), &memory, sizeof memory) && memory.WorkingSetSize > 4096);
	cout << (_tcslen(self) > _tcslen(base) && !_tcscmp(self + _tcslen(self) - _tcslen(base), base)) << endl;
}

static void paths()
{
	TCHAR drive[_MAX_DRIVE], dir[_MAX_DIR], name[_MAX_FNAME], ext[_MAX_EXT], whole[_MAX_PATH], little[6];
	_tsplitpath_s(_T("C:\\slots\\jobs.txt"), drive, dir, name, ext);
	_tmakepath_s(whole, drive, dir, name, _T("out"));
	int failed = _tmakepath_s(little, drive, dir, name, ext);
	_tprintf(_T("%s %d %d "), whole, failed, little[0]);
	cout << __max(3, 4L) << __min(1, 2) << endl;
}

int _tmain()
{
	settings(), computer(), rights(), services(), events(), lists(), paths();
	int number = 0;
	bool pressed = (GetAsyncKeyState(VK_ESCAPE) & 0x8000) != 0; // standard input is no keyboard
	cin >> number;
	cout << pressed << number << endl;
	return 0;
}
