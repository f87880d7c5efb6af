/*
 * Wide streams. The system's own turn standard output into a wide stream, after
 * which nothing narrow comes out of it; here wcout and its like write UTF-8
 * through the narrow stream, in order with cout and printf, as wprintf does.
 * With 2-byte wchar_t the C++ library's wide parts are for another width.
 */
#ifndef MSW_STREAMS_H
#define MSW_STREAMS_H
#pragma GCC system_header

#include <cstdio>
#include <cwchar>
#include <iostream>

#include "nowide.h"

#ifdef MSW_NO_WIDE
namespace std {
struct msw_wide_stream_of_4_bytes;
typedef msw_wide_stream_of_4_bytes wios MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wistream MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wostream MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wiostream MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wstringstream MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wistringstream MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wostringstream MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wfstream MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wifstream MSW_NO_WIDE;
typedef msw_wide_stream_of_4_bytes wofstream MSW_NO_WIDE;
extern msw_wide_stream_of_4_bytes &wcin MSW_NO_WIDE;
extern msw_wide_stream_of_4_bytes &wcout MSW_NO_WIDE;
extern msw_wide_stream_of_4_bytes &wcerr MSW_NO_WIDE;
extern msw_wide_stream_of_4_bytes &wclog MSW_NO_WIDE;
}
#else

class msw_wide_stream : public std::wstreambuf {
	std::FILE *file_;

	int_type put(unsigned long c)
	{
		if (c < 0x80)
			return byte(c);
		if (c < 0x800)
			return byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F));
		if (c < 0x10000)
			return byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
		return byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
	}
	int_type byte(unsigned long b) { return std::putc(static_cast<int>(b), file_) == EOF ? traits_type::eof() : 0; }

	/* One character; with peek its bytes go back. */
	int_type get(bool peek)
	{
		int first = std::getc(file_), n = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3, bytes[3];
		if (first == EOF)
			return traits_type::eof();
		unsigned long c = n ? static_cast<unsigned long>(first & (0x3F >> n)) : static_cast<unsigned long>(first);
		for (int i = 0; i < n; i++)
			c = c << 6 | static_cast<unsigned long>((bytes[i] = std::getc(file_)) & 0x3F);
		if (peek) {
			for (int i = n; i-- > 0;)
				std::ungetc(bytes[i], file_);
			std::ungetc(first, file_);
		}
		return static_cast<int_type>(c);
	}

protected:
	virtual int_type overflow(int_type c) { return traits_type::eq_int_type(c, traits_type::eof()) ? 0 : put(static_cast<unsigned long>(c)); }
	virtual int_type underflow() { return get(true); }
	virtual int_type uflow() { return get(false); }
	virtual int_type pbackfail(int_type c)
	{
		return c >= 0 && c < 0x80 && std::ungetc(static_cast<int>(c), file_) != EOF ? c : traits_type::eof();
	}
	virtual int sync() { return std::fflush(file_); }

public:
	explicit msw_wide_stream(std::FILE *file) : file_(file) {}
};

/* They live as long as the streams, which is for ever. */
inline bool msw_use_wide_streams()
{
	std::wcout.rdbuf(new msw_wide_stream(stdout));
	std::wcin.rdbuf(new msw_wide_stream(stdin));
	std::wcerr.rdbuf(new msw_wide_stream(stderr));
	std::wclog.rdbuf(new msw_wide_stream(stderr));
	return true;
}
inline bool msw_wide_streams_once()
{
	static bool done = msw_use_wide_streams();
	return done;
}
static const bool msw_wide_streams __attribute__((unused)) = msw_wide_streams_once();
#endif

#endif
