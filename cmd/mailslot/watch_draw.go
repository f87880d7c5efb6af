package main

import (
	"fmt"
	"strconv"
	"strings"

	"mailslot/cmd/mailslot/internal/show"
)

// draw is the view as lines that fit the window.
func (v watchView) draw() []string {
	lines := []string{v.colour.bold(v.cut(v.summary())), ""}
	table := v.table()
	room := len(table)
	if v.height > 0 {
		room = max(1, v.height-len(lines)-len(v.history)-2)
	}
	for i, line := range table[:min(room, len(table))] {
		line = v.cut(line)
		if i == 0 {
			line = v.colour.dim(line)
		}
		lines = append(lines, line)
	}
	lines = append(lines, "")
	for _, line := range v.history {
		lines = append(lines, v.colour.dim(v.cut(line)))
	}
	return lines
}

func (v watchView) summary() string {
	var messages, bytes float64
	unread := 0
	for _, e := range v.rows {
		messages += e.MessagesPerSecond
		bytes += e.BytesPerSecond
		if e.Count != nil {
			unread += *e.Count
		}
	}
	return fmt.Sprintf("%s  %s messages/s  %s/s  %d unread  (q quits)",
		countText(int64(len(v.rows)), "slot"), rateText(messages), bytesText(int64(bytes)), unread)
}

func (v watchView) table() []string {
	rows := [][]string{{"NAME", "OWNER", "PID", "WRITERS", "MSG/S", "BYTES/S", "UNREAD", ""}}
	deepest := 0
	for _, e := range v.rows {
		if e.Count != nil {
			deepest = max(deepest, *e.Count)
		}
	}
	for _, e := range v.rows {
		rows = append(rows, watchRow(e, deepest))
	}
	v.shortenNames(rows)
	widths := columnWidths(rows)
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = tableLine(row, widths)
	}
	return lines
}

// leastName is how much of a name shows, however narrow the window is.
const leastName = 12

// shortenNames leaves room for the figures in the window: a name may be longer
// than a line. The bars, in the last column, are what a line ends with.
func (v watchView) shortenNames(rows [][]string) {
	if v.width <= 0 {
		return
	}
	room := v.width
	widths := columnWidths(rows)
	for _, w := range widths[1 : len(widths)-1] {
		room -= w + columnGap
	}
	for _, row := range rows {
		row[0] = shorten(row[0], max(room, leastName))
	}
}

// shorten leaves most characters of s, of both its ends: levels tell names
// apart at either.
func shorten(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	head := (most - 1) / 2
	return string(runes[:head]) + "…" + string(runes[len(runes)-(most-1-head):])
}

func watchRow(e event, deepest int) []string {
	row := []string{show.Terminal(e.Slot, show.Marks{}), show.Terminal(e.Owner.User, show.Marks{}), orDash(e.Owner.PID)}
	if e.Count == nil {
		return append(row, "-", "-", "-", "-", "")
	}
	traffic := []string{"-", "-", "-"}
	if e.Writers != nil {
		traffic = []string{strconv.Itoa(*e.Writers), rateText(e.MessagesPerSecond), bytesText(int64(e.BytesPerSecond))}
	}
	return append(append(row, traffic...), strconv.Itoa(*e.Count), depthBar(*e.Count, deepest))
}

// depthBarWidth is the length of the bar of the deepest queue.
const depthBarWidth = 20

// depthBar compares a queue with the deepest one. What is not empty shows.
func depthBar(count, deepest int) string {
	if count == 0 {
		return ""
	}
	return strings.Repeat("▇", max(1, int(int64(count)*depthBarWidth/int64(deepest))))
}

// cut shortens a line to the window's width.
func (v watchView) cut(line string) string {
	runes := []rune(line)
	if v.width > 0 && len(runes) > v.width {
		return string(runes[:v.width])
	}
	return line
}
