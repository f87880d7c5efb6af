// The string of TCHARs that every project has a typedef for, in each mode.
#include <windows.h>
#include <tchar.h>
#include <stdio.h>
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

typedef std::basic_string<TCHAR> tstring;

int _tmain()
{
	tstring s(_T("abc"));
	s += _T("defghijklmnopqrstuvwxyz");
	s.append(3, _T('!'));
	s = tstring(_T("<")) + s + _T('>');
	std::map<tstring, int> seen;
	seen[s] = 1, seen[_T("zz")] = 2, seen[_T("aa")] = 3;
	std::vector<tstring> order;
	for (std::map<tstring, int>::iterator i = seen.begin(); i != seen.end(); ++i)
		order.push_back(i->first);
	std::sort(order.begin(), order.end(), std::greater<tstring>());
	for (size_t i = 0; i < order.size(); i++)
		_tprintf(_T("%s %d "), order[i].c_str(), (int)order[i].size());
	_tprintf(_T("%d %d %d\n"), (int)s.find(_T("xyz")), (int)s.rfind(_T('!')), s.compare(_T("<abc")) > 0);
	tstring r(s.rbegin(), s.rend());
	r.replace(0, 2, _T("##")).insert(1, _T("--")).erase(5);
	s.clear();
	s.resize(40, _T('z'));
	_tprintf(_T("%s %d %d\n"), r.c_str(), r == _T("#--#!"), s.find_first_not_of(_T('z')) == tstring::npos);
	return 0;
}
