// Package browse reads and writes the bodies of well-known mailslot messages
// (spec 9): the browser's, LAN Manager announcements, messenger pop-ups and
// the logon server's pings, after [MS-BRWS], [MS-MSRP] and [MS-ADTS] 6.3.
//
// It knows bytes only. Strings come out as raw bytes of the sender's code page;
// print them escaped. No body makes a parser allocate more than twice the size of
// the datagram that it came in.
package browse
