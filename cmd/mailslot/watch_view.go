package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"mailslot/cmd/mailslot/internal/show"
)

// live shows the table until q, which is success, or Ctrl-C, which is not.
func (o *watchOptions) live(ctx context.Context, c console) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m := watchView{looks: o.looks(ctx), colour: c.outColour}
	program := tea.NewProgram(m, tea.WithContext(ctx), tea.WithOutput(c.out), tea.WithoutSignalHandler())
	last, err := program.Run()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return err
	}
	return last.(watchView).err
}

// historySize is how many closed and created slots the view remembers.
const historySize = 5

// watchView is the model of the live table.
type watchView struct {
	looks   <-chan look
	colour  colour
	sampler sampler
	rows    []event  // of the latest look
	history []string // slots created and closed, latest last
	height  int
	width   int
	err     error // why the view ended
}

// next waits for the next look.
func (v watchView) next() tea.Msg {
	l, ok := <-v.looks
	if !ok {
		return tea.Quit()
	}
	return l
}

// Init waits for the first look.
func (v watchView) Init() tea.Cmd { return v.next }

// Update takes keys, window sizes and looks.
func (v watchView) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch msg.String() {
		case "q", "esc":
			return v, tea.Quit
		case "ctrl+c":
			v.err = interrupted{syscall.SIGINT} // the terminal is raw: no signal comes
			return v, tea.Quit
		}
	case tea.WindowSizeMsg:
		v.width, v.height = msg.Width, msg.Height
	case look:
		if msg.err != nil {
			v.err = msg.err
			return v, tea.Quit
		}
		v.take(msg)
		return v, v.next
	}
	return v, nil
}

// take turns a look into rows and history.
func (v *watchView) take(l look) {
	for _, e := range v.sampler.next(l.time, l.states, l.tick) {
		switch e.Event {
		case eventCreated, eventClosed:
			name := show.Terminal(e.Slot, show.Marks{})
			v.history = append(v.history, fmt.Sprintf("%s %-7s %s", e.Time.Local().Format(time.TimeOnly), e.Event, name))
		}
		v.put(e)
	}
	if extra := len(v.history) - historySize; extra > 0 {
		v.history = slices.Clone(v.history[extra:])
	}
}

// put brings the rows, which stay in the order of their names, up to an event.
func (v *watchView) put(e event) {
	i, found := slices.BinarySearchFunc(v.rows, e.Slot, func(row event, name string) int { return cmp.Compare(row.Slot, name) })
	rows := slices.Clone(v.rows)
	switch {
	case e.Event == eventClosed && found:
		rows = slices.Delete(rows, i, i+1)
	case e.Event == eventClosed:
	case found:
		rows[i] = e
	default:
		rows = slices.Insert(rows, i, e)
	}
	v.rows = rows
}

// View draws the table, cut to the window.
func (v watchView) View() tea.View {
	view := tea.NewView(strings.Join(v.draw(), "\n"))
	view.AltScreen = true
	view.WindowTitle = "mailslot watch"
	return view
}
