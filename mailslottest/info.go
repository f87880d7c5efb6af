package mailslottest

func infoCases() []Case {
	return []Case{
		{"InfoCountsExactly", "6.1", infoCountsExactly},
		{"InfoTellsTheSizeOfTheHead", "6.1", infoTellsHeadSize},
		{"InfoCountsEmptyMessages", "6.1 4.2", infoCountsEmpty},
		{"InfoSeesEveryReturnedWrite", "6.1", infoSeesEveryWrite},
		{"InfoWorksWhileAReadWaits", "6.4", infoWhileReadWaits},
		{"InfoThroughAClient", "6.5", infoThroughClient},
		{"InfoThroughAnIdleClient", "6.5", infoThroughIdleClient},
		{"SetReadTimeoutIsReported", "6.6", setReadTimeoutIsReported},
		{"SetReadTimeoutIsSeenByClients", "6.5 6.6", setReadTimeoutSeenByClients},
		{"SetReadTimeoutChangesLaterReads", "6.6", setReadTimeoutChangesReads},
		{"SetReadTimeoutKeepsTheQueue", "6.6", setReadTimeoutKeepsQueue},
	}
}

func infoCountsExactly(r *run) {
	s, c := r.pair()
	for i := range uint32(50) {
		if got := r.info(s).Count; got != i {
			r.Fatalf("%d written, %d counted", i, got)
		}
		r.write(c, "m")
	}
	for i := uint32(50); i > 0; i-- {
		if got := r.info(s).Count; got != i {
			r.Fatalf("%d left, %d counted", i, got)
		}
		r.read(s, "m")
	}
	r.empty(s)
}

func infoTellsHeadSize(r *run) {
	s, c := r.pair()
	r.write(c, "12345", "12", "", "1234567")
	for _, want := range []string{"12345", "12", "", "1234567"} {
		if i := r.info(s); i.NextSize != uint32(len(want)) {
			r.Errorf("next size %d, want %d", i.NextSize, len(want))
		}
		r.read(s, want)
	}
	r.empty(s)
}

func infoCountsEmpty(r *run) {
	s, c := r.pair()
	r.write(c, "", "", "")
	if i := r.info(s); i.Count != 3 || i.NextSize != 0 {
		r.Errorf("got %+v", i)
	}
}

func infoSeesEveryWrite(r *run) {
	s := r.slot()
	clients := []Client{r.client(slotName), r.client(slotName), r.client(slotName)}
	for i := range 300 {
		r.write(clients[i%3], "m")
		if got := r.info(s).Count; got != uint32(i+1) {
			r.Fatalf("%d writes returned, %d counted", i+1, got)
		}
	}
}

func infoWhileReadWaits(r *run) {
	s := r.server(slotName, 5, Forever)
	read := r.begin(s, 8)
	if i := r.info(s); i != (Info{5, NoMessage, 0, Forever}) {
		r.Errorf("got %+v", i)
	}
	r.write(r.client(slotName), "done")
	r.ends(read, "done", success)
}

func infoThroughClient(r *run) {
	s := r.server(slotName, 100, 250)
	c := r.client(slotName)
	r.write(c, "123", "4")
	if i := r.info(c); i != (Info{100, 3, 2, 250}) {
		r.Errorf("got %+v", i)
	}
	r.read(s, "123")
	if i := r.info(c); i != (Info{100, 1, 1, 250}) {
		r.Errorf("after a read: %+v", i)
	}
}

func infoThroughIdleClient(r *run) {
	r.server(slotName, 0, Forever)
	if i := r.info(r.client(slotName)); i != (Info{0, NoMessage, 0, Forever}) {
		r.Errorf("got %+v", i)
	}
}

func setReadTimeoutIsReported(r *run) {
	s := r.slot()
	for _, ms := range []uint32{1, 0x80000000, 0xFFFFFFFE, Forever, NoWait} {
		r.fails("set time-out", s.SetReadTimeout(ms), success)
		if i := r.info(s); i.ReadTimeout != ms {
			r.Errorf("set %d, reported %d", ms, i.ReadTimeout)
		}
	}
}

func setReadTimeoutSeenByClients(r *run) {
	s, c := r.pair()
	r.fails("set time-out", s.SetReadTimeout(1234), success)
	if i := r.info(c); i.ReadTimeout != 1234 {
		r.Errorf("reported %d", i.ReadTimeout)
	}
}

func setReadTimeoutChangesReads(r *run) {
	s := r.server(slotName, 0, Forever)
	r.fails("set time-out", s.SetReadTimeout(NoWait), success)
	r.readFails(s, 8, semTimeout)
	r.fails("set time-out", s.SetReadTimeout(1), success)
	r.readFails(s, 8, semTimeout)
}

func setReadTimeoutKeepsQueue(r *run) {
	s, c := r.pair()
	r.write(c, "a", "b")
	r.fails("set time-out", s.SetReadTimeout(Forever), success)
	r.read(s, "a", "b")
}
