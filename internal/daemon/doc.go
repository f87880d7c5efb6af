// Package daemon is the per-host daemon as a library: it puts this computer's
// names on the network, delivers what comes from there into local slots, sends
// for every user, and answers on a control socket.
//
// It is off the wire unless its configuration names an interface, runs without
// any privilege but the one to bind its two ports, and may be restarted at any
// time: no local slot depends on it.
package daemon
