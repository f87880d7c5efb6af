package local

import (
	"cmp"
	"slices"

	"golang.org/x/sys/windows"

	"mailslot/internal/errno"
)

// ControlDir is empty: there is no daemon.
const ControlDir = ""

// root is the namespace. There is one.
const root = `\\.\mailslot\`

// Namespace is where the slots of this computer are.
func Namespace() (string, error) { return root, nil }

// MachineWide reports whether slots of all users meet in dir.
func MachineWide(string) bool { return true }

// aboutOf is what there is to know: Windows tells neither the owner of a slot
// nor when it was made, and knows no quotas.
func aboutOf(name string, maxSize uint32) About {
	return About{Name: name, UID: -1, PID: -1, MaxSize: maxSize, Alive: true}
}

// Lookup describes the slot called name.
func Lookup(_, name string) (About, error) {
	path, err := pathOf(name)
	if err != nil {
		return About{}, err
	}
	w, err := open(path, name, 0) // to ask, no right is needed
	if err != nil {
		return About{}, err
	}
	defer w.Close()
	var i Info
	if err := infoInto(w.h, &i); err != nil && errno.Of(err) != errno.InvalidFunction {
		return About{}, err
	}
	return aboutOf(name, i.MaxSize), nil
}

// List describes every slot of this computer.
func List(string) ([]About, error) {
	pattern, err := windows.UTF16PtrFromString(root + "*")
	if err != nil {
		return nil, err
	}
	var found windows.Win32finddata
	find, err := windows.FindFirstFile(pattern, &found)
	if err == windows.ERROR_FILE_NOT_FOUND || err == windows.ERROR_NO_MORE_FILES {
		return nil, nil
	}
	if err != nil {
		return nil, errno.New(errno.NotSupported, "this system does not list its mailslots: %w", err)
	}
	defer windows.FindClose(find)
	var list []About
	for err == nil {
		list = appendFound(list, windows.UTF16ToString(found.FileName[:]))
		err = windows.FindNextFile(find, &found)
	}
	if err != windows.ERROR_NO_MORE_FILES {
		return nil, sysError("cannot list the mailslots", err)
	}
	slices.SortFunc(list, func(a, b About) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// appendFound adds what can be told about a slot, unless it has ended meanwhile.
func appendFound(list []About, name string) []About {
	a, err := Lookup("", name)
	switch {
	case err == nil:
		return append(list, a)
	case errno.Of(err) == errno.FileNotFound:
		return list
	}
	return append(list, aboutOf(name, 0))
}

// Clean finds nothing: a killed owner leaves nothing behind.
func Clean(string) ([]string, error) { return nil, nil }
