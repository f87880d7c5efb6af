package mailslottest

func createCases() []Case {
	return []Case{
		{"MaximumSizeIsReportedVerbatim", "2.2 6.2", maximumSizeIsReported},
		{"ReadTimeoutIsReportedVerbatim", "2.3", readTimeoutIsReported},
		{"NewSlotIsEmpty", "6.1", newSlotIsEmpty},
		{"SecondCreationFails", "1.9 2.7", secondCreationFails},
		{"SecondCreationFailsWithClients", "2.7", secondCreationFailsWithClients},
		{"NameIsFreeAfterClose", "1.10", nameIsFreeAfterClose},
		{"ManySlotsAreIndependent", "1.1", manySlotsAreIndependent},
	}
}

func maximumSizeIsReported(r *run) {
	for _, size := range []uint32{0, 1, 256, 0x7FFFFFFF, 0xFFFFFFF0, 0xFFFFFFFF} {
		s := r.server(slotName, size, NoWait)
		if i := r.info(s); i.MaxSize != size {
			r.Errorf("created with %d, reported %d", size, i.MaxSize)
		}
		s.Close()
	}
}

func readTimeoutIsReported(r *run) {
	for _, ms := range []uint32{NoWait, 1, 1000, 0x80000000, 0xFFFFFFFE, Forever} {
		s := r.server(slotName, 0, ms)
		if i := r.info(s); i.ReadTimeout != ms {
			r.Errorf("created with %d, reported %d", ms, i.ReadTimeout)
		}
		s.Close()
	}
}

func newSlotIsEmpty(r *run) {
	if i := r.info(r.server(slotName, 7, 9)); i != (Info{7, NoMessage, 0, 9}) {
		r.Errorf("got %+v", i)
	}
}

func secondCreationFails(r *run) {
	s := r.slot()
	_, err := r.sys.Create(slotName, 0, NoWait)
	r.fails("create again", err, alreadyExists)
	r.write(r.client(slotName), "still here")
	r.read(s, "still here")
}

func secondCreationFailsWithClients(r *run) {
	_, c := r.pair()
	c.Close()
	_, err := r.sys.Create(slotName, 0, NoWait)
	r.fails("create again", err, alreadyExists)
}

func nameIsFreeAfterClose(r *run) {
	for range 20 {
		s := r.slot()
		r.fails("close", s.Close(), success)
	}
}

func manySlotsAreIndependent(r *run) {
	servers := map[string]Server{}
	for _, name := range []string{`a`, `b`, `a\a`, `b\a`, `a b`} {
		servers[name] = r.server(dot+name, 0, NoWait)
	}
	for name := range servers {
		r.write(r.client(dot+name), name)
	}
	for name, s := range servers {
		r.read(s, name)
		r.empty(s)
	}
}
