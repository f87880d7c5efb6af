package report

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
)

//go:embed performance.md.tmpl
var pageTemplate string

//go:embed performance-cells.md.tmpl
var cellsTemplate string

// WriteDocs writes performance.json, the page, the page of all cells, and the
// plots into dir.
func WriteDocs(r *Results, dir string) error {
	if err := r.Write(filepath.Join(dir, "performance.json")); err != nil {
		return err
	}
	if err := writePlots(r, dir); err != nil {
		return err
	}
	for name, text := range map[string]string{"performance.md": pageTemplate, "performance-cells.md": cellsTemplate} {
		if err := writePage(filepath.Join(dir, name), text, r); err != nil {
			return err
		}
	}
	return nil
}

func writePage(path, text string, r *Results) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"grid":    func(name string) (string, error) { return named(r, name) },
		"table":   func(prefix string) string { return tables(r, prefix) },
		"reached": func() string { return reached(r) },
		"floor":   func() string { return floorTable(r) },
		"goals":   func() string { return goalTable(r) },
		"machine": func() string { return machineTable(r) },
		"budget":  func() string { return budgetTable(r) },
		"plot":    func(file, alt string) string { return plotLink(r, file, alt) },
	}).Parse(text)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(t.Execute(f, r), f.Close())
}

// named is the grid of that name.
func named(r *Results, name string) (string, error) {
	draw, known := grids()[name]
	if !known {
		return "", fmt.Errorf("no grid is called %q", name)
	}
	return draw(r), nil
}

// reached counts the goals by the column that they have reached.
func reached(r *Results) string {
	count, all := map[Level]int{}, 0
	for _, v := range Judge(r) {
		count[v.Level]++
		all++
	}
	text := fmt.Sprintf("Of %d goals %d reach \"stretch\", %d \"ambitious\", %d \"must\", and %d stay below \"must\"",
		all, count[Stretch], count[Ambitious], count[Must], count[Below])
	if n := count[ShortOfAmbitious]; n != 0 {
		text += fmt.Sprintf("; %d miss an \"ambitious\" without a \"must\"", n)
	}
	if n := count[ShortOfStretch]; n != 0 {
		text += fmt.Sprintf("; %d miss a \"stretch\" that stands alone", n)
	}
	if n := count[NotRun]; n != 0 {
		text += fmt.Sprintf("; %d were not run", n)
	}
	return text + "."
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
