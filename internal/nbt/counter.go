package nbt

// Counter numbers what a node counts. Its String is a metric name.
type Counter uint8

// The counters: packets in and out, and one for every reason for which a
// packet is dropped.
const (
	NamePacketsIn Counter = iota
	NamePacketsOut
	DatagramsIn
	DatagramsOut
	Delivered
	DeliveredLocally
	NamesDefended
	QueriesAnswered
	StatusAnswered
	Carried              // to other subnets
	Relayed              // from other subnets
	DropUnknownInterface // not to an interface and address of ours
	DropOffSubnet        // source outside the interface's subnet
	DropRate             // source over its rate
	DropStatusRate       // node status over its rate
	DropTooLong          // over MaxPacket
	DropMalformedName    // not a name-service packet
	DropMalformed        // not a datagram-service packet
	DropDatagramKind     // error and distribution packets
	DropFragment         // part of a longer datagram
	DropScope            // another scope
	DropNotOurs          // destination is no name of ours
	DropEcho             // sent by ourselves
	DropDuplicate        // a copy inside the suppression window
	DropNotTransaction   // no SMB transaction
	DropWords            // wrong words
	DropOpcode           // not a mailslot write
	DropSlotName         // malformed slot name
	DropOffsets          // data outside the packet
	DropTotal            // part of a longer transaction
	DropForeignResponse  // answers no question of ours
	DropDemand           // conflict demand, ignored
	DropRelease          // foreign release, ignored
	DropSendOnly         // not for a node that only sends
	NumCounters
)

// Counters are values by Counter.
type Counters [NumCounters]uint64

var counterNames = [NumCounters]string{
	"name_packets_in", "name_packets_out", "datagrams_in", "datagrams_out",
	"delivered", "delivered_locally", "names_defended", "queries_answered", "status_answered",
	"carried", "relayed",
	"drop_unknown_interface", "drop_off_subnet", "drop_rate", "drop_status_rate",
	"drop_too_long", "drop_malformed_name", "drop_malformed", "drop_datagram_kind",
	"drop_fragment", "drop_scope", "drop_not_ours", "drop_echo", "drop_duplicate",
	"drop_not_transaction", "drop_words", "drop_opcode", "drop_slot_name", "drop_offsets",
	"drop_total", "drop_foreign_response", "drop_demand", "drop_release", "drop_send_only",
}

// String is the counter's name, such as drop_echo.
func (c Counter) String() string {
	if c < NumCounters {
		return counterNames[c]
	}
	return "unknown"
}

// Dropped reports whether the counter counts dropped packets.
func (c Counter) Dropped() bool { return c >= DropUnknownInterface && c < NumCounters }
