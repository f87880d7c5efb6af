package mailslottest

import (
	"fmt"
	"slices"
)

// pendingCases are about reads that wait.
func pendingCases() []Case {
	return []Case{
		{"ReadForeverWaitsForAMessage", "5.7", readForeverWaits},
		{"ReadWithTimeoutGetsWhatComesInTime", "5.6", readGetsInTime},
		{"WaitingReadGetsAnEmptyMessage", "5.4 5.7", waitingReadGetsEmpty},
		{"WaitingReadKeepsItsTimeout", "5.8 6.6", waitingReadKeepsItsTimeout},
		{"ReadsThatStartLaterUseTheNewTimeout", "5.8 6.6", laterReadsUseNewTimeout},
		{"WaitingReadsAreServedInOrder", "5.9", servedInOrder},
		{"EachMessageWakesOneReader", "5.9", eachMessageWakesOne},
		{"ManyReadersShareTheMessages", "5.9", manyReaders},
		{"WaitingReadWithShortBufferLeavesTheMessageToTheNext", "5.10", shortWaitingRead},
		{"WaitingReadWithShortBufferKeepsTheMessage", "5.10", shortWaitingReadAlone},
		{"ReadThatDoesNotWaitIsServedAfterThoseThatDo", "5.9", noOvertaking},
		{"TimedOutReadGivesItsPlaceUp", "5.6 5.9", timedOutReadGivesUp},
	}
}

func readForeverWaits(r *run) {
	s := r.server(slotName, 0, Forever)
	read := r.begin(s, 8)
	r.isBlocked(read)
	r.write(r.client(slotName), "at last")
	r.ends(read, "at last", success)
}

func readGetsInTime(r *run) {
	s := r.server(slotName, 0, aLongTime)
	read := r.begin(s, 8)
	r.isBlocked(read)
	r.write(r.client(slotName), "in time")
	r.ends(read, "in time", success)
}

func waitingReadGetsEmpty(r *run) {
	s := r.server(slotName, 0, Forever)
	read := r.begin(s, 8)
	r.isBlocked(read)
	r.write(r.client(slotName), "")
	r.ends(read, "", success)
	r.empty(s)
}

func waitingReadKeepsItsTimeout(r *run) {
	s := r.server(slotName, 0, Forever)
	read := r.begin(s, 8)
	r.fails("set time-out", s.SetReadTimeout(NoWait), success)
	r.isBlocked(read)
	r.write(r.client(slotName), "still")
	r.ends(read, "still", success)
}

func laterReadsUseNewTimeout(r *run) {
	s := r.server(slotName, 0, Forever)
	first := r.begin(s, 8)
	r.fails("set time-out", s.SetReadTimeout(1), success)
	r.readFails(s, 8, semTimeout)
	r.isBlocked(first)
	r.write(r.client(slotName), "first")
	r.ends(first, "first", success)
}

func servedInOrder(r *run) {
	s := r.server(slotName, 0, Forever)
	c := r.client(slotName)
	var reads []<-chan outcome
	for range 5 {
		reads = append(reads, r.begin(s, 8))
	}
	for i := range reads {
		r.write(c, fmt.Sprint(i))
	}
	for i, read := range reads {
		r.ends(read, fmt.Sprint(i), success)
	}
}

func eachMessageWakesOne(r *run) {
	s := r.server(slotName, 0, Forever)
	c := r.client(slotName)
	first, second := r.begin(s, 8), r.begin(s, 8)
	r.write(c, "one")
	r.ends(first, "one", success)
	r.isBlocked(second)
	r.write(c, "two")
	r.ends(second, "two", success)
}

func manyReaders(r *run) {
	const readers, each = 8, 50
	s := r.server(slotName, 0, Forever)
	c := r.client(slotName)
	got := make(chan string, readers*each)
	for range readers {
		go func() {
			p := make([]byte, 16)
			for range each {
				if n, err := s.Read(p); err == nil {
					got <- string(p[:n])
				} else {
					got <- err.Error()
				}
			}
		}()
	}
	var want, seen []string
	for i := range readers * each {
		want = append(want, fmt.Sprintf("%04d", i))
		r.write(c, want[i])
	}
	for range want {
		seen = append(seen, <-got)
	}
	slices.Sort(seen)
	if !slices.Equal(seen, want) {
		r.Errorf("a message was lost or read twice: %v", seen)
	}
}

func shortWaitingRead(r *run) {
	s := r.server(slotName, 0, Forever)
	short, long := r.begin(s, 3), r.begin(s, 8)
	r.write(r.client(slotName), "12345")
	r.ends(short, "", insufficientBuffer)
	r.ends(long, "12345", success)
	r.empty(s)
}

func shortWaitingReadAlone(r *run) {
	s := r.server(slotName, 0, Forever)
	short := r.begin(s, 3)
	r.write(r.client(slotName), "12345")
	r.ends(short, "", insufficientBuffer)
	r.read(s, "12345")
}

func noOvertaking(r *run) {
	s := r.server(slotName, 0, Forever)
	waiting := r.begin(s, 8)
	r.fails("set time-out", s.SetReadTimeout(NoWait), success)
	r.readFails(s, 8, semTimeout)
	r.write(r.client(slotName), "mine")
	r.ends(waiting, "mine", success)
}

func timedOutReadGivesUp(r *run) {
	s := r.server(slotName, 0, 1)
	r.readFails(s, 8, semTimeout)
	r.fails("set time-out", s.SetReadTimeout(Forever), success)
	waiting := r.begin(s, 8)
	r.write(r.client(slotName), "only one")
	r.ends(waiting, "only one", success)
}
