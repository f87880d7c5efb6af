/* CString: a string that formats, compares and cuts itself. */
#ifndef MSW_ATLSTR_H
#define MSW_ATLSTR_H
#ifndef __cplusplus
#error atlstr.h is for C++
#endif

#include "windows.h"
#include "tchar.h"
#include <wctype.h>

/* What differs between the two widths. */
struct msw_narrow {
	typedef char type;
	typedef wchar_t other;
	static size_t length(const char *s) { return strlen(s); }
	static int compare(const char *a, const char *b) { return strcmp(a, b); }
	static int compare_case(const char *a, const char *b) { return _stricmp(a, b); }
	static const char *find(const char *s, const char *part) { return strstr(s, part); }
	static int measure(const char *format, va_list args) { return _vscprintf(format, args); }
	static int print(char *to, size_t size, const char *format, va_list args) { return vsprintf_s(to, size, format, args); }
	static int convert(const wchar_t *from, char *to, int size) { return WideCharToMultiByte(CP_ACP, 0, from, -1, to, size, NULL, NULL); }
	static char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
	static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
};
struct msw_wide {
	typedef wchar_t type;
	typedef char other;
	static size_t length(const wchar_t *s) { return wcslen(s); }
	static int compare(const wchar_t *a, const wchar_t *b) { return wcscmp(a, b); }
	static int compare_case(const wchar_t *a, const wchar_t *b) { return _wcsicmp(a, b); }
	static const wchar_t *find(const wchar_t *s, const wchar_t *part) { return wcsstr(s, part); }
	static int measure(const wchar_t *format, va_list args) { return _vscwprintf(format, args); }
	static int print(wchar_t *to, size_t size, const wchar_t *format, va_list args) { return vswprintf_s(to, size, format, args); }
	static int convert(const char *from, wchar_t *to, int size) { return MultiByteToWideChar(CP_ACP, 0, from, -1, to, size); }
	static wchar_t upper(wchar_t c) { return static_cast<wchar_t>(towupper(static_cast<wint_t>(c))); }
	static wchar_t lower(wchar_t c) { return static_cast<wchar_t>(towlower(static_cast<wint_t>(c))); }
};

