package win32_test

// wine is where Wine 10 differs from Windows by the rules that the tests of
// this package hold, besides the cases of the suite. The numbers are those of
// docs/win32-rules.md.
var wine = map[string]string{
	"TestCreateMailslotRefusesNamesWithoutPrefix":         "rule 1.9: nul exists already",
	"TestNamespaceItselfOpensAndDoesNothing":              "rule 1.8: reads and writes of the namespace answer 6",
	"TestWrongDirection":                                  "D11: ReadFile of a client handle answers 5",
	"TestHandlesAreInheritableOnRequest":                  "D9: bInheritHandle of CreateMailslot is ignored",
	"TestEmptyDACLLeavesTheCreatorItsHandle":              "D22: a descriptor that admits nobody does not admit the creator",
	"TestFileTypeOfMailslotsIsUnknownWithoutError":        "D12: GetFileType leaves 6 as the last error",
	"TestProtectedHandleCannotBeClosed":                   "section 7: unknown flags of SetHandleInformation are ignored",
	"TestDuplicateIsAFullServerHandle":                    "D13: writes to a slot without server go on succeeding",
	"TestDuplicateCanCloseItsSource":                      "rule 7.3: the number of the source may be that of the duplicate",
	"TestBadHandlesAreRefusedEverywhere":                  "section 0: CancelIo does not judge the handle",
	"TestClientCannotSetTheTimeout":                       "rule 6.7: SetMailslotInfo of a client handle answers 6",
	"TestDispositionIsCheckedFirstAndChangesNothing":      "rule 3.4: the name is judged before the disposition",
	"TestAccessDecidesWhoMayWrite":                        "D20: FILE_APPEND_DATA does not write",
	"TestShareModesHaveNoEffect":                          "D7: share modes are those of Windows XP",
	"TestOverlappedImmediateFailureReportsNothing":        "D18: the event is set for an immediate failure too",
	"TestClientHandleIsSignaled":                          "D19: a client handle cannot be waited for",
	"TestWaitLimits":                                      "no rule: a handle may be waited for twice",
	"TestClosingTheLastServerHandleCompletesPendingReads": "rule 8.7: a read that waits ends with 676",
	"TestServerHandleIsSignaledUnlessAReadWaits":          "rule 7.1: the end of a read that has an event leaves the handle reset",
}
