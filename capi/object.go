//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"crypto/rand"
	"math"
	"time"
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/named"
	"mailslot/internal/ntobj"
	"mailslot/win32"
)

// create opens the object called name, or has make make it or find that of
// another process. A name of an object of another kind is 6.
func create[T ntobj.Object](name *C.uint16_t, units, access, inherit C.uint32_t, out *C.uintptr_t, exists *C.uint32_t, make func(key string) (ntobj.Object, bool, errno.Errno)) C.uint32_t {
	key, e := objectKey(name, units)
	if e != errno.Success {
		return code(e)
	}
	if key == "" && inherit != 0 {
		key = secretName()
	}
	h, existed, e := ntobj.Handles.InsertNamed(key, granted(access), flagsOf(inherit), func() (ntobj.Object, bool, errno.Errno) { return make(key) })
	if e != errno.Success {
		return code(e)
	}
	return keep[T](h, existed, out, exists)
}

// secret begins the names of objects without one that another process has: it
// has them by name, like all that two processes share. What is created
// inheritable gets its at once, the rest when it is handed over.
const secret = "\x00"

func secretName() string { return secret + rand.Text() }

// keep hands a handle to C if it leads to the right kind of object.
func keep[T ntobj.Object](h ntobj.Handle, existed bool, out *C.uintptr_t, exists *C.uint32_t) C.uint32_t {
	if _, e := object[T](C.uintptr_t(h)); e != errno.Success {
		ntobj.Handles.Close(h)
		return code(e)
	}
	*out = C.uintptr_t(h)
	if exists != nil {
		*exists = boolean(existed)
	}
	return 0
}

// granted are the rights of a new handle; generic and "whatever is possible"
// are all of them.
func granted(access C.uint32_t) uint32 {
	const generic = ntobj.GenericAll | ntobj.GenericExecute | ntobj.GenericRead | ntobj.GenericWrite | ntobj.MaximumAllowed
	if access == 0 || access&generic != 0 {
		return allAccess
	}
	return uint32(access)
}

// object is the object of a kind behind a handle.
func object[T ntobj.Object](h C.uintptr_t) (o T, e errno.Errno) {
	if entry := ntobj.Handles.Get(handle(h)); entry != nil {
		if o, ok := entry.Object.(T); ok {
			return o, errno.Success
		}
	}
	return o, errno.InvalidHandle
}

//export msgo_object_open
func msgo_object_open(kind C.uint32_t, name *C.uint16_t, units, access, inherit C.uint32_t, out *C.uintptr_t) C.uint32_t {
	key, e := objectKey(name, units)
	if e != errno.Success {
		return code(e)
	}
	if key == "" {
		return code(errno.InvalidParameter)
	}
	h, _, e := ntobj.Handles.InsertNamed(key, granted(access), flagsOf(inherit), func() (ntobj.Object, bool, errno.Errno) {
		return named.Open(key)
	})
	if e != errno.Success {
		return code(e)
	}
	if kindOf(ntobj.Handles.Get(h).Object) != int(kind) {
		ntobj.Handles.Close(h)
		return code(errno.InvalidHandle)
	}
	*out = C.uintptr_t(h)
	return 0
}

//export msgo_event_create
func msgo_event_create(name *C.uint16_t, units, manual, initial, access, inherit C.uint32_t, out *C.uintptr_t, exists *C.uint32_t) C.uint32_t {
	return create[*ntobj.Event](name, units, access, inherit, out, exists, func(key string) (ntobj.Object, bool, errno.Errno) {
		return named.Event(key, manual != 0, initial != 0)
	})
}

//export msgo_section_create
func msgo_section_create(name *C.uint16_t, units C.uint32_t, size C.int64_t, file C.int32_t, access, inherit C.uint32_t, out *C.uintptr_t, exists *C.uint32_t) C.uint32_t {
	return create[*named.Section](name, units, access, inherit, out, exists, func(key string) (ntobj.Object, bool, errno.Errno) {
		return named.NewSection(key, int64(size), int(file))
	})
}

//export msgo_section_fd
func msgo_section_fd(h C.uintptr_t, fd *C.int32_t) C.uint32_t {
	s, e := object[*named.Section](h)
	if e == errno.Success {
		*fd = C.int32_t(s.FD())
	}
	return code(e)
}

