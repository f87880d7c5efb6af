/* Lengths of names on the network. */
#ifndef _LMCONS_
#define _LMCONS_

#include "windows.h"

#define CNLEN 15
#define DNLEN CNLEN
#define UNLEN 256
#define GNLEN UNLEN
#define PWLEN 256
#define MAX_PREFERRED_LENGTH ((DWORD)-1)
#define NERR_Success 0
typedef DWORD NET_API_STATUS;

#endif
