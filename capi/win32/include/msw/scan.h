/*
 * scanf: a DWORD that %lu fills has 32 bits, a long that %ld fills has 64 where
 * the system's long has. The library is told which arguments point to longs; all
 * others are filled as on the other side.
 */
#ifndef MSW_SCAN_H
#define MSW_SCAN_H
#pragma GCC system_header /* C++98 has no "..." of templates, but the compilers do */

#ifndef __cplusplus

#define MSW_IS_LONG(p) ((unsigned)(__builtin_types_compatible_p(__typeof__((p) + 0), long *) || __builtin_types_compatible_p(__typeof__((p) + 0), unsigned long *) || \
	__builtin_types_compatible_p(__typeof__((p) + 0), volatile long *) || __builtin_types_compatible_p(__typeof__((p) + 0), volatile unsigned long *)))
#define MSW_LONGS_1(a) MSW_IS_LONG(a)
#define MSW_LONGS_2(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_1(__VA_ARGS__) << 1)
#define MSW_LONGS_3(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_2(__VA_ARGS__) << 1)
#define MSW_LONGS_4(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_3(__VA_ARGS__) << 1)
#define MSW_LONGS_5(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_4(__VA_ARGS__) << 1)
#define MSW_LONGS_6(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_5(__VA_ARGS__) << 1)
#define MSW_LONGS_7(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_6(__VA_ARGS__) << 1)
#define MSW_LONGS_8(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_7(__VA_ARGS__) << 1)
#define MSW_LONGS_9(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_8(__VA_ARGS__) << 1)
#define MSW_LONGS_10(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_9(__VA_ARGS__) << 1)
#define MSW_LONGS_11(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_10(__VA_ARGS__) << 1)
#define MSW_LONGS_12(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_11(__VA_ARGS__) << 1)
#define MSW_LONGS_13(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_12(__VA_ARGS__) << 1)
#define MSW_LONGS_14(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_13(__VA_ARGS__) << 1)
#define MSW_LONGS_15(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_14(__VA_ARGS__) << 1)
#define MSW_LONGS_16(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_15(__VA_ARGS__) << 1)
#define MSW_LONGS_17(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_16(__VA_ARGS__) << 1)
#define MSW_LONGS_18(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_17(__VA_ARGS__) << 1)
#define MSW_LONGS_19(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_18(__VA_ARGS__) << 1)
#define MSW_LONGS_20(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_19(__VA_ARGS__) << 1)
#define MSW_LONGS_21(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_20(__VA_ARGS__) << 1)
#define MSW_LONGS_22(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_21(__VA_ARGS__) << 1)
#define MSW_LONGS_23(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_22(__VA_ARGS__) << 1)
#define MSW_LONGS_24(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_23(__VA_ARGS__) << 1)
#define MSW_LONGS_25(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_24(__VA_ARGS__) << 1)
#define MSW_LONGS_26(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_25(__VA_ARGS__) << 1)
#define MSW_LONGS_27(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_26(__VA_ARGS__) << 1)
#define MSW_LONGS_28(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_27(__VA_ARGS__) << 1)
#define MSW_LONGS_29(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_28(__VA_ARGS__) << 1)
#define MSW_LONGS_30(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_29(__VA_ARGS__) << 1)
#define MSW_LONGS_31(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_30(__VA_ARGS__) << 1)
#define MSW_LONGS_32(a, ...) (MSW_IS_LONG(a) | MSW_LONGS_31(__VA_ARGS__) << 1)
#define MSW_LONGS_more(...) 0u /* so many are filled as on the other side */
#define MSW_SCAN_NTH(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63, a64, n, ...) n
#define MSW_SCAN_COUNT(...) MSW_SCAN_NTH(__VA_ARGS__, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, more, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define MSW_SCAN_JOIN_(a, b) a##b
#define MSW_SCAN_JOIN(a, b) MSW_SCAN_JOIN_(a, b)
#define MSW_SCAN(name, before, ...) (msw_scan_longs(MSW_SCAN_JOIN(MSW_LONGS_, MSW_SCAN_COUNT(__VA_ARGS__))(__VA_ARGS__) >> before), name(__VA_ARGS__))
#undef wscanf
#undef fwscanf
#undef swscanf
#define scanf(...) MSW_SCAN(msw_scanf, 1, __VA_ARGS__)
#define fscanf(...) MSW_SCAN(msw_fscanf, 2, __VA_ARGS__)
#define sscanf(...) MSW_SCAN(msw_sscanf, 2, __VA_ARGS__)
#define scanf_s(...) MSW_SCAN(scanf_s, 1, __VA_ARGS__)
#define fscanf_s(...) MSW_SCAN(fscanf_s, 2, __VA_ARGS__)
#define sscanf_s(...) MSW_SCAN(sscanf_s, 2, __VA_ARGS__)
#define wscanf(...) MSW_SCAN(msw_wscanf, 1, __VA_ARGS__)
#define fwscanf(...) MSW_SCAN(msw_fwscanf, 2, __VA_ARGS__)
#define swscanf(...) MSW_SCAN(msw_swscanf, 2, __VA_ARGS__)
#define wscanf_s(...) MSW_SCAN(wscanf_s, 1, __VA_ARGS__)
#define fwscanf_s(...) MSW_SCAN(fwscanf_s, 2, __VA_ARGS__)
#define swscanf_s(...) MSW_SCAN(swscanf_s, 2, __VA_ARGS__)