//export msgo_event_set
func msgo_event_set(h C.uintptr_t) C.uint32_t { return codeOf(win32.SetEvent(handle(h))) }

//export msgo_event_reset
func msgo_event_reset(h C.uintptr_t) C.uint32_t { return codeOf(win32.ResetEvent(handle(h))) }

//export msgo_event_pulse
func msgo_event_pulse(h C.uintptr_t) C.uint32_t { return codeOf(win32.PulseEvent(handle(h))) }

//export msgo_mutex_create
func msgo_mutex_create(name *C.uint16_t, units, owned, access, inherit C.uint32_t, out *C.uintptr_t, exists *C.uint32_t, tid C.uint32_t) C.uint32_t {
	var owner *ntobj.Thread
	if owned != 0 {
		owner = &threads.get(tid).Thread
	}
	return create[*ntobj.Mutex](name, units, access, inherit, out, exists, func(key string) (ntobj.Object, bool, errno.Errno) {
		return named.Mutex(key, owner)
	})
}

//export msgo_mutex_release
func msgo_mutex_release(h C.uintptr_t, tid C.uint32_t) C.uint32_t {
	m, e := object[*ntobj.Mutex](h)
	if e == errno.Success {
		e = m.Release(&threads.get(tid).Thread)
	}
	return code(e)
}

//export msgo_semaphore_create
func msgo_semaphore_create(name *C.uint16_t, units C.uint32_t, initial, maximum C.int32_t, access, inherit C.uint32_t, out *C.uintptr_t, exists *C.uint32_t) C.uint32_t {
	if initial < 0 || maximum <= 0 || initial > maximum {
		return code(errno.InvalidParameter)
	}
	return create[*ntobj.Semaphore](name, units, access, inherit, out, exists, func(key string) (ntobj.Object, bool, errno.Errno) {
		return named.Semaphore(key, int32(initial), int32(maximum))
	})
}

//export msgo_semaphore_release
func msgo_semaphore_release(h C.uintptr_t, count C.int32_t, previous *C.int32_t) C.uint32_t {
	s, e := object[*ntobj.Semaphore](h)
	if e != errno.Success {
		return code(e)
	}
	before, e := s.Release(int32(count))
	if e == errno.Success && previous != nil {
		*previous = C.int32_t(before)
	}
	return code(e)
}

//export msgo_timer_create
func msgo_timer_create(name *C.uint16_t, units, manual, access, inherit C.uint32_t, out *C.uintptr_t, exists *C.uint32_t) C.uint32_t {
	return create[*ntobj.Timer](name, units, access, inherit, out, exists, func(key string) (ntobj.Object, bool, errno.Errno) {
		return named.Timer(key, manual != 0)
	})
}

// tick is the unit of Windows' times, and epoch the seconds from 1601 to 1970.
const (
	tick  = 100 * time.Nanosecond
	epoch = 11644473600
)

//export msgo_timer_set
func msgo_timer_set(h C.uintptr_t, due C.int64_t, period C.int32_t, routine unsafe.Pointer, argument C.uintptr_t, tid C.uint32_t) C.uint32_t {
	t, e := object[*ntobj.Timer](h)
	if e != errno.Success {
		return code(e)
	}
	var caller *ntobj.Thread
	if routine != nil {
		caller = &threads.get(tid).Thread
	}
	t.Set(delay(int64(due)), time.Duration(max(0, period))*time.Millisecond, caller, func() any {
		now := uint64(time.Now().UnixNano())/100 + epoch*1e7
		return C.struct_msgo_apc{
			routine: routine, a: argument, kind: C.MSGO_APC_TIMER,
			b: C.uintptr_t(uint32(now)), c: C.uintptr_t(now >> 32),
		}
	})
	return 0
}

// delay is how far away a due time is: relative if negative, else a FILETIME.
func delay(due int64) time.Duration {
	if due <= 0 {
		ticks := uint64(-due) // also of the least, of which -due is itself
		return time.Duration(min(ticks, uint64(math.MaxInt64/tick))) * tick
	}
	at := time.Unix(due/1e7-epoch, due%1e7*100)
	return max(0, time.Until(at))
}

//export msgo_timer_cancel
func msgo_timer_cancel(h C.uintptr_t) C.uint32_t {
	t, e := object[*ntobj.Timer](h)
	if e == errno.Success {
		t.Cancel()
	}
	return code(e)
}
