package mailslottest

import "strings"

// nameCases are about which spellings reach which slot (rules 1.1 to 1.7).
func nameCases() []Case {
	var cases []Case
	for _, c := range sameSlot {
		cases = append(cases, Case{c.name, c.rule, func(r *run) { r.reaches(c.a, c.b) }})
	}
	for _, c := range otherSlot {
		cases = append(cases, Case{c.name, c.rule, func(r *run) { r.misses(c.a, c.b) }})
	}
	return cases
}

// namePair is two spellings under the name of a case.
type namePair struct{ name, rule, a, b string }

const dot, verbatim = `\\.\mailslot\`, `\\?\mailslot\`

// sameSlot are spellings of one slot.
var sameSlot = [...]namePair{
	{"NamesIgnoreCase", "1.1", dot + `Slot`, `\\.\MAILSLOT\sLOT`},
	{"NameMayHaveLevels", "1.1", dot + `a\b\c`, dot + `A\b\C`},
	{"PrefixWithQuestionMark", "1.2", dot + `x`, `\\?\mailslot\x`},
	{"PrefixOfTheObjectManager", "1.2", dot + `x`, `\??\mailslot\x`},
	{"PrefixWithForwardSlashes", "1.2", dot + `x`, `//./mailslot/x`},
	{"PrefixWithForwardSlashesAndQuestionMark", "1.2", dot + `x`, `//?/mailslot/x`},
	{"PrefixWithMixedSlashes", "1.2", dot + `x`, `\/.\mailslot/x`},
	{"PrefixThroughTheDeviceTree", "1.2", dot + `x`, `\\.\GLOBALROOT\Device\Mailslot\x`},
	{"ForwardSlashSeparatesLevels", "1.3a", dot + `a\b`, dot + `a/b`},
	{"RunsOfSeparatorsCollapse", "1.3b", dot + `a\b`, dot + `\a\\\b`},
	{"DotLevelIsRemoved", "1.3c", dot + `a\b`, dot + `.\a\.\b`},
	{"DotDotRemovesALevel", "1.3c", dot + `a`, dot + `b\..\a`},
	{"DotDotClimbsOutOfThePrefixAndBack", "1.3d", dot + `a`, dot + `..\mailslot\a`},
	{"TrailingDotIsDropped", "1.3e", dot + `dot`, dot + `dot.`},
	{"TrailingSpaceIsDropped", "1.3e", dot + `sp`, dot + `sp `},
	{"TrailingDotsAndSpacesAreDropped", "1.3e", dot + `a`, dot + `a. . `},
	{"DotAtEndOfInnerLevelIsDropped", "1.3e", dot + `d\e`, dot + `d.\e`},
	{"WildcardsAndQuotesAreLegal", "1.5", dot + `*?<>|"`, verbatim + `*?<>|"`},
	{"ColonAndPercentAreLegal", "1.5", dot + `R:\FRED%`, verbatim + `R:\FRED%`},
	{"ControlCharactersAreLegal", "1.5", dot + "\t\x01", verbatim + "\t\x01"},
	{"DeviceNamesAreLegal", "1.5", dot + `con`, dot + `CON`},
	{"AccentedLettersFold", "1.6", dot + "\u00e9", dot + "\u00c9"},
	{"CyrillicFolds", "1.6", dot + "\u0436", dot + "\u0416"},
	{"YDiaeresisFolds", "1.6", dot + "\u00ff", dot + "\u0178"},
	{"UnpairedSurrogateIsLegal", "1.6", dot + "a\xed\xa0\x80", dot + "A\xed\xa0\x80"},
	{"NameOf260CharactersIsLegal", "1.7", dot + strings.Repeat("n", 260), dot + strings.Repeat("N", 260)},
	{"LongestPathIsLegal", "1.7", dot + strings.Repeat("n", 32759-len(dot)), dot + strings.Repeat("N", 32759-len(dot))},
	{"LongestVerbatimNameIsLegal", "1.7", verbatim + strings.Repeat("n", 32749), verbatim + strings.Repeat("N", 32749)},
}

