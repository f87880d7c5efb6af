// Package local is the local transport: slots of one computer, without a
// daemon. A slot lives in the process that created it; clients reach it
// through a socket in the namespace directory and write into memory that they
// share with it alone.
//
// The way of a message: Writer.Write puts it into the writer's own ring
// (internal/ring over internal/shm), or the first few inline on the
// connection; Slot.poll adopts rings and inline messages; ring.Merge puts all
// of them in order; Slot.take copies the next one out. Nothing writable is
// shared between two writers, so what one does to its memory harms only its
// own messages.
package local
