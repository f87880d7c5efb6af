// Package slotname reads the spellings of mailslot names and says which of
// them mean the same slot.
//
// A name is a string of UTF-16 units. In this module it travels as WTF-8:
// UTF-8 in which an unpaired surrogate, legal in a Windows name, is written
// as the three bytes that UTF-8 would give its number.
//
// The rules are those of the specification of Win32 mailslots, section 1.
package slotname
