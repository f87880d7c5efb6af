//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// stillActive is the exit code of a process that runs.
const stillActive = 259

// process is another process, or this one. It is signaled when it has ended.
type process struct {
	ntobj.Header
	pid   int
	watch sync.Once

	ended     bool // guarded by the dispatcher, like the rest
	code      uint32
	killed    bool // by TerminateProcess, which said the code
	suspended bool // since its creation

	door    int // our end of the child's, or -1; see door.go
	handing sync.Mutex
	handed  int    // handles so far; guarded by handing
	said    uint32 // the code that it exits with; guarded by handing
}

// processes are those that handles lead to, by number.
var processes = struct {
	sync.Mutex
	all map[int]*process
}{all: make(map[int]*process)}

func self() int { return os.Getpid() }

// processOf is the object of a process; there is one for all handles.
func processOf(pid int) *process {
	processes.Lock()
	defer processes.Unlock()
	p := processes.all[pid]
	if p == nil {
		p = &process{pid: pid, code: stillActive, door: -1}
		processes.all[pid] = p
	}
	return p
}

// Signaled reports whether the process has ended.
func (p *process) Signaled(*ntobj.Thread) bool { return p.ended }

// Acquire takes nothing: a process stays ended.
func (p *process) Acquire(*ntobj.Thread) bool { return false }

// Destroy forgets it, unless it must still be waited for.
func (p *process) Destroy() {}

// follow has a goroutine wait for the end of the process.
func (p *process) follow() {
	p.watch.Do(func() {
		fd, err := unix.PidfdOpen(p.pid, unix.PIDFD_NONBLOCK)
		if err != nil {
			go p.reap() // a system without pidfd; only our children can be waited for
			return
		}
		go p.await(os.NewFile(uintptr(fd), "process"))
	})
}

// share is a descriptor of the process for another one; fd is -1 if it has ended.
func (p *process) share() (fd int) {
	ntobj.Lock()
	defer ntobj.Unlock()
	if p.ended {
		return -1
	}
	fd, err := unix.PidfdOpen(p.pid, unix.PIDFD_NONBLOCK)
	if err != nil {
		return -1
	}
	return fd
}

// processAt is the process that another one has shared. The descriptor is ours.
func processAt(fd, pid int) *process {
	p := processOf(pid)
	taken := false
	p.watch.Do(func() {
		taken = true
		go p.await(os.NewFile(uintptr(lifted(fd)), "process"))
	})
	if !taken { // it is known here
		unix.Close(fd)
	}
	return p
}

func (p *process) await(f *os.File) {
	defer f.Close()
	conn, err := f.SyscallConn()
	if err != nil {
		return
	}
	conn.Read(func(fd uintptr) bool {
		n, _ := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
		return n > 0
	})
	p.reap()
}

// reap waits for the end of a child and notes how it came.
func (p *process) reap() {
	var status unix.WaitStatus
	_, err := unix.Wait4(p.pid, &status, 0, nil)
	for err == unix.EINTR {
		_, err = unix.Wait4(p.pid, &status, 0, nil)
	}
	if err != nil {
		p.end(0) // not our child: nobody tells us its code
		return
	}
	if status.Signaled() {
		p.end(p.signaled(status.Signal()))
		return
	}
	p.end(p.exitCode(uint32(status.ExitStatus())))
}

// signaled is the exit code of a process that a signal has ended.
func (p *process) signaled(by syscall.Signal) uint32 {
	ntobj.Lock()
	defer ntobj.Unlock()
	if p.killed && by == syscall.SIGKILL {
		return p.code
	}
	return 0xC0000000 | uint32(by)
}

func (p *process) end(code uint32) {
	processes.Lock()
	delete(processes.all, p.pid)
	processes.Unlock()
	p.closeDoor()
	ntobj.Lock()
	defer ntobj.Unlock()
	p.ended, p.code = true, code
	ntobj.Wake(p)
}

//export msgo_process_open
func msgo_process_open(pid, access, inherit C.uint32_t, out *C.uintptr_t) C.uint32_t {
	if unix.Kill(int(pid), 0) == unix.ESRCH {
		return code(errno.InvalidParameter)
	}
	p := processOf(int(pid))
	if p.pid != self() {
		p.follow()
	}
	h, e := ntobj.Handles.Insert(p, uint32(access)|ntobj.Synchronize, flagsOf(inherit))
	*out = C.uintptr_t(h)
	return code(e)
}

//export msgo_process_exit_code
func msgo_process_exit_code(h C.uintptr_t, out *C.uint32_t) C.uint32_t {
	if handle(h) == ntobj.CurrentProcess {
		*out = stillActive
		return 0
	}
	p, e := object[*process](h)
	if e != errno.Success {
		return code(e)
	}
	ntobj.Lock()
	defer ntobj.Unlock()
	*out = stillActive
	if p.ended {
		*out = C.uint32_t(p.code)
	}
	return 0
}

