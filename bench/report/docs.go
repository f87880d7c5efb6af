package report

import (
	_ "embed"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
)

//go:embed performance.md.tmpl
var pageTemplate string

// WriteDocs writes performance.json, performance.md and the plots into dir.
func WriteDocs(r *Results, dir string) error {
	if err := r.Write(filepath.Join(dir, "performance.json")); err != nil {
		return err
	}
	if err := writePlots(r, dir); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, "performance.md"))
	if err != nil {
		return err
	}
	if err := Markdown(f, r); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Markdown writes the page of a run.
func Markdown(w io.Writer, r *Results) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"table":   func(prefix string) string { return tables(r, prefix) },
		"matrix":  func(writers int) string { return matrix(r, writers) },
		"floor":   func() string { return floorTable(r) },
		"goals":   func() string { return goalTable(r) },
		"machine": func() string { return machineTable(r) },
		"budget":  func() string { return budgetTable(r) },
		"plot":    func(file, alt string) string { return plotLink(r, file, alt) },
	}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	return t.Execute(w, r)
}

func plotLink(r *Results, file, alt string) string {
	if _, drawn := plots(r)[file]; !drawn {
		return ""
	}
	return fmt.Sprintf("![%s](%s)", alt, file)
}

// tables are the cells whose id starts with prefix, each as a table.
func tables(r *Results, prefix string) string {
	var b strings.Builder
	for _, c := range r.Cells {
		if strings.HasPrefix(c.ID, prefix) {
			cellTable(&b, c)
		}
	}
	if b.Len() == 0 {
		return "Not run.\n"
	}
	return b.String()
}

func cellTable(b *strings.Builder, c Cell) {
	fmt.Fprintf(b, "\n**%s** (`%s`)\n\n| | %s | quartiles | least – most | ratio to %s |\n|---|--:|--:|--:|--:|\n", c.Title, c.ID, c.Unit, c.Base)
	base := c.Row(c.Base).Samples
	for _, row := range c.Rows {
		if row.NotRun != "" {
			fmt.Fprintf(b, "| %s | %s | | | |\n", row.Program, row.NotRun)
			continue
		}
		fmt.Fprintf(b, "| %s | %s%s | %s | %s | %s |\n", row.Program, number(Median(row.Samples)), extras(row),
			span(row.Samples, 0.25, 0.75), span(row.Samples, 0, 1), number(Ratio(row.Samples, base)))
	}
}

// extras is what else a program told that belongs beside its figure: the tail
// of a latency, the memory of a queue without a bound.
func extras(row Row) string {
	var all []string
	for _, k := range slices.Sorted(maps.Keys(row.Extra)) {
		v := Median(row.Extra[k])
		switch {
		case k == "shared_kb" && v >= 1<<14:
			all = append(all, fmt.Sprintf("%s MB of memory", number(v/1024)))
		case k == "half_p99" || k == "oneway_p99":
			all = append(all, "p99 "+number(v))
		case k == "read":
			all = append(all, "reading "+number(v)+" ns")
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, ", ") + ")"
}

// matrix is throughput by program and size: messages a second and the ratio.
func matrix(r *Results, writers int) string {
	sizes := []int{16, 256, 4096, 65536, 1 << 20}
	var b strings.Builder
	b.WriteString("\n| messages/s (ratio) |")
	for _, s := range sizes {
		fmt.Fprintf(&b, " %s |", sizeName(s))
	}
	b.WriteString("\n|---|--:|--:|--:|--:|--:|\n")
	var names []string
	for _, s := range across(r, sizes, fmt.Sprintf("tput/%d/%%d", writers)) {
		names = append(names, s.name)
	}
	for _, name := range names {
		fmt.Fprintf(&b, "| %s |", name)
		for _, s := range sizes {
			fmt.Fprintf(&b, " %s |", rateAndRatio(r.Cell(fmt.Sprintf("tput/%d/%d", writers, s)), name))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func rateAndRatio(c *Cell, program string) string {
	if c == nil {
		return "–"
	}
	row := c.Row(program)
	if row.NotRun != "" {
		return "–"
	}
	return fmt.Sprintf("%s (%s)", number(Median(row.Samples)), number(Ratio(row.Samples, c.Row(c.Base).Samples)))
}

func floorTable(r *Results) string {
	var b strings.Builder
	b.WriteString("\n| operation | ns | quartiles |\n|---|--:|--:|\n")
	for _, f := range r.Floor {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", f.Name, number(Median(f.Samples)), span(f.Samples, 0.25, 0.75))
	}
	return b.String()
}

func goalTable(r *Results) string {
	var b strings.Builder
	b.WriteString("\n| metric | against | measured | must | ambitious | stretch | reached |\n|---|---|--:|--:|--:|--:|---|\n")
	for _, v := range Judge(r) {
		fmt.Fprintf(&b, "| %s | %s | %s %s | %s | %s | %s | %s |\n", v.Metric, v.Anchor, number(v.Measured), v.Unit,
			bound(v.Bounds.Must), bound(v.Bounds.Ambitious), bound(v.Bounds.Stretch), v.Level)
	}
	return b.String()
}

func machineTable(r *Results) string {
	var b strings.Builder
	b.WriteString("\n| | |\n|---|---|\n")
	for _, k := range slices.Sorted(maps.Keys(r.Machine)) {
		fmt.Fprintf(&b, "| %s | %s |\n", k, r.Machine[k])
	}
	return b.String()
}
