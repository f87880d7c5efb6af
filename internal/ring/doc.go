// Package ring is the message ring: records in a power-of-two byte array that
// one producer fills and one consumer empties, and the merge that puts the
// records of many rings into the order of their writes.
//
// It is pure: no system calls, no clock, no unsafe. The memory and its words
// are handed in (internal/shm maps them), so the whole of it can be
// model-checked inside one process.
//
// What crosses between processes is this, and nothing else:
//
//	Publish  written by the producer: bytes and messages appended so far
//	Head     written by the consumer: bytes taken so far
//	Armed    set by the consumer before it sleeps, cleared by the producer
//	         that wakes it, or marked, if it has announced that to the
//	         consumer; also carries the closed bit
//	Data     records: length, flags, stamp, payload; aligned to 16 bytes
//
// The consumer trusts none of it. Every word is read once into a local
// variable and checked before it is used; what does not check ends that ring
// and touches no other.
package ring