// otherSlot are spellings of two slots.
var otherSlot = [...]namePair{
	{"LevelsAreNoDirectories", "1.1", dot + `a`, dot + `a\b`},
	{"SpaceAtEndOfInnerLevelStays", "1.3e", dot + `a \b`, dot + `a\b`},
	{"LeadingAndInnerSpacesStay", "1.3f", dot + ` a b`, dot + `ab`},
	{"TrailingSeparatorMakesAnotherName", "1.3g", dot + `x\`, dot + `x`},
	{"VerbatimSecondSeparatorIsLiteral", "1.4", verbatim + `\x`, dot + `x`},
	{"VerbatimForwardSlashIsLiteral", "1.4", verbatim + `a/b`, dot + `a\b`},
	{"VerbatimDotDotIsLiteral", "1.4", verbatim + `b\..\a`, dot + `a`},
	{"VerbatimTrailingDotIsLiteral", "1.4", verbatim + `a.`, dot + `a`},
	{"VerbatimTrailingSpaceIsLiteral", "1.4", verbatim + `a `, dot + `a`},
	{"SharpSDoesNotFold", "1.6", dot + "\u00df", dot + "\u1e9e"},
	{"DotlessIDoesNotFold", "1.6", dot + "\u0131", dot + "I"},
	{"DottedCapitalIDoesNotFold", "1.6", dot + "\u0130", dot + "i"},
	{"KelvinSignDoesNotFold", "1.6", dot + "\u212a", dot + "k"},
	{"MicroSignDoesNotFold", "1.6", dot + "\u00b5", dot + "\u03bc"},
	{"FinalSigmaDoesNotFold", "1.6", dot + "\u03c2", dot + "\u03c3"},
	{"PairsOfSurrogatesDoNotFold", "1.6", dot + "\U00010428", dot + "\U00010400"},
}

// reaches expects a message written to b to arrive at a, and the name to be taken.
func (r *run) reaches(a, b string) {
	r.Helper()
	s := r.server(a, 0, NoWait)
	r.write(r.client(b), "hello")
	r.read(s, "hello")
	_, err := r.sys.Create(b, 0, NoWait)
	r.fails("create under the other spelling", err, alreadyExists)
}

// misses expects b to be nowhere while a exists, and both to live side by side.
func (r *run) misses(a, b string) {
	r.Helper()
	sa := r.server(a, 0, NoWait)
	_, err := r.sys.Open(b)
	r.fails("open the other name", err, fileNotFound)
	sb := r.server(b, 0, NoWait)
	r.write(r.client(a), "to a")
	r.write(r.client(b), "to b")
	r.read(sa, "to a")
	r.read(sb, "to b")
}

// namelessCases are spellings that are no slot that could be created (rule 1.9).
func namelessCases() []Case {
	var cases []Case
	for _, c := range noSlot {
		cases = append(cases, Case{c.name, c.rule, func(r *run) {
			_, err := r.sys.Create(c.spelling, 0, NoWait)
			r.fails("create", err, c.create)
			if c.open != success {
				_, err = r.sys.Open(c.spelling)
				r.fails("open", err, c.open)
			}
		}})
	}
	return cases
}

var noSlot = [...]struct {
	name, rule, spelling string
	create               uint32
	open                 uint32 // success: not asked
}{
	{"EmptyNameIsRefused", "1.9 3.2", ``, pathNotFound, pathNotFound},
	{"PathBelowTheRootIsRefused", "1.9", `\mailslot\x`, invalidName, success},
	{"PathOnADriveIsRefused", "1.9", `C:\x`, invalidName, success},
	{"LeadingBlankIsRefused", "1.9", ` \\.\mailslot\x`, invalidName, success},
	{"PipeNameIsRefused", "1.9", `\\.\pipe\x`, invalidName, success},
	{"OtherDeviceIsRefused", "1.9", `\\.\mailslotx`, invalidName, success},
	{"PrefixAloneIsRefused", "1.9", `\\.\`, invalidName, success},
	{"UnknownDeviceIsNoPath", "1.9", `\\.\nosuch\x`, pathNotFound, pathNotFound},
	{"SimilarDeviceIsNoPath", "1.9", `\\.\mailslotx\y`, pathNotFound, pathNotFound},
	{"ClimbingOutOfThePrefixIsRefused", "1.3d", dot + `..\v`, invalidName, success},
	{"VerbatimForwardSlashAfterPrefixIsRefused", "1.4", `\\?\mailslot/x`, invalidName, success},
	{"NamespaceItselfCannotBeCreated", "1.8", dot, invalidName, success},
	{"NameOfDotsIsTheNamespace", "1.3 1.8", dot + `...`, invalidName, success},
	{"PathTooLongForConversionIsNoPath", "1.7", dot + strings.Repeat("n", 32760-len(dot)), pathNotFound, pathNotFound},
	{"VerbatimNameTooLongIsRefused", "1.7", verbatim + strings.Repeat("n", 32750), invalidName, invalidName},
	{"OtherComputersSlotCannotBeCreated", "1.9 11.1", `\\host\mailslot\x`, pathNotFound, success},
	{"DomainsSlotCannotBeCreated", "1.9 11.1", `\\*\mailslot\x`, pathNotFound, success},
	{"UNCSlotCannotBeCreated", "1.9 11.1", `\\?\UNC\host\mailslot\x`, pathNotFound, success},
}
