package nbt

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/browse"
	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// announcements are the bodies of the host announcements among actions.
func announcements(t *testing.T, list []Action) (found []*browse.Announcement) {
	t.Helper()
	for _, p := range all[SendPacket](list) {
		if p.Service != DatagramService || p.Interface != 1 {
			continue
		}
		d, err := netbios.ParseDatagram(p.Data)
		if err != nil {
			t.Fatal(err)
		}
		dg := d.(*netbios.Datagram)
		w, err := smbtrans.Parse(dg.Data)
		if err != nil || dg.Destination != mustName("MSLOT<1d>") || dg.Type != netbios.DirectGroup {
			t.Fatalf("%+v %v", dg, err)
		}
		body, err := browse.Parse(w.Slot, w.Data)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, body.(*browse.Announcement))
	}
	return found
}

func announcing(c *Config) { c.Announce = Announce{Enabled: true, Comment: "our host"} }

// At once, after 1, 2, 4 and 8 minutes, then every 12 (spec 9).
func TestAnnouncementTimes(t *testing.T) {
	s := newSingle(t, announcing)
	var times []time.Duration
	start := time.Time{}
	for range 600 {
		for range announcements(t, s.pass(5*time.Second)) {
			if start.IsZero() {
				start = s.now
			}
			times = append(times, s.now.Sub(start).Round(10*time.Second))
		}
	}
	m := time.Minute
	if d := cmp.Diff([]time.Duration{0, m, 3 * m, 7 * m, 15 * m, 27 * m, 39 * m}, times); d != "" {
		t.Error(d)
	}
}

