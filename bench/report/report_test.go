package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sample is a run of three programs, one of which could not do everything.
func sample() *Results {
	r := &Results{Rounds: 2, Machine: map[string]string{"cores": "2"}}
	for _, size := range []string{"16", "256", "4096"} {
		r.Cells = append(r.Cells, Cell{
			ID: "tput/4/" + size, Title: "Throughput", Unit: "messages/s", More: true, Base: "dgram",
			Rows: []Row{
				{Program: "mailslot", Samples: []float64{36e5, 72e5}},
				{Program: "dgram", Samples: []float64{1e5, 2e5}},
				{Program: "zmq", NotRun: "not run: libzmq missing"},
			},
		})
	}
	r.AddFloor("atomic_add", 6)
	r.AddFloor("atomic_add", 8)
	return r
}

func TestGoalIsReachedAtItsBound(t *testing.T) {
	more, less := Bounds{3, 5, 8}, Bounds{2, 1.3, 1}
	for _, c := range []struct {
		b    Bounds
		less bool
		v    float64
		want Level
	}{
		{more, false, 2.99, Below}, {more, false, 3, Must}, {more, false, 5, Ambitious}, {more, false, 8, Stretch},
		{less, true, 2.01, Below}, {less, true, 2, Must}, {less, true, 1.3, Ambitious}, {less, true, 1, Stretch},
		{Bounds{0, 80, 0}, true, 81, ShortOfAmbitious}, {Bounds{0, 80, 0}, true, 80, Ambitious},
		{Bounds{0, 0, 3}, true, 3.01, ShortOfStretch}, {Bounds{0, 0, 3}, true, 3, Stretch},
		{more, false, math.NaN(), NotRun},
	} {
		if got := c.b.level(c.v, c.less); got != c.want {
			t.Errorf("%v with %v is %v, want %v", c.b, c.v, got, c.want)
		}
	}
}

func TestPageTellsHowOftenCellsWereRun(t *testing.T) {
	r := sample()
	r.Cells[1].Rows[0].Samples = make([]float64, 4*r.Rounds)
	if got := r.Passes(); got != 4 {
		t.Errorf("%d times a round, want 4", got)
	}
}

func TestJudgeTakesTheRatioOfTheCell(t *testing.T) {
	for _, v := range Judge(sample()) {
		switch {
		case v.Cell == "tput/4/16" && v.Anchor == "dgram":
			if v.Measured != 36 || v.Level != Ambitious {
				t.Errorf("%v reached %v, want 36 and ambitious", v.Measured, v.Level)
			}
		case v.Cell == "oneshot" && v.Level != NotRun:
			t.Error("a cell that was not run has been judged")
		}
	}
}

// TestEveryGoalIsCountedOnce: the sum of the summary's numbers is the number of goals.
func TestEveryGoalIsCountedOnce(t *testing.T) {
	r, err := Read("../../docs/performance.json")
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int
	for _, word := range regexp.MustCompile(`\d+`).FindAllString(reached(r), -1) {
		n, _ := strconv.Atoi(word)
		numbers = append(numbers, n)
	}
	sum := 0
	for _, n := range numbers[1:] {
		sum += n
	}
	if sum != numbers[0] {
		t.Errorf("%s: that is %d", reached(r), sum)
	}
}

func TestEveryGoalNamesAMetric(t *testing.T) {
	for _, g := range Goals() {
		if g.Metric == "" || g.Cell == "" || g.Bounds == (Bounds{}) || g.value == nil {
			t.Errorf("an incomplete goal: %+v", g)
		}
	}
}

func TestResultsSurviveTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.json")
	if err := sample().Write(path); err != nil {
		t.Fatal(err)
	}
	got, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(sample(), got); d != "" {
		t.Error(d)
	}
}

func TestPageTellsWhyAProgramWasNotRun(t *testing.T) {
	dir := t.TempDir()
	if err := WriteDocs(sample(), dir); err != nil {
		t.Fatal(err)
	}
	page := read(t, dir, "performance.md")
	for _, want := range []string{"| mailslot | 5,400,000 (36.0) |", "(perf-throughput-4.svg)", "| atomic_add | 7.00 |", "(performance-cells.md)"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if !bytes.Contains(read(t, dir, "performance-cells.md"), []byte("not run: libzmq missing")) {
		t.Error("the page of the cells does not say why a program was not run")
	}
	if bytes.Contains(page, []byte("perf-handles.svg")) {
		t.Error("the page shows a plot that was not drawn")
	}
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAQueueWithoutBoundShowsItsMemory(t *testing.T) {
	r := sample()
	r.Cells[0].Rows[0].Extra = map[string][]float64{"shared_kb": {largeQueue}}
	r.Cells[1].Rows[0].Extra = map[string][]float64{"shared_kb": {largeQueue - 1}}
	text, err := named(r, "four writers")
	if err != nil {
		t.Fatal(err)
	}
	if want := "| mailslot | 5,400,000 (36.0), 16.0 MB | 5,400,000 (36.0) |"; !strings.Contains(text, want) {
		t.Errorf("the table lacks %q:\n%s", want, text)
	}
}

func TestPlotIsWellFormed(t *testing.T) {
	var b strings.Builder
	plots(sample())["perf-throughput-4.svg"].write(&b)
	d := xml.NewDecoder(strings.NewReader(b.String()))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "zmq") {
		t.Error("a program without figures was drawn")
	}
}

func TestTextListsCellsAndGoals(t *testing.T) {
	var b strings.Builder
	if err := Text(&b, sample()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"tput/4/16", "5,400,000", "ambitious", "libzmq missing"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}
