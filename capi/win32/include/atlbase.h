/* CHandle: a handle that closes itself. */
#ifndef __ATLBASE_H__
#define __ATLBASE_H__

#include "atlconv.h"
#include "atlstr.h"

#ifndef ATLASSERT
#include <assert.h>
#define ATLASSERT(e) assert(e)
#define ATLTRACE(...) ((void)0)
#endif

namespace ATL {
class CHandle {
public:
	HANDLE m_h;

	CHandle() : m_h(NULL) {}
	explicit CHandle(HANDLE h) : m_h(h) {}
	CHandle(CHandle &other) : m_h(other.Detach()) {}
	~CHandle() { Close(); }
	CHandle &operator=(CHandle &other)
	{
		if (this != &other) {
			Close();
			m_h = other.Detach();
		}
		return *this;
	}
	operator HANDLE() const { return m_h; }
	void Attach(HANDLE h) { m_h = h; }
	HANDLE Detach() { HANDLE h = m_h; m_h = NULL; return h; }
	void Close() { if (m_h) ::CloseHandle(m_h); m_h = NULL; }
};
}
#ifndef _ATL_NO_AUTOMATIC_NAMESPACE
using namespace ATL;
#endif

#endif
