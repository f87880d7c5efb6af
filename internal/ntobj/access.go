package ntobj

// Rights that a handle may carry.
const (
	FileReadData        = 0x0001
	FileWriteData       = 0x0002
	FileAppendData      = 0x0004
	FileReadAttributes  = 0x0080
	EventModifyState    = 0x0002
	Delete              = 0x00010000
	ReadControl         = 0x00020000
	WriteDAC            = 0x00040000
	WriteOwner          = 0x00080000
	Synchronize         = 0x00100000
	MaximumAllowed      = 0x02000000
	GenericAll          = 0x10000000
	GenericExecute      = 0x20000000
	GenericWrite        = 0x40000000
	GenericRead         = 0x80000000
	FileGenericRead     = 0x00120089
	FileGenericWrite    = 0x00120116
	FileGenericExecute  = 0x001200A0
	FileAllAccess       = 0x001F01FF
	EventAllAccess      = 0x001F0003
	eventGenericRead    = ReadControl | 0x0001
	eventGenericWrite   = ReadControl | EventModifyState
	eventGenericExecute = ReadControl | Synchronize
)

// mapping is what the four generic rights mean for one kind of object.
type mapping struct{ read, write, execute, all uint32 }

// FileAccess replaces the generic rights by those of files.
func FileAccess(access uint32) uint32 {
	return mapping{FileGenericRead, FileGenericWrite, FileGenericExecute, FileAllAccess}.apply(access)
}

// EventAccess replaces the generic rights by those of events.
func EventAccess(access uint32) uint32 {
	return mapping{eventGenericRead, eventGenericWrite, eventGenericExecute, EventAllAccess}.apply(access)
}

func (m mapping) apply(access uint32) uint32 {
	specific := access &^ (GenericRead | GenericWrite | GenericExecute | GenericAll | MaximumAllowed)
	for _, g := range []struct{ generic, means uint32 }{
		{GenericRead, m.read},
		{GenericWrite, m.write},
		{GenericExecute, m.execute},
		{GenericAll, m.all},
		{MaximumAllowed, m.all},
	} {
		if access&g.generic != 0 {
			specific |= g.means
		}
	}
	return specific
}
