// Package nbt is a NetBIOS node as a state machine without I/O: it claims and
// defends names, resolves those of others, and sends and receives mailslot
// messages, after RFC 1001, RFC 1002, [MS-NBTE] and [MS-MAIL].
//
// A Node owns no socket, starts no goroutine and never reads the clock. Its
// owner calls Step with the time and an event and carries out the actions that
// come back, in order. Next says how long it may wait before the next Step
// without an event. Randomness comes from Config.Seed, so a run replays exactly.
//
// # A socket layer
//
// It needs two sockets per Interface, for the ports of the two services. What
// they receive becomes a Packet; a SendPacket goes out of the socket of its
// Interface and Service:
//
//	for {
//		wait, ok := node.Next()        // a timer, if ok
//		ev := <-packets or timer       // Packet, Tick or a command
//		for _, action := range node.Step(time.Now(), ev) {
//			...                    // before the next Step
//		}
//	}
//
// Commands are answered by an action with the same ID, at once or later, and
// by exactly one: Send by Sent, Resolve by Resolved, QueryStatus by
// StatusResult. After Stop the node releases its names for most of a second;
// its last action is Stopped.
//
// # What it promises
//
// Nothing that comes from the network is believed without need. Requests are
// heard from the interface's subnet and our name servers only, responses only
// from who was asked, from port 137, with the right id and name. An answer goes
// to the UDP source and nowhere else, and is hardly longer than its question;
// the one that is, node status, has a rate. Demands to give up a name, and releases by others,
// are counted and ignored. Every table is bounded (see limit.go), every source
// has a rate, and every packet that is dropped raises the Counter that says why.
//
// A unique name has one owner on a subnet once all is quiet: when a split of
// the network or lost packets have made two, each finds the other within
// minutes, asks it twice so that nobody can pretend, and the one with the
// lower address keeps the name.
//
// A message is delivered once: copies within Limits.Suppress are dropped, and
// so are the node's own broadcasts, recognised by their id and contents, not
// by their address alone. Messages to the own computer, and to groups of its
// own, are delivered by the sending node itself, marked Local.
package nbt
