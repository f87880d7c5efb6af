package mailslottest

import "slices"

// wine is where Wine 10, over whose mailslots a program built for Windows runs
// there, differs from Windows.
var wine = [...]Difference{
	{"MessageOverTheMaximumIsRefused", "D5", "the maximum size is told, not enforced"},
	{"InfoThroughAClient", "D10", "GetMailslotInfo of a client handle answers 1"},
	{"InfoThroughAnIdleClient", "D10", "GetMailslotInfo of a client handle answers 1"},
	{"SetReadTimeoutIsSeenByClients", "D10", "GetMailslotInfo of a client handle answers 1"},
	{"InfoAfterServerClosedFails", "D10", "GetMailslotInfo of a client handle answers 1"},
	{"WriteAfterServerClosedFails", "D13", "writes to a slot without server go on succeeding"},
	{"NameIsFreeWhileOrphansAreOpen", "D14", "clients keep the name of their slot busy"},
	{"OrphanStaysOrphaned", "D14", "clients keep the name of their slot busy"},
	{"OpenFindsNothingWhileOrphansAreOpen", "D14", "a slot without server can be opened"},
	{"NameOf260CharactersIsLegal", "D15", "paths of 260 characters are refused with 206"},
	{"LongestPathIsLegal", "D15", "paths of 260 characters are refused with 206"},
	{"LongestVerbatimNameIsLegal", "D15", "paths of 260 characters are refused with 206"},
}

// KnownDifferences are those of the system that this program runs on: none, or
// those of Wine.
func KnownDifferences() []Difference {
	if UnderWine() {
		return wine[:]
	}
	return nil
}

// wineCalls are the differences that only the calls themselves show.
var wineCalls = [...]Difference{
	{"NamespaceItselfCannotBeCreated", "rule 1.8", "the namespace exists already"},
	{"NameOfDotsIsTheNamespace", "rule 1.8", "the namespace exists already"},
	{"VerbatimNameTooLongIsRefused", "D15", "paths of 260 characters are refused with 206"},
	{"CloseEndsAWaitingRead", "rule 8.7", "a read that waits ends with 676"},
	{"CloseEndsAllWaitingReads", "rule 8.7", "a read that waits ends with 676"},
	{"CloseEndsATimedRead", "rule 8.7", "a read that waits ends with 676"},
}

// KnownDifferencesOfCalls are KnownDifferences for who hands every name and
// handle to the system as it is.
func KnownDifferencesOfCalls() []Difference {
	if UnderWine() {
		return slices.Concat(wine[:], wineCalls[:])
	}
	return nil
}