//export msgo_process_terminate
func msgo_process_terminate(h C.uintptr_t, exit C.uint32_t) C.uint32_t {
	if handle(h) == ntobj.CurrentProcess {
		os.Exit(int(exit))
	}
	p, e := object[*process](h)
	if e != errno.Success {
		return code(e)
	}
	ntobj.Lock()
	defer ntobj.Unlock()
	if p.ended || unix.Kill(p.pid, unix.SIGKILL) != nil {
		return code(errno.AccessDenied)
	}
	p.killed, p.code = true, uint32(exit)
	return 0
}

//export msgo_process_resume
func msgo_process_resume(h C.uintptr_t, before *C.uint32_t) C.uint32_t {
	p, e := object[*process](h)
	if e != errno.Success {
		return code(e)
	}
	ntobj.Lock()
	defer ntobj.Unlock()
	*before = boolean(p.suspended)
	if p.suspended {
		p.suspended = false
		unix.Kill(p.pid, unix.SIGCONT)
	}
	return 0
}

// forkExec starts a program with the signal mask of ours: the thread that
// calls into Go has every asynchronous signal blocked, and a child inherits
// the mask of the thread that forks. A callback from C keeps its thread.
func forkExec(path string, argv []string, attr *syscall.ProcAttr, signals uint64) (int, error) {
	var old, own unix.Sigset_t
	own.Val[0] = signals
	if err := unix.PthreadSigmask(unix.SIG_SETMASK, &own, &old); err != nil {
		return 0, err
	}
	defer unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil)
	return syscall.ForkExec(path, argv, attr)
}

//export msgo_process_create
func msgo_process_create(start *C.struct_msgo_process_start, out *C.struct_msgo_process_started) C.uint32_t {
	legacy, err := newLegacy(start.inherit != 0, start.std)
	if err != nil {
		return code(startError(err))
	}
	attr := &syscall.ProcAttr{
		Dir:   C.GoString(start.directory),
		Env:   append(environment(start.envp), legacy.variable()),
		Files: legacy.files(start.std),
		Sys:   &syscall.SysProcAttr{Setpgid: start.flags&createNewProcessGroup != 0},
	}
	path := C.GoString(start.path)
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	suspended := start.flags&createSuspended != 0
	attr.Sys.Ptrace = suspended
	pid, err := forkExec(path, cStrings(start.argv), attr, uint64(start.signals))
	legacy.release()
	if err != nil {
		legacy.closeDoor()
		return code(startError(err))
	}
	if suspended {
		holdBack(pid)
	}
	p := processOf(pid)
	p.suspended, p.door = suspended, legacy.door
	p.follow()
	h, e := ntobj.Handles.Insert(p, allAccess, flagsOf(start.inherit_process))
	if e != errno.Success {
		return code(e)
	}
	t, e := ntobj.Handles.Insert(p, allAccess, flagsOf(start.inherit_thread))
	if e != errno.Success {
		return code(e)
	}
	out.process, out.thread = C.uintptr_t(h), C.uintptr_t(t)
	out.pid, out.tid = C.uint32_t(pid), C.uint32_t(pid)
	return 0
}

const (
	createSuspended       = 0x4
	createNewProcessGroup = 0x200
)

// holdBack stops a child that is traced by this thread, before its first
// instruction, and traces it no longer: it goes on by SIGCONT.
func holdBack(pid int) {
	await := func(options int) {
		for {
			if _, err := unix.Wait4(pid, nil, options, nil); err != unix.EINTR {
				return
			}
		}
	}
	await(0) // the end of exec
	syscall.RawSyscall6(unix.SYS_PTRACE, unix.PTRACE_DETACH, uintptr(pid), 0, uintptr(unix.SIGSTOP), 0, 0)
	await(unix.WUNTRACED) // a SIGCONT before the stop would be lost
}

func startError(err error) errno.Errno {
	switch err {
	case syscall.ENOENT, syscall.ENOTDIR:
		return errno.FileNotFound
	case syscall.EACCES, syscall.EPERM:
		return errno.AccessDenied
	case syscall.ENOEXEC:
		return badExeFormat
	case errno.TooManyOpenFiles, syscall.EMFILE, syscall.ENFILE, syscall.EBADF: // the last is Go's pipe beyond the limit
		return errno.TooManyOpenFiles
	}
	return errno.NotEnoughMemory
}

// badExeFormat is ERROR_BAD_EXE_FORMAT.
const badExeFormat errno.Errno = 193

// cStrings are the strings of an array that ends with a null.
func cStrings(array **C.char) (list []string) {
	if array == nil {
		return nil
	}
	for _, p := range unsafe.Slice(array, 1<<20) { // C vouches for the null
		if p == nil {
			break
		}
		list = append(list, C.GoString(p))
	}
	return list
}

// environment is the child's, without a legacy meant for us.
func environment(envp **C.char) []string {
	env := cStrings(envp)
	if envp == nil {
		env = os.Environ()
	}
	kept := env[:0:0]
	for _, v := range env {
		if !strings.HasPrefix(v, legacyVariable+"=") {
			kept = append(kept, v)
		}
	}
	return kept
}
