package mailslottest

func lifetimeCases() []Case {
	return []Case{
		{"UnreadMessagesDieWithTheSlot", "8.2", unreadMessagesDie},
		{"MessagesOutliveTheirClient", "8.2", messagesOutliveClient},
		{"WriteAfterServerClosedFails", "8.3 4.11", writeAfterServerClosed},
		{"InfoAfterServerClosedFails", "8.3", infoAfterServerClosed},
		{"NameIsFreeWhileOrphansAreOpen", "8.4", nameIsFreeWithOrphans},
		{"OrphanStaysOrphaned", "8.4", orphanStaysOrphaned},
		{"OpenFindsNothingWhileOrphansAreOpen", "8.4", openFindsNothingWithOrphans},
		{"CloseEndsAWaitingRead", "8.7", closeEndsWaitingRead},
		{"CloseEndsAllWaitingReads", "8.7", closeEndsAllWaitingReads},
		{"CloseEndsATimedRead", "8.7", closeEndsTimedRead},
		{"CloseTwiceFails", "7", closeTwiceFails},
	}
}

func unreadMessagesDie(r *run) {
	s, c := r.pair()
	r.write(c, "a", "b")
	c.Close()
	s.Close()
	r.empty(r.slot())
}

func messagesOutliveClient(r *run) {
	s := r.slot()
	for _, m := range []string{"one", "", "three"} {
		c := r.client(slotName)
		r.write(c, m)
		r.fails("close", c.Close(), success)
	}
	if i := r.info(s); i.Count != 3 {
		r.Errorf("%d messages are left", i.Count)
	}
	r.read(s, "one", "", "three")
}

func writeAfterServerClosed(r *run) {
	s := r.slot()
	used, fresh := r.client(slotName), r.client(slotName)
	r.write(used, "x")
	s.Close()
	for range 2 {
		r.fails("write", used.Write([]byte("y")), handleEOF)
		r.fails("write", fresh.Write([]byte("y")), handleEOF)
		r.fails("write nothing", fresh.Write(nil), handleEOF)
	}
}

func infoAfterServerClosed(r *run) {
	s, c := r.pair()
	s.Close()
	_, err := c.Info()
	r.fails("info", err, handleEOF)
}

func nameIsFreeWithOrphans(r *run) {
	s, orphan := r.pair()
	s.Close()
	fresh := r.slot()
	r.write(r.client(slotName), "new")
	r.fails("write of the orphan", orphan.Write([]byte("old")), handleEOF)
	r.read(fresh, "new")
	r.empty(fresh)
}

func orphanStaysOrphaned(r *run) {
	s, orphan := r.pair()
	r.write(orphan, "x")
	s.Close()
	fresh := r.slot()
	r.fails("write", orphan.Write([]byte("y")), handleEOF)
	r.empty(fresh)
	r.fails("close", orphan.Close(), success)
}

func openFindsNothingWithOrphans(r *run) {
	s, _ := r.pair()
	s.Close()
	c, err := r.sys.Open(slotName)
	r.fails("open", err, fileNotFound)
	if err == nil {
		c.Close() // an orphan as well, not to be in the way of other cases
	}
}

func closeEndsWaitingRead(r *run) {
	s := r.server(slotName, 0, Forever)
	read := r.begin(s, 8)
	r.fails("close", s.Close(), success)
	r.ends(read, "", handleEOF)
}

func closeEndsAllWaitingReads(r *run) {
	s := r.server(slotName, 0, Forever)
	reads := []<-chan outcome{r.begin(s, 8), r.begin(s, 8), r.begin(s, 8)}
	s.Close()
	for _, read := range reads {
		r.ends(read, "", handleEOF)
	}
}

func closeEndsTimedRead(r *run) {
	s := r.server(slotName, 0, aLongTime)
	read := r.begin(s, 8)
	s.Close()
	r.ends(read, "", handleEOF)
}

func closeTwiceFails(r *run) {
	s, c := r.pair()
	r.fails("close", c.Close(), success)
	r.fails("close", c.Close(), invalidHandle)
	r.fails("close", s.Close(), success)
	r.fails("close", s.Close(), invalidHandle)
}
