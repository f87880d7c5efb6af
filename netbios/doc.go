// Package netbios reads and writes NetBIOS over UDP: names, the packets of the
// name service (port 137) and those of the datagram service (port 138), after
// RFC 1001, RFC 1002 and [MS-NBTE].
//
// It knows bytes only: no sockets, no clock, no state. Parsing never panics,
// never reads past the packet, refuses every truncated packet and allocates at
// most twice the packet's size. What a parser returns may share memory with
// the packet; each type says so. Encoders append to the caller's slice.
package netbios
