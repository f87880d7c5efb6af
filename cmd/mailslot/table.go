package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"mailslot/cmd/mailslot/internal/show"
)

// printTable prints rows in columns, the first row as the heading.
func (c console) printTable(rows [][]string) error {
	widths := columnWidths(rows)
	for i, row := range rows {
		line := tableLine(row, widths)
		if i == 0 {
			line = c.outColour.bold(line)
		}
		if _, err := fmt.Fprintln(c.out, line); err != nil {
			return err
		}
	}
	return nil
}

func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// columnGap is the blanks between two columns.
const columnGap = 2

func tableLine(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		b.WriteString(cell)
		b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+columnGap))
	}
	return strings.TrimRight(b.String(), " ")
}

// printJSON prints one object as a line.
func (c console) printJSON(object any) error {
	b, err := json.Marshal(object)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, show.SafeJSON(string(b)))
	return err
}
