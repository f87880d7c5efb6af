package report

import (
	"fmt"
	"html"
	"io"
	"math"
	"slices"
)

// plot is a chart of lines over two logarithmic axes.
type plot struct {
	title, x, y string
	ticks       []int // of the x axis; their labels are sizes if inBytes
	inBytes     bool
	series      []series
}

// series is one program's line: a value for every tick, NaN where there is none.
type series struct {
	name   string
	values []float64
}

// The page of a plot, in its own units.
const (
	plotWidth, plotHeight    = 860, 460
	marginLeft, marginRight  = 70, 150
	marginTop, marginBottom  = 40, 50
	labelDistance, labelSize = 13, 11
)

// colour tells programs apart, the same in every plot, for colour-blind eyes
// too (after Okabe and Ito).
func colour(program string) string {
	known := map[string]string{
		"mailslot": "#d55e00", "mailslot-shared": "#e69f00", "mailslot-unlimited": "#a05a2c",
		"dgram": "#000000", "dgram_mmsg": "#777777", "seqpacket": "#0072b2", "mq": "#56b4e9", "pipe": "#1b1b7a",
		"zmq": "#009e73", "gounix": "#7a5195", "nats": "#8c6d31", "shmring": "#cc79a7",
	}
	if c, ok := known[program]; ok {
		return c
	}
	return "#555555"
}

// write draws the plot as SVG. It is drawn on white, so that it can be read on
// a dark page.
func (p plot) write(w io.Writer) {
	low, high := p.bounds()
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="%d">`+"\n", plotWidth, plotHeight, labelSize)
	fmt.Fprintf(w, `<rect width="100%%" height="100%%" fill="#fff"/>`+"\n")
	fmt.Fprintf(w, `<text x="%d" y="22" font-size="15" font-weight="bold">%s</text>`+"\n", marginLeft, html.EscapeString(p.title))
	p.axes(w, low, high)
	ends := p.labelPlaces(low, high)
	for i, s := range p.series {
		p.line(w, s, ends[i], low, high)
	}
	fmt.Fprintln(w, `</svg>`)
}

// bounds are the powers of ten around all values.
func (p plot) bounds() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, s := range p.series {
		for _, v := range s.values {
			if !math.IsNaN(v) && v > 0 {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	return math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Ceil(math.Log10(high)))
}

func (p plot) atX(i int) float64 {
	first, last := math.Log(float64(p.ticks[0])), math.Log(float64(p.ticks[len(p.ticks)-1]))
	share := (math.Log(float64(p.ticks[i])) - first) / (last - first)
	return marginLeft + share*(plotWidth-marginLeft-marginRight)
}

func atY(v, low, high float64) float64 {
	share := math.Log(v/low) / math.Log(high/low)
	return plotHeight - marginBottom - share*(plotHeight-marginTop-marginBottom)
}

func (p plot) axes(w io.Writer, low, high float64) {
	right := plotWidth - marginRight
	for v := low; v <= high*1.001; v *= 10 {
		y := atY(v, low, high)
		fmt.Fprintf(w, `<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			marginLeft, y, right, marginLeft-6, y+4, si(v))
	}
	bottom := plotHeight - marginBottom
	for i, tick := range p.ticks {
		label := thousands(int64(tick))
		if p.inBytes {
			label = sizeName(tick)
		}
		fmt.Fprintf(w, `<path d="M%.1f %dV%d" stroke="#eee"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n",
			p.atX(i), marginTop, bottom, p.atX(i), bottom+16, label)
	}
	fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="middle">%s</text>`+"\n", (marginLeft+right)/2, plotHeight-10, html.EscapeString(p.x))
	fmt.Fprintf(w, `<text transform="translate(14 %d) rotate(-90)" text-anchor="middle">%s</text>`+"\n", (marginTop+bottom)/2, html.EscapeString(p.y))
}

// labelPlaces spreads the names at the right so that none covers another.
func (p plot) labelPlaces(low, high float64) []float64 {
	order, place := make([]int, len(p.series)), make([]float64, len(p.series))
	for i, s := range p.series {
		order[i], place[i] = i, plotHeight-marginBottom
		if last := s.last(); last >= 0 {
			place[i] = atY(s.values[last], low, high)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return int(1000 * (place[a] - place[b])) })
	for k := 1; k < len(order); k++ {
		place[order[k]] = max(place[order[k]], place[order[k-1]]+labelDistance)
	}
	return place
}

// last is the index of the last value that exists, or -1.
func (s series) last() int {
	for i := len(s.values) - 1; i >= 0; i-- {
		if !math.IsNaN(s.values[i]) {
			return i
		}
	}
	return -1
}

func (p plot) line(w io.Writer, s series, labelY, low, high float64) {
	last := s.last()
	if last < 0 {
		return
	}
	width, path, command, colour := 1.4, "", "M", colour(s.name)
	if s.name == product {
		width = 3.5
	}
	for i, v := range s.values {
		if math.IsNaN(v) {
			command = "M"
			continue
		}
		path += fmt.Sprintf("%s%.1f %.1f", command, p.atX(i), atY(v, low, high))
		command = "L"
	}
	fmt.Fprintf(w, `<path d="%s" fill="none" stroke="%s" stroke-width="%.1f"/>`+"\n", path, colour, width)
	x := plotWidth - marginRight
	fmt.Fprintf(w, `<path d="M%.1f %.1fL%d %.1f" stroke="%s" stroke-width="0.5" stroke-dasharray="2 2"/>`, p.atX(last), atY(s.values[last], low, high), x+14, labelY, colour)
	fmt.Fprintf(w, `<text x="%d" y="%.1f" fill="%s">%s</text>`+"\n", x+17, labelY+4, colour, html.EscapeString(s.name))
}

// si is a power of ten in the words of the axis.
func si(v float64) string {
	switch {
	case v >= 1e9:
		return fmt.Sprintf("%g G", v/1e9)
	case v >= 1e6:
		return fmt.Sprintf("%g M", v/1e6)
	case v >= 1e3:
		return fmt.Sprintf("%g k", v/1e3)
	}
	return fmt.Sprintf("%g", v)
}
