package main

import (
	"os"

	"golang.org/x/sys/unix"

	"mailslot/internal/local"
)

// watchNamespace returns a channel that has a value after slots were created
// or closed. Without it, as when inotify is used up, watch looks at intervals
// only. The function ends it.
func watchNamespace() (changes <-chan struct{}, stop func()) {
	dir, err := local.Namespace()
	if err != nil {
		return nil, func() {}
	}
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, func() {}
	}
	f := os.NewFile(uintptr(fd), "inotify")
	const comesAndGoes = unix.IN_MOVED_TO | unix.IN_MOVED_FROM | unix.IN_DELETE
	if _, err := unix.InotifyAddWatch(fd, dir, comesAndGoes|unix.IN_ONLYDIR); err != nil {
		f.Close()
		return nil, func() {}
	}
	ch, done := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(done)
		forward(f, ch)
	}()
	return ch, func() {
		f.Close()
		<-done
	}
}

// forward makes one value of all events that nobody has taken up yet.
func forward(f *os.File, ch chan<- struct{}) {
	p := make([]byte, 4096) // several events: which ones does not matter
	for {
		if _, err := f.Read(p); err != nil {
			return
		}
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
