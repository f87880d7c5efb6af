// Command win32client is the part of the demonstration that a Windows program
// would be: it writes to one mailslot, and serves another, by the calls of
// package win32 alone.
//
//	win32client SLOT OWN
package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"mailslot/win32"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: win32client SLOT OWN")
		os.Exit(2)
	}
	if err := demonstrate(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "win32client:", err)
		os.Exit(1)
	}
}

// demonstrate creates the slot own, writes to slot, which tells the others
// that own is there, and then serves own.
func demonstrate(slot, own string) error {
	name, err := win32.UTF16PtrFromString(own)
	if err != nil {
		return err
	}
	h, err := win32.CreateMailslot(name, maxMessage, firstTimeout, nil)
	if err != nil {
		return err
	}
	defer win32.CloseHandle(h)
	if err := printInfo("before", h); err != nil {
		return err
	}
	if err := write(slot); err != nil {
		return err
	}
	return serve(h)
}

// write sends two messages, the second without a byte.
func write(slot string) error {
	name, err := win32.UTF16PtrFromString(slot)
	if err != nil {
		return err
	}
	h, err := win32.CreateFile(name, win32.GENERIC_WRITE, win32.FILE_SHARE_READ, nil,
		win32.OPEN_EXISTING, win32.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return err
	}
	defer win32.CloseHandle(h)
	for _, text := range []string{"hello by WriteFile", ""} {
		var done uint32
		if err := win32.WriteFile(h, []byte(text), &done, nil); err != nil {
			return err
		}
	}
	return nil
}

const (
	maxMessage   = 400
	firstTimeout = 5000 // milliseconds
	laterTimeout = 250
)

// serve waits for two messages, reads them, and shows what GetMailslotInfo and
// SetMailslotInfo do.
func serve(h win32.Handle) error {
	if err := awaitCount(h, 2); err != nil {
		return err
	}
	if err := printInfo("after two writes", h); err != nil {
		return err
	}
	if err := readAll(h); err != nil {
		return err
	}
	return changeTimeout(h)
}

// patience bounds the wait for the messages of the other processes.
const patience = 6 * time.Second

// awaitCount waits until n messages are unread.
func awaitCount(h win32.Handle, n uint32) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		var count uint32
		if err := win32.GetMailslotInfo(h, nil, nil, &count, nil); err != nil {
			return err
		}
		if count == n {
			return nil
		}
	}
	return fmt.Errorf("no %d messages within %v", n, patience)
}

func readAll(h win32.Handle) error {
	var next uint32
	for {
		if err := win32.GetMailslotInfo(h, nil, &next, nil, nil); err != nil {
			return err
		}
		if next == win32.MAILSLOT_NO_MESSAGE {
			return nil
		}
		p, done := make([]byte, next), uint32(0)
		if err := win32.ReadFile(h, p, &done, nil); err != nil {
			return err
		}
		fmt.Printf("win32:  ReadFile: %d bytes: %s\n", done, p[:done])
	}
}

// changeTimeout shows that reads obey SetMailslotInfo.
func changeTimeout(h win32.Handle) error {
	fmt.Printf("== SetMailslotInfo changes the read time-out to %d ms\n", laterTimeout)
	if err := win32.SetMailslotInfo(h, laterTimeout); err != nil {
		return err
	}
	if err := printInfo("after", h); err != nil {
		return err
	}
	var done uint32
	start := time.Now()
	err := win32.ReadFile(h, make([]byte, maxMessage), &done, nil)
	if err != win32.ERROR_SEM_TIMEOUT {
		return fmt.Errorf("reading the empty slot: %v, expected error %d", err, win32.ERROR_SEM_TIMEOUT)
	}
	fmt.Printf("win32:  ReadFile: error %d after %v: %v\n", win32.ERROR_SEM_TIMEOUT, time.Since(start).Round(time.Millisecond), err)
	return nil
}

func printInfo(when string, h win32.Handle) error {
	var maximum, next, count, timeout uint32
	if err := win32.GetMailslotInfo(h, &maximum, &next, &count, &timeout); err != nil {
		return err
	}
	nextText := fmt.Sprint(next)
	if next == win32.MAILSLOT_NO_MESSAGE {
		nextText = "no message"
	}
	label := when + ":" + strings.Repeat(" ", max(0, 17-len(when)))
	fmt.Printf("win32:  %s maximum size %d, next size %s, count %d, read time-out %d ms\n", label, maximum, nextText, count, timeout)
	return nil
}
