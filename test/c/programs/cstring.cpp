// CString and the secure functions with arrays.
#include <atlstr.h>
#include <tchar.h>
#include <stdio.h>
#include <time.h>

int _tmain(int, _TCHAR **)
{
	CString s(_T("mail")), path;
	s += _T("slot");
	path.Format(_T("\\\\%s\\%s\\%d"), _T("."), (LPCTSTR)s, 42);
	path.Replace(_T("42"), _T("forty"));
	_tprintf(_T("%s %d %s\n"), (LPCTSTR)path, path.GetLength(), (LPCTSTR)s.Left(4).MakeUpper());
	_tprintf(_T("%d %d\n"), path.Find(_T("slot")), s == _T("mailslot"));
	HANDLE slot = CreateMailslot(path, 0, 0, NULL);
	_tprintf(_T("%d\n"), slot != INVALID_HANDLE_VALUE);

	TCHAR line[64], *next = NULL;
	_tcscpy_s(line, _countof(line), _T("one,two;three"));
	for (TCHAR *word = _tcstok_s(line, _T(",;"), &next); word; word = _tcstok_s(NULL, _T(",;"), &next))
		_tprintf(_T("<%s>"), word);
	char small[4], number[16];
	errno_t code = strcpy_s(small, "abcd");
	_itoa_s(-255, number, 16);
	printf(" %d %s %zu\n", code, number, strlen(small));
	tm when;
	time_t zero = 0;
	printf("%d\n", localtime_s(&when, &zero));
	return 0;
}
