package smbtrans

// The sizes of spec 4. Windows never sends an SMB of more than MaxSMB bytes in
// a datagram; a receiver takes whatever its packet limit allows.
const (
	MaxSMB = 512

	// MaxSend is the largest message to another computer that the Win32
	// documents promise, whatever the length of the slot's name.
	MaxSend = 424

	// MaxName bounds a slot's name without its \MAILSLOT\ prefix.
	MaxName = 200

	// nmbdSMB is what Samba's nmbd can read: it takes 576 bytes of UDP
	// payload, of which the datagram's header and names need 82.
	nmbdSMB = 576 - 82
)

// MaxData is the most data that fits beside a slot name of nameLen characters
// in one SMB of MaxSMB bytes; negative if the name alone is too long.
func MaxData(nameLen int) int { return MaxSMB - dataOffset(nameLen) }

// SendLimit is the largest message that we send to a slot whose name has
// nameLen characters: MaxData, and never more than MaxSend.
func SendLimit(nameLen int) int { return max(0, min(MaxSend, MaxData(nameLen))) }

// NmbdLimit is the largest message that Samba's nmbd can read.
func NmbdLimit(nameLen int) int { return max(0, nmbdSMB-dataOffset(nameLen)) }

// dataOffset is where our data begins: after the name and its NUL, on the next
// multiple of four.
func dataOffset(nameLen int) int {
	return roundUp4(fixedLen + len(prefix) + nameLen + 1)
}

func roundUp4(n int) int { return (n + 3) &^ 3 }
