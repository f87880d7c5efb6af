// Package nbt is a NetBIOS node as a state machine without I/O: it claims and
// defends names, resolves those of others, and sends and receives mailslot
// messages, after RFC 1001, RFC 1002, [MS-NBTE] and [MS-MAIL].
//
// A Node owns no socket, starts no goroutine and never reads the clock. Its
// owner calls Step with the time and an event and carries out the actions that
// come back, in order. Next says how long it may wait before the next Step
// without an event. Randomness comes from Config.Seed, so a run replays exactly.
package nbt
