package main

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"mailslot/cmd/mailslot/internal/show"
)

// live shows the table until q, which is success, or Ctrl-C, which is not.
func (o *watchOptions) live(ctx context.Context, c console) error {
	m := watchView{options: *o, colour: c.outColour}
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
	options watchOptions
	colour  colour
	sampler sampler
	rows    []event  // of the latest look
	history []string // slots created and closed, latest last
	height  int
	width   int
	err     error // why the view ended
}

// look is the message with what one look saw.
type look struct {
	time   time.Time
	states []state
	err    error
}

// next asks for the next look.
type next struct{}

func (v watchView) look() tea.Msg {
	found, err := states(v.options.pattern)
	return look{time.Now().UTC(), found, err}
}

// Init looks at once.
func (v watchView) Init() tea.Cmd { return v.look }

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
	case next:
		return v, v.look
	case look:
		if msg.err != nil {
			v.err = msg.err
			return v, tea.Quit
		}
		v.take(msg)
		return v, tea.Tick(v.options.interval.Duration, func(time.Time) tea.Msg { return next{} })
	}
	return v, nil
}

// take turns a look into rows and history.
func (v *watchView) take(l look) {
	v.rows = nil
	for _, e := range v.sampler.next(l.time, l.states) {
		if e.Event == eventCreated || e.Event == eventClosed {
			name := show.Terminal(e.Slot, show.Marks{})
			v.history = append(v.history, fmt.Sprintf("%s %-7s %s", e.Time.Local().Format(time.TimeOnly), e.Event, name))
		}
		if e.Event != eventClosed {
			v.rows = append(v.rows, e)
		}
	}
	if extra := len(v.history) - historySize; extra > 0 {
		v.history = append([]string(nil), v.history[extra:]...)
	}
}

// View draws the table, cut to the window.
func (v watchView) View() tea.View {
	view := tea.NewView(strings.Join(v.draw(), "\n"))
	view.AltScreen = true
	view.WindowTitle = "mailslot watch"
	return view
}
