package shm

import (
	"encoding/binary"
	"errors"
	"slices"

	"golang.org/x/sys/unix"
)

// SetDoor says who may connect to the socket at path: whom its mode lets in,
// but for the barred users. The kernel keeps them out by an access list, and
// knows each by whatever number he has in his container. Where there can be
// none, everybody but the owner is kept out while anybody is barred.
func SetDoor(path string, mode uint32, barred []int) error {
	if len(barred) == 0 {
		err := unix.Removexattr(path, accessList)
		if err != nil && err != unix.ENODATA && err != unix.EOPNOTSUPP {
			return err
		}
		return unix.Chmod(path, mode)
	}
	if err := setAccessList(path, mode, barred); err != nil {
		return unix.Chmod(path, mode&0o700)
	}
	return nil
}

// Barred reports whether SetDoor keeps a user out whom the mode lets in.
func Barred(path string, mode uint32, uid int) bool {
	var st unix.Stat_t
	if unix.Stat(path, &st) != nil {
		return false
	}
	if st.Mode&0o777 == mode&0o700 && mode&0o077 != 0 {
		return true
	}
	size, err := unix.Getxattr(path, accessList, nil)
	if err != nil {
		return false
	}
	list := make([]byte, size)
	if size, err = unix.Getxattr(path, accessList, list); err != nil {
		return false
	}
	for list = list[:size]; len(list) >= listHeader+listEntry; list = list[listEntry:] {
		e := list[listHeader:]
		le := binary.LittleEndian
		if le.Uint16(e) == tagUser && le.Uint16(e[2:]) == 0 && le.Uint32(e[4:]) == uint32(uid) {
			return true
		}
	}
	return false
}

// The form in which the kernel takes an access list: a version, then entries of
// a tag, rights and a user (linux/posix_acl_xattr.h).
const (
	accessList  = "system.posix_acl_access"
	listVersion = 2
	listHeader  = 4
	listEntry   = 8

	tagOwner, tagUser, tagGroup, tagMask, tagOther = 0x01, 0x02, 0x04, 0x10, 0x20

	nobody = 65534 // also the number of users who have none in this container
)

// setAccessList gives the mode as a list, in which the barred have no right.
func setAccessList(path string, mode uint32, barred []int) error {
	if slices.Contains(barred, nobody) {
		return errors.New("this may be any user")
	}
	list := binary.LittleEndian.AppendUint32(nil, listVersion)
	list = appendEntry(list, tagOwner, mode>>6, -1)
	slices.Sort(barred)
	for _, uid := range barred {
		list = appendEntry(list, tagUser, 0, uid)
	}
	list = appendEntry(list, tagGroup, mode>>3, -1)
	list = appendEntry(list, tagMask, mode>>3, -1) // what a mode shows of a list: it looks as before
	list = appendEntry(list, tagOther, mode, -1)
	return unix.Setxattr(path, accessList, list, 0)
}

func appendEntry(list []byte, tag uint16, rights uint32, uid int) []byte {
	le := binary.LittleEndian
	list = le.AppendUint16(list, tag)
	list = le.AppendUint16(list, uint16(rights&7))
	return le.AppendUint32(list, uint32(uid))
}
