// Package explain turns packets of the NetBIOS services into lines that people
// read: the name service, datagrams, the SMB inside and the bodies of
// well-known mailslots. All text of a packet is quoted, so that a packet can
// print nothing but itself.
package explain