template <class T> class CStringT {
	typedef typename T::type C;
	C *text_;
	int length_, room_;

	void reserve(int n)
	{
		if (text_ && n <= room_)
			return;
		C *bigger = static_cast<C *>(realloc(text_, (static_cast<size_t>(n) + 1) * sizeof(C)));
		if (!bigger)
			abort();
		text_ = bigger;
		room_ = n;
	}
	void set(const C *s, int n)
	{
		if (s && text_ && s >= text_ && s <= text_ + length_) { /* a part of itself */
			memmove(text_, s, static_cast<size_t>(n) * sizeof(C));
		} else {
			reserve(n);
			if (n)
				memcpy(text_, s, static_cast<size_t>(n) * sizeof(C));
		}
		text_[length_ = n] = 0;
	}
	static int count(const C *s) { return s ? static_cast<int>(T::length(s)) : 0; }

public:
	typedef C XCHAR;
	CStringT() : text_(0), length_(0), room_(0) { set(0, 0); }
	CStringT(const CStringT &s) : text_(0), length_(0), room_(0) { set(s.text_, s.length_); }
	CStringT(const C *s) : text_(0), length_(0), room_(0) { set(s, count(s)); }
	CStringT(const C *s, int n) : text_(0), length_(0), room_(0) { set(s, n); }
	explicit CStringT(C c, int n = 1) : text_(0), length_(0), room_(0)
	{
		set(0, 0);
		while (n-- > 0)
			Append(&c, 1);
	}
	CStringT(const typename T::other *s) : text_(0), length_(0), room_(0)
	{
		int n = s ? T::convert(s, NULL, 0) : 0;
		reserve(n);
		if (n)
			T::convert(s, text_, n);
		text_[length_ = n ? n - 1 : 0] = 0;
	}
	~CStringT() { free(text_); }
	CStringT &operator=(const CStringT &s) { if (this != &s) set(s.text_, s.length_); return *this; }
	CStringT &operator=(const C *s) { set(s, count(s)); return *this; }
	operator const C *() const { return text_; }
	const C *GetString() const { return text_; }

	int GetLength() const { return length_; }
	bool IsEmpty() const { return !length_; }
	void Empty() { set(0, 0); }
	C GetAt(int i) const { return text_[i]; }
	void SetAt(int i, C c) { text_[i] = c; }
	C operator[](int i) const { return text_[i]; }
	C *GetBuffer(int n = 0) { reserve(n > length_ ? n : length_); return text_; }
	C *GetBufferSetLength(int n) { reserve(n); text_[length_ = n] = 0; return text_; }
	void ReleaseBuffer(int n = -1) { text_[length_ = n < 0 ? count(text_) : n] = 0; }

	void Append(const C *s, int n)
	{
		CStringT copy(s, n);
		reserve(length_ + n);
		memcpy(text_ + length_, copy.text_, (static_cast<size_t>(n) + 1) * sizeof(C));
		length_ += n;
	}
	void Append(const C *s) { Append(s, count(s)); }
	void AppendChar(C c) { Append(&c, 1); }
	CStringT &operator+=(const CStringT &s) { Append(s.text_, s.length_); return *this; }
	CStringT &operator+=(const C *s) { Append(s); return *this; }
	CStringT &operator+=(C c) { Append(&c, 1); return *this; }
	friend CStringT operator+(CStringT a, const CStringT &b) { return a += b; }
	friend CStringT operator+(CStringT a, const C *b) { return a += b; }
	friend CStringT operator+(CStringT a, C b) { return a += b; }
	friend CStringT operator+(const C *a, const CStringT &b) { return CStringT(a) += b; }

	int Compare(const C *s) const { return T::compare(text_, s); }
	int CompareNoCase(const C *s) const { return T::compare_case(text_, s); }
	friend bool operator==(const CStringT &a, const CStringT &b) { return !a.Compare(b.text_); }
	friend bool operator==(const CStringT &a, const C *b) { return !a.Compare(b); }
	friend bool operator==(const C *a, const CStringT &b) { return !b.Compare(a); }
	friend bool operator!=(const CStringT &a, const CStringT &b) { return a.Compare(b.text_) != 0; }
	friend bool operator!=(const CStringT &a, const C *b) { return a.Compare(b) != 0; }
	friend bool operator<(const CStringT &a, const CStringT &b) { return a.Compare(b.text_) < 0; }

	int Find(const C *part, int from = 0) const
	{
		const C *found = from > length_ ? 0 : T::find(text_ + from, part);
		return found ? static_cast<int>(found - text_) : -1;
	}
	int Find(C c, int from = 0) const
	{
		for (int i = from; i < length_; i++)
			if (text_[i] == c)
				return i;
		return -1;
	}
	int ReverseFind(C c) const
	{
		int i = length_;
		while (i-- > 0 && text_[i] != c)
			;
		return i;
	}
	CStringT Mid(int from, int n) const
	{
		from = from < 0 ? 0 : from > length_ ? length_ : from;
		n = n < 0 ? 0 : n > length_ - from ? length_ - from : n;
		return CStringT(text_ + from, n);
	}
	CStringT Mid(int from) const { return Mid(from, length_); }
	CStringT Left(int n) const { return Mid(0, n); }
	CStringT Right(int n) const { return Mid(length_ - (n < length_ ? n : length_), n); }
	int Delete(int from, int n = 1)
	{
		CStringT rest(Mid(from + n));
		set(text_, from < length_ ? from : length_);
		*this += rest;
		return length_;
	}
	int Insert(int at, const C *s)
	{
		*this = Left(at) + s + Mid(at);
		return length_;
	}
	int Replace(const C *old, const C *fresh)
	{
		int n = 0, at = 0, size = count(old);
		for (; size && (at = Find(old, at)) >= 0; n++, at += count(fresh))
			*this = Left(at) + fresh + Mid(at + size);
		return n;
	}
	CStringT &MakeUpper() { for (int i = 0; i < length_; i++) text_[i] = T::upper(text_[i]); return *this; }
	CStringT &MakeLower() { for (int i = 0; i < length_; i++) text_[i] = T::lower(text_[i]); return *this; }
	static bool blank(C c) { return c == ' ' || (c >= 9 && c <= 13); }
	CStringT &TrimLeft() { int i = 0; while (i < length_ && blank(text_[i])) i++; set(text_ + i, length_ - i); return *this; }
	CStringT &TrimRight() { int n = length_; while (n && blank(text_[n - 1])) n--; set(text_, n); return *this; }
	CStringT &Trim() { TrimRight(); return TrimLeft(); }
	/* A set of characters, or the one. */
	static bool among(C c, const C *set) { while (*set && *set != c) set++; return *set != 0; }
	CStringT &TrimLeft(const C *drop) { int i = 0; while (i < length_ && among(text_[i], drop)) i++; set(text_ + i, length_ - i); return *this; }
	CStringT &TrimRight(const C *drop) { int n = length_; while (n && among(text_[n - 1], drop)) n--; set(text_, n); return *this; }
	CStringT &Trim(const C *drop) { TrimRight(drop); return TrimLeft(drop); }
	CStringT &TrimLeft(C c) { const C drop[] = {c, 0}; return TrimLeft(drop); }
	CStringT &TrimRight(C c) { const C drop[] = {c, 0}; return TrimRight(drop); }
	CStringT &Trim(C c) { const C drop[] = {c, 0}; return Trim(drop); }
	int FindOneOf(const C *set) const { for (int i = 0; i < length_; i++) if (among(text_[i], set)) return i; return -1; }
	CStringT SpanExcluding(const C *set) const { int n = FindOneOf(set); return n < 0 ? *this : Left(n); }
	CStringT SpanIncluding(const C *set) const { int n = 0; while (n < length_ && among(text_[n], set)) n++; return Left(n); }
	int Remove(C c)
	{
		int kept = 0, before = length_;
		for (int i = 0; i < before; i++)
			if (text_[i] != c)
				text_[kept++] = text_[i];
		set(text_, kept);
		return before - kept;
	}
	int Replace(C old, C fresh) { int n = 0; for (int i = 0; i < length_; i++) if (text_[i] == old) text_[i] = fresh, n++; return n; }
	CStringT &MakeReverse() { for (int i = 0; i < length_ / 2; i++) { C c = text_[i]; text_[i] = text_[length_ - 1 - i]; text_[length_ - 1 - i] = c; } return *this; }
	/* The next part between separators; from is where to go on, -1 at the end. */
	CStringT Tokenize(const C *separators, int &from) const
	{
		int begin = from;
		while (begin >= 0 && begin < length_ && among(text_[begin], separators))
			begin++;
		if (begin < 0 || begin >= length_) {
			from = -1;
			return CStringT();
		}
		int end = begin;
		while (end < length_ && !among(text_[end], separators))
			end++;
		from = end < length_ ? end + 1 : length_;
		return Mid(begin, end - begin);
	}

	void FormatV(const C *format, va_list args)
	{
		va_list again;
		__builtin_va_copy(again, args);
		int n = T::measure(format, again);
		va_end(again);
		CStringT made;
		made.reserve(n > 0 ? n : 0);
		made.length_ = n > 0 ? T::print(made.text_, static_cast<size_t>(n) + 1, format, args) : 0;
		*this = made;
	}
	void Format(const C *format, ...)
	{
		va_list args;
		va_start(args, format);
		FormatV(format, args);
		va_end(args);
	}
	void AppendFormat(const C *format, ...)
	{
		CStringT more;
		va_list args;
		va_start(args, format);
		more.FormatV(format, args);
		va_end(args);
		*this += more;
	}
};

typedef CStringT<msw_narrow> CStringA;
typedef CStringT<msw_wide> CStringW;
#ifdef UNICODE
typedef CStringW CString;
#else
typedef CStringA CString;
#endif

/* CT2A(text) and its like: a conversion that lives as long as the object. */
template <class S, class C> struct msw_conversion : S {
	msw_conversion(const char *s) : S(s) {}
	msw_conversion(const wchar_t *s) : S(s) {}
	template <class A> msw_conversion(const A &s, UINT) : S(s) {}
	operator C *() const { return const_cast<C *>(this->GetString()); }
};
typedef msw_conversion<CStringA, char> CT2A, CW2A, CA2A, CT2CA, CW2CA;
typedef msw_conversion<CStringW, wchar_t> CT2W, CA2W, CW2W, CT2CW, CA2CW;
typedef msw_conversion<CString, TCHAR> CA2T, CW2T, CA2CT, CW2CT;

#include "atlbase.h"

#endif
