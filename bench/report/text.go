package report

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Text prints every cell and the goals for a terminal.
func Text(out io.Writer, r *Results) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, c := range r.Cells {
		fmt.Fprintf(w, "\n%s (%s)\n", c.Title, c.ID)
		fmt.Fprintf(w, "  \tmedian %s\tquartiles\tfrom – to\tratio to %s\n", c.Unit, c.Base)
		base := c.Row(c.Base).Samples
		for _, row := range c.Rows {
			if row.NotRun != "" {
				fmt.Fprintf(w, "  %s\t%s\n", row.Program, row.NotRun)
				continue
			}
			fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", row.Program, number(Median(row.Samples)),
				span(row.Samples, 0.25, 0.75), span(row.Samples, 0, 1), number(Ratio(row.Samples, base)))
		}
	}
	goals(w, r)
	return w.Flush()
}

func span(v []float64, from, to float64) string {
	return number(Quantile(v, from)) + " – " + number(Quantile(v, to))
}

func goals(w io.Writer, r *Results) {
	fmt.Fprint(w, "\nGoals\n  \tagainst\tmeasured\tmust\tambitious\tstretch\treached\n")
	for _, v := range Judge(r) {
		if v.Level == NotRun {
			continue
		}
		fmt.Fprintf(w, "  %s\t%s\t%s %s\t%s\t%s\t%s\t%s\n", v.Metric, v.Anchor, number(v.Measured), v.Unit,
			bound(v.Bounds.Must), bound(v.Bounds.Ambitious), bound(v.Bounds.Stretch), v.Level)
	}
}

func bound(v float64) string {
	if v == 0 {
		return "–"
	}
	return number(v)
}
