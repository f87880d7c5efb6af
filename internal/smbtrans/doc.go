// Package smbtrans reads and writes the one SMB message that carries a remote
// mailslot write: SMB_COM_TRANSACTION with the slot's name and the data, after
// [MS-MAIL] 2.2.1 and [MS-CIFS] 2.2.4.33.
//
// It writes what a Windows client writes, byte for byte, and reads what any
// known sender writes. It knows bytes only.
package smbtrans
