//go:build mailslot_hooks

package ring

import (
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// All schedules of two writers, a reader and three messages, a writer killed
// at any step of each. What differs is how the messages travel. In warm plans
// each writer's first message is read before the exploration begins.
func TestEveryScheduleOfTwoWritersKeepsThePromises(t *testing.T) {
	for name, p := range map[string]plan{
		"rings that grow":           {ring: 32, kills: 1, writers: each(sized(16, 16), sized(16))},
		"a ring that wraps":         {ring: 64, kills: 1, writers: each(sized(32, 32), sized(0))},
		"a ring with room for all":  {ring: 128, kills: 1, writers: each(sized(16, 0), sized(1))},
		"inline and then a ring":    {ring: 32, kills: 1, writers: each(inline(sized(3, 16), 1), sized(16))},
		"inline only":               {ring: 32, kills: 1, writers: each(inline(sized(3, 0), 2), sized(16))},
		"streams that go idle":      {ring: 64, kills: 1, hasty: true, writers: each(sized(16, 16), sized(16))},
		"handles that stay open":    {ring: 64, kills: 1, stay: true, writers: each(sized(16, 16), sized(16))},
		"a reader that polls first": {ring: 64, eager: true, writers: each(sized(16, 16), sized(16))},
		"warm rings":                {ring: 128, warm: true, coarse: true, writers: each(sized(0, 16, 16), sized(0, 16))},
		"warm rings that grow":      {ring: 32, warm: true, writers: each(sized(0, 16, 16), sized(0, 16))},
		"warm and cold":             {ring: 64, warm: true, hasty: true, coarse: true, writers: each(sized(0, 0, 0), sized(0, 0))},
		"hint":                      {ring: 64, kills: 1, hint: true, coarse: true, writers: each(sized(16, 16), sized(16))},
		"hint and warm rings":       {ring: 128, hint: true, warm: true, coarse: true, writers: each(sized(0, 16), sized(0, 16))},
		"hint of one":               {ring: 64, kills: 1, hint: true, stay: true, writers: each(inline(sized(3, 16, 16, 16), 1))},
		"hint and a question":       {ring: 128, hint: true, warm: true, coarse: true, stay: true, writers: each(asked(sized(0, 16)), sized(0, 16))},
	} {
		t.Run(name, func(t *testing.T) { exhaust(t, p) })
	}
}

// Info and Close come from other goroutines of the reader, at any step.
func TestEveryScheduleWithInfoAndCloseKeepsThePromises(t *testing.T) {
	for name, p := range map[string]plan{
		"info":                  {ring: 64, asks: 1, kills: 1, writers: each(sized(16), sized(16))},
		"info and a kill":       {ring: 64, asks: 1, kills: 1, writers: each(sized(16, 16))},
		"info of a full ring":   {ring: 32, asks: 1, writers: each(sized(16, 16))},
		"info again":            {ring: 64, asks: 2, writers: each(sized(16, 16))},
		"info while idle":       {ring: 64, asks: 1, hasty: true, writers: each(sized(16), sized(16))},
		"info of inline":        {ring: 64, asks: 1, writers: each(inline(sized(3), 1), sized(16))},
		"info between rings":    {ring: 64, asks: 1, writers: each(sized(0, 0, 16, 0))},
		"info with a hint":      {ring: 64, asks: 1, hint: true, coarse: true, writers: each(sized(16), sized(16))},
		"info and hint of one":  {ring: 64, asks: 1, kills: 1, hint: true, warm: true, coarse: true, writers: each(sized(16, 16))},
		"info and a question":   {ring: 128, asks: 1, hint: true, warm: true, coarse: true, stay: true, writers: each(append(asked(sized(0, 16)), sized(16)...))},
		"close of rings":        {ring: 32, close: true, writers: each(sized(16, 16), sized(16))},
		"close of inline":       {ring: 32, close: true, writers: each(inline(sized(3, 16), 1), sized(16))},
		"close of one and kill": {ring: 32, close: true, kills: 1, writers: each(sized(16, 16))},
	} {
		t.Run(name, func(t *testing.T) { exhaust(t, p) })
	}
}

// Plans that take minutes: all of their schedules with MAILSLOT_LONG=1, else a
// share that is another one each time.
func TestSchedulesOfLongerPlansKeepThePromises(t *testing.T) {
	share := 5_000
	if long() {
		share = math.MaxInt
	}
	rng := rand.New(rand.NewPCG(seed(t), 2))
	three := each(sized(16, 16), sized(16))
	for name, p := range map[string]plan{
		"info":            {ring: 64, asks: 1, kills: 1, writers: three},
		"info twice":      {ring: 64, asks: 2, kills: 1, writers: each(sized(16), sized(16))},
		"info of inline":  {ring: 64, asks: 1, kills: 1, writers: each(inline(sized(3, 16), 1), sized(16))},
		"warm rings":      {ring: 128, kills: 1, warm: true, writers: each(sized(0, 16, 16), sized(0, 16))},
		"warm info":       {ring: 128, asks: 1, warm: true, writers: each(sized(0, 16, 16), sized(0, 16))},
		"four messages":   {ring: 64, kills: 1, writers: each(sized(16, 16), sized(16, 16))},
		"two kills":       {ring: 32, kills: 2, writers: three},
		"three writers":   {ring: 32, kills: 1, writers: each(sized(16), sized(16), sized(16))},
		"hint":            {ring: 128, kills: 1, hint: true, warm: true, writers: each(sized(0, 16, 16), sized(0, 16))},
		"hint and growth": {ring: 32, hint: true, coarse: true, hasty: true, writers: three},
		"hint and info":   {ring: 128, asks: 1, hint: true, warm: true, coarse: true, writers: each(sized(0, 16), sized(0, 16))},
		"close and kill":  {ring: 32, close: true, kills: 1, writers: three},
	} {
		t.Run(name, func(t *testing.T) { (&search{plan: p, most: share, rng: rng}).test(t) })
	}
}

func long() bool { return os.Getenv("MAILSLOT_LONG") == "1" }

// A writer that lies about the time harms nobody else's order.
func TestEveryScheduleWithALiarKeepsTheOrderOfOthers(t *testing.T) {
	for name, lie := range map[string]uint64{"past": 0, "future": math.MaxUint64} {
		t.Run(name, func(t *testing.T) {
			writers := each(sized(0, 16), sized(0, 16), sized(0, 0, 0))
			writers[2].liar, writers[2].lie = true, lie
			exhaust(t, plan{ring: 128, warm: true, lied: true, stay: true, writers: writers})
			if long() {
				writers = each(sized(0, 16), sized(0, 16), sized(0, 0))
				writers[2].liar, writers[2].lie = true, lie
				exhaust(t, plan{ring: 64, warm: true, stay: true, writers: writers})
			}
		})
	}
}

// exhaust fails the test if any schedule of the plan breaks a promise.
func exhaust(t *testing.T, p plan) {
	t.Helper()
	(&search{plan: p, most: math.MaxInt}).test(t)
}

func (s *search) test(t *testing.T) {
	t.Helper()
	violation, trace := s.explore()
	if violation != "" {
		t.Fatalf("%s\n  %s", violation, strings.Join(trace, "\n  "))
	}
	t.Logf("%d states, %d runs", len(s.seen), s.runs)
}

func sized(sizes ...int) (list []message) {
	for _, n := range sizes {
		list = append(list, message{size: n})
	}
	return list
}

// asked has a question before the last message.
func asked(list []message) []message {
	list[len(list)-1].asks = true
	return list
}

// inline marks the first n messages.
func inline(list []message, n int) []message {
	for i := range n {
		list[i].inline = true
	}
	return list
}

func each(lists ...[]message) (writers []script) {
	for _, list := range lists {
		writers = append(writers, script{messages: list})
	}
	return writers
}