func TestAnnouncementBody(t *testing.T) {
	s := newSingle(t, announcing)
	got := announcements(t, s.pass(10*time.Second))
	want := []*browse.Announcement{{
		Op: browse.OpHostAnnouncement, Period: announcePeriod, Name: "GOHOST", Major: 6, Minor: 1,
		Type: browse.TypeWorkstation | browse.TypeServer, Version: browse.BrowserVersion, Mark: browse.BrowserMark, Comment: "our host",
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAnnouncementOnRequestAndFarewell(t *testing.T) {
	s := newSingle(t, announcing)
	s.pass(20 * time.Second)
	request := (&browse.AnnouncementRequest{Reply: "PEER"}).Append(nil)
	s.hearMail(mail(1, mustName("MSLOT"), browse.SlotBrowse, string(request)))
	s.hearMail(mail(2, mustName("MSLOT<1d>"), browse.SlotBrowse, string(request)))
	if n := len(announcements(t, s.pass(announceSpread))); n != 1 {
		t.Errorf("%d announcements on request, want one for both", n)
	}
	if a := announcements(t, s.do(Stop{})); len(a) != 1 || a[0].Type != 0 {
		t.Errorf("farewell %+v", a)
	}
}

func TestNoAnnouncementUnlessConfigured(t *testing.T) {
	s := newSingle(t, nil)
	request := (&browse.AnnouncementRequest{Reply: "PEER"}).Append(nil)
	list := s.pass(20 * time.Second)
	list = append(list, s.hearMail(mail(1, mustName("MSLOT"), browse.SlotBrowse, string(request)))...)
	list = append(list, s.pass(time.Hour)...)
	list = append(list, s.do(Stop{})...)
	if n := len(announcements(t, list)); n != 0 {
		t.Errorf("%d announcements", n)
	}
}

func TestBrowseListHearsAnnouncements(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.2/24", Config{Computer: "alpha", Workgroup: "mslot", Announce: Announce{Enabled: true, Comment: "first"}})
	b := w.add("10.77.0.3/24", Config{Computer: "beta", Workgroup: "mslot"})
	w.settle()
	for _, h := range []*host{a, b} {
		list := h.node.Browse()
		if len(list) != 1 || list[0].Computer != mustName("ALPHA") || list[0].Comment != "first" || list[0].Addr != a.addr {
			t.Errorf("%v sees %+v", h.addr, list)
		}
	}
	if len(logged[Deliver](b)) != 0 {
		t.Error("an announcement to the master browser was delivered to a slot")
	}
	a.do(Stop{})
	w.run(time.Second)
	if list := b.node.Browse(); len(list) != 0 {
		t.Errorf("after its farewell: %+v", list)
	}
}

func TestBrowseListReadsAllKindsOfAnnouncement(t *testing.T) {
	s := owning(t, nil)
	announce := func(op byte, name string) string {
		b, err := (&browse.Announcement{Op: op, Period: time.Minute, Name: name, Type: 1}).Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	s.hearMail(mail(1, mustName("MSLOT<1d>"), "browse", announce(browse.OpHostAnnouncement, "ONE")))
	s.hearMail(mail(2, mustName("MSLOT<1e>"), "BROWSE", announce(browse.OpLocalMasterAnnouncement, "TWO")))
	s.hearMail(mail(3, netbios.MSBrowse(), "BROWSE", announce(browse.OpDomainAnnouncement, "THREE")))
	s.hearMail(mail(4, mustName("MSLOT"), "LANMAN", "\x01\x00\x03\x9a\x81\x00\x06\x01\x3c\x00FOUR\x00lab\x00"))
	s.hearMail(mail(5, mustName("MSLOT<1d>"), "BROWSE", announce(browse.OpHostAnnouncement, "a/b")))
	s.hearMail(mail(6, mustName("MSLOT<1d>"), "OTHER", announce(browse.OpHostAnnouncement, "SIX")))
	var got []string
	for _, e := range s.n.Browse() {
		got = append(got, fmt.Sprintf("%s %x %v", e.Computer.Text(), e.Type, e.Age))
	}
	if d := cmp.Diff([]string{"FOUR 819a03 0s", "ONE 1 0s", "THREE 80000001 0s", "TWO 1 0s"}, got); d != "" {
		t.Error(d)
	}
	s.pass(3 * time.Minute)
	if list := s.n.Browse(); len(list) != 0 {
		t.Errorf("after three periods: %+v", list)
	}
}

func TestBrowseListLimit(t *testing.T) {
	var l browseList
	put := func(i int, at time.Duration) {
		l.put(heard{BrowseEntry{Computer: mustName(fmt.Sprintf("n%d", i))}, at, at + time.Minute}, at)
	}
	for i := range maxBrowse + 1 {
		put(i, 0)
	}
	if len(l.entries) != maxBrowse {
		t.Fatalf("%d entries", len(l.entries))
	}
	put(0, time.Second) // known ones are renewed
	put(maxBrowse, time.Minute)
	if len(l.entries) != 2 {
		t.Errorf("%d entries after the others ran out, want 2", len(l.entries))
	}
}

// Requests that go on do not put the answer off.
func TestAnnouncementOnRequestIsNotPutOff(t *testing.T) {
	s := newSingle(t, announcing)
	s.pass(20 * time.Second)
	request := string((&browse.AnnouncementRequest{Reply: "PEER"}).Append(nil))
	var list []Action
	for i := range uint16(6) {
		s.hearMail(mail(i, mustName("MSLOT"), browse.SlotBrowse, request))
		list = append(list, s.pass(announceSpread/6)...)
	}
	if len(announcements(t, list)) == 0 {
		t.Error("put off by further requests")
	}
}

func TestForeignFarewellIsIgnored(t *testing.T) {
	s := owning(t, nil)
	announce := func(typ uint32) []byte {
		b, err := (&browse.Announcement{Op: browse.OpHostAnnouncement, Period: time.Hour, Name: "ONE", Type: typ}).Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		return mail(uint16(typ), mustName("MSLOT<1d>"), "BROWSE", string(b)).Append(nil)
	}
	s.hear(DatagramService, "10.77.0.2:138", true, announce(1))
	s.hear(DatagramService, "10.77.0.9:138", true, announce(0))
	if len(s.n.Browse()) != 1 {
		t.Error("somebody else took it off the list")
	}
}
