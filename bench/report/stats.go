package report

import (
	"math"
	"slices"
)

// Quantile is the value below which the share q of v lies, interpolated
// between neighbours; NaN if v is empty.
func Quantile(v []float64, q float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(v))
	at := q * float64(len(s)-1)
	low := int(at)
	if low+1 == len(s) {
		return s[low]
	}
	return s[low] + (at-float64(low))*(s[low+1]-s[low])
}

// Median is the middle of v.
func Median(v []float64) float64 { return Quantile(v, 0.5) }

// Ratio is the median over the rounds of a to b of the same round, which the
// drift of a busy machine moves less than the ratio of two medians.
func Ratio(a, b []float64) float64 {
	n := min(len(a), len(b))
	each := make([]float64, n)
	for i := range n {
		each[i] = a[i] / b[i]
	}
	return Median(each)
}
