package mailslottest

import "golang.org/x/sys/windows"

// UnderWine reports whether this program runs under Wine: its ntdll tells its
// version, that of Windows does not.
func UnderWine() bool {
	return windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}
