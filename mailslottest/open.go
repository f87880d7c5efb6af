package mailslottest

func openCases() []Case {
	return []Case{
		{"OpenMissingSlotFails", "3.1", openMissingSlotFails},
		{"OpenUpperLevelFails", "1.1 3.1", openUpperLevelFails},
		{"OpenAfterServerClosedFails", "3.1 8.1", openAfterServerClosedFails},
		{"ManyClientsMayBeOpen", "3.10", manyClientsMayBeOpen},
		{"OpeningAndClosingAClientChangesNothing", "3.11", openingChangesNothing},
		{"OpeningDoesNotWakeAReader", "3.11", openingDoesNotWakeAReader},
		{"ClientsCanBeOpenedOverAndOver", "3.10", clientsOverAndOver},
		{"ClosedClientIsNoHandle", "4.8", closedClientIsNoHandle},
	}
}

func openMissingSlotFails(r *run) {
	for _, name := range []string{`never`, `no\such\slot`} {
		_, err := r.sys.Open(dot + name)
		r.fails("open "+name, err, fileNotFound)
	}
}

func openUpperLevelFails(r *run) {
	r.server(dot+`a\b`, 0, NoWait)
	_, err := r.sys.Open(dot + `a`)
	r.fails("open a when only a\\b exists", err, fileNotFound)
}

func openAfterServerClosedFails(r *run) {
	r.slot().Close()
	_, err := r.sys.Open(slotName)
	r.fails("open", err, fileNotFound)
}

func manyClientsMayBeOpen(r *run) {
	s := r.slot()
	for range 300 {
		r.write(r.client(slotName), "one")
	}
	if i := r.info(s); i.Count != 300 {
		r.Errorf("300 clients wrote, %d messages are there", i.Count)
	}
	for range 300 {
		r.read(s, "one")
	}
}

func openingChangesNothing(r *run) {
	s := r.slot()
	before := r.info(s)
	r.client(slotName).Close()
	if after := r.info(s); after != before {
		r.Errorf("before %+v, after %+v", before, after)
	}
	r.readFails(s, 8, semTimeout)
}

func openingDoesNotWakeAReader(r *run) {
	s := r.server(slotName, 0, Forever)
	read := r.begin(s, 8)
	c := r.client(slotName)
	r.client(slotName).Close()
	r.isBlocked(read)
	r.write(c, "now")
	r.ends(read, "now", success)
}

func clientsOverAndOver(r *run) {
	s := r.slot()
	for range 100 {
		c := r.client(slotName)
		r.write(c, "x")
		r.fails("close", c.Close(), success)
		r.read(s, "x")
	}
	r.empty(s)
}

func closedClientIsNoHandle(r *run) {
	s, c := r.pair()
	c.Close()
	r.fails("write", c.Write([]byte("x")), invalidHandle)
	_, err := c.Info()
	r.fails("info", err, invalidHandle)
	r.fails("close", c.Close(), invalidHandle)
	r.empty(s)
}
