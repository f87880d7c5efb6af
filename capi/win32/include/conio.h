/* The keyboard and screen of a console. Without a terminal, input comes from
   standard input as it is. */
#ifndef _INC_CONIO
#define _INC_CONIO

#include "msw/crt.h"

MSW_BEGIN
int _getch(void);
int _getche(void);
int _kbhit(void);
int _ungetch(int c);
int _putch(int c);
int _cputs(const char *text);
int _cprintf(const char *format, ...);
int _cprintf_s(const char *format, ...);
int _cscanf(const char *format, ...);
char *_cgets(char *buffer);
int _cgets_s(char *buffer, size_t size, size_t *read);
wint_t _getwch(void) MSW_W(_getwch);
wint_t _getwche(void) MSW_W(_getwche);
wint_t _putwch(wchar_t c) MSW_W(_putwch);
int _cputws(const wchar_t *text) MSW_W(_cputws);
int _cwprintf(const wchar_t *format, ...) MSW_W(_cwprintf);
int getch(void);
int getche(void);
int kbhit(void);
int putch(int c);
int ungetch(int c);
int cputs(const char *text);
int cprintf(const char *format, ...);
int cscanf(const char *format, ...);
void clrscr(void);
void gotoxy(int x, int y);
MSW_END

#endif