#else

extern "C++" {
template <class A> struct msw_long_pointer { enum { value = 0 }; };
template <> struct msw_long_pointer<long *> { enum { value = 1 }; };
template <> struct msw_long_pointer<unsigned long *> { enum { value = 1 }; };
template <> struct msw_long_pointer<volatile long *> { enum { value = 1 }; };
template <> struct msw_long_pointer<volatile unsigned long *> { enum { value = 1 }; };
inline unsigned msw_longs_of(unsigned) { return 0; }
template <class A, class... B> inline unsigned msw_longs_of(unsigned bit, A, B... b) { return bit * msw_long_pointer<A>::value | msw_longs_of(bit << 1, b...); }

/* A template is chosen before what has an ellipsis, which is what it calls. */
#define MSW_SCAN(name, function, from, parameters, arguments) \
	template <class A, class... B> inline int name(MSW_SCAN_LIST parameters, A a, B... b) \
	{ \
		int (*plain)(MSW_SCAN_LIST from, ...) = function; \
		msw_scan_longs(msw_longs_of(1, a, b...)); \
		return plain(MSW_SCAN_LIST arguments, a, b...); \
	}
#define MSW_SCAN_LIST(...) __VA_ARGS__
#define MSW_SCAN_INPUT(name, function, letter) MSW_SCAN(name, function, (const letter *), (const letter *format), (format))
#define MSW_SCAN_FROM(name, function, source, letter) MSW_SCAN(name, function, (source *, const letter *), (source *from, const letter *format), (from, format))
MSW_SCAN_INPUT(scanf, msw_scanf, char)
MSW_SCAN_FROM(fscanf, msw_fscanf, FILE, char)
MSW_SCAN_FROM(sscanf, msw_sscanf, const char, char)
MSW_SCAN_INPUT(scanf_s, scanf_s, char)
MSW_SCAN_FROM(fscanf_s, fscanf_s, FILE, char)
MSW_SCAN_FROM(sscanf_s, sscanf_s, const char, char)
MSW_SCAN_INPUT(msw_wscanf, msw_wscanf, wchar_t)
MSW_SCAN_FROM(msw_fwscanf, msw_fwscanf, FILE, wchar_t)
MSW_SCAN_FROM(msw_swscanf, msw_swscanf, const wchar_t, wchar_t)
MSW_SCAN_INPUT(wscanf_s, wscanf_s, wchar_t)
MSW_SCAN_FROM(fwscanf_s, fwscanf_s, FILE, wchar_t)
MSW_SCAN_FROM(swscanf_s, swscanf_s, const wchar_t, wchar_t)
#undef MSW_SCAN
#undef MSW_SCAN_LIST
#undef MSW_SCAN_INPUT
#undef MSW_SCAN_FROM
}

#endif
#endif
