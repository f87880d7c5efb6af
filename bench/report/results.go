// Package report holds what a run of the benchmark measured, judges it by the
// goals of the local transport, and writes it as JSON, Markdown and SVG.
package report

import (
	"encoding/json"
	"math"
	"os"
	"time"
)

// Results is one run, as docs/performance.json keeps it.
type Results struct {
	When    time.Time         `json:"when"`
	Rounds  int               `json:"rounds"`
	Machine map[string]string `json:"machine"`
	Floor   []Floor           `json:"floor"`
	Cells   []Cell            `json:"cells"`
	Profile []Profile         `json:"profile,omitempty"`
}

// Floor is what one elementary operation costs on the machine, in nanoseconds.
type Floor struct {
	Name    string    `json:"name"`
	Samples []float64 `json:"samples"`
}

// Cell is one measurement of several programs, each run once a round.
type Cell struct {
	ID    string `json:"id"` // such as tput/4/256
	Title string `json:"title"`
	Unit  string `json:"unit"`
	More  bool   `json:"more_is_better"`
	Base  string `json:"base"` // the program that ratios are to
	Rows  []Row  `json:"rows"`
}

// Row is one program in a cell: a sample a round, in round order.
type Row struct {
	Program string               `json:"program"`
	Samples []float64            `json:"samples,omitempty"`
	Extra   map[string][]float64 `json:"extra,omitempty"`   // what else it printed
	NotRun  string               `json:"not_run,omitempty"` // why there are no samples
}

// Profile is where the time of one loop goes.
type Profile struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// Passes is how often a round has run the cells that it runs most often.
func (r *Results) Passes() int {
	most := 0
	for _, c := range r.Cells {
		for _, row := range c.Rows {
			most = max(most, len(row.Samples)/max(1, r.Rounds))
		}
	}
	return most
}

// Row returns the row of a program; one without samples if there is none.
func (c *Cell) Row(program string) Row {
	for _, r := range c.Rows {
		if r.Program == program {
			return r
		}
	}
	return Row{Program: program, NotRun: "not in this cell"}
}

// Cell returns the cell with that id, or nil.
func (r *Results) Cell(id string) *Cell {
	for i := range r.Cells {
		if r.Cells[i].ID == id {
			return &r.Cells[i]
		}
	}
	return nil
}

// floor is the median of one elementary operation; NaN if it was not measured.
func (r *Results) floor(name string) float64 {
	for _, f := range r.Floor {
		if f.Name == name {
			return Median(f.Samples)
		}
	}
	return math.NaN()
}

// Read loads a run from a JSON file.
func Read(path string) (*Results, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := new(Results)
	return r, json.Unmarshal(b, r)
}

// Write stores a run as a JSON file.
func (r *Results) Write(path string) error {
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

// AddFloor adds a sample of one elementary operation.
func (r *Results) AddFloor(name string, value float64) {
	for i := range r.Floor {
		if r.Floor[i].Name == name {
			r.Floor[i].Samples = append(r.Floor[i].Samples, value)
			return
		}
	}
	r.Floor = append(r.Floor, Floor{name, []float64{value}})
}
