/* Structured exceptions as C++ exceptions: a translator is taken and, as there
   are none of the first, never asked. */
#ifndef _INC_EH
#define _INC_EH

#include "winnt.h"

#ifdef __cplusplus
#include <exception>
typedef void (*_se_translator_function)(unsigned code, struct _EXCEPTION_POINTERS *pointers);
static inline _se_translator_function _set_se_translator(_se_translator_function translator) { return (void)translator, (_se_translator_function)0; }
#endif

#endif
