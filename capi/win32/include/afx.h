/* What console projects made with the MFC wizard contain: a main that starts
   the library, strings, arrays of strings, times, messages. */
#ifndef __AFX_H__
#define __AFX_H__
#ifndef __cplusplus
#error afx.h is for C++
#endif

#include "atlstr.h"
#include <stdio.h>
#include <time.h>

#define ASSERT(e) ((void)(e))
#define VERIFY(e) ((void)(e))
#define TRACE(...) ((void)0)
#define TRACE0(s) ((void)0)
#define DEBUG_NEW new
#define AFX_IDS_APP_TITLE 0

class CObject {
public:
	virtual ~CObject() {}
};
class CWinApp : public CObject {
public:
	virtual BOOL InitInstance() { return TRUE; }
};

inline BOOL AfxWinInit(HINSTANCE, HINSTANCE, LPTSTR, int) { return TRUE; }
inline int AfxMessageBox(LPCTSTR text, UINT type = MB_OK, UINT = 0) { return MessageBox(NULL, text, TEXT("message"), type); }

class CStringArray : public CObject {
	CString *items_;
	int count_, room_;
	CStringArray(const CStringArray &);
	CStringArray &operator=(const CStringArray &);

public:
	CStringArray() : items_(0), count_(0), room_(0) {}
	~CStringArray() { delete[] items_; }
	int GetSize() const { return count_; }
	int GetCount() const { return count_; }
	bool IsEmpty() const { return !count_; }
	void RemoveAll() { count_ = 0; }
	const CString &GetAt(int i) const { return items_[i]; }
	CString &operator[](int i) { return items_[i]; }
	const CString &operator[](int i) const { return items_[i]; }
	int Add(LPCTSTR text)
	{
		if (count_ == room_) {
			CString *more = new CString[static_cast<size_t>(room_ = room_ * 2 + 4)];
			for (int i = 0; i < count_; i++)
				more[i] = items_[i];
			delete[] items_;
			items_ = more;
		}
		items_[count_] = text;
		return count_++;
	}
};

class CTime {
	time_t at_;
	tm parts() const { time_t at = at_; return *localtime(&at); }

public:
	CTime(time_t at = 0) : at_(at) {}
	static CTime GetCurrentTime() { return CTime(time(0)); }
	time_t GetTime() const { return at_; }
	int GetYear() const { return parts().tm_year + 1900; }
	int GetMonth() const { return parts().tm_mon + 1; }
	int GetDay() const { return parts().tm_mday; }
	int GetHour() const { return parts().tm_hour; }
	int GetMinute() const { return parts().tm_min; }
	int GetSecond() const { return parts().tm_sec; }
	CString Format(LPCTSTR format) const
	{
		TCHAR text[128];
		tm t = parts();
		text[_tcsftime(text, 128, format, &t)] = 0;
		return CString(text);
	}
};

#endif
