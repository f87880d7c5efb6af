package report

import (
	"math"
	"testing"
)

func TestQuantileInterpolatesBetweenNeighbours(t *testing.T) {
	v := []float64{4, 1, 3, 2}
	for q, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 2.5, 1: 4} {
		if got := Quantile(v, q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if v[0] != 4 {
		t.Error("the samples were reordered")
	}
	if !math.IsNaN(Quantile(nil, 0.5)) {
		t.Error("nothing has a median")
	}
}

func TestRatioPairsTheSamplesOfARound(t *testing.T) {
	slow, quick := []float64{10, 100, 1000}, []float64{1, 10, 100}
	if got := Ratio(slow, quick); got != 10 {
		t.Errorf("ratio is %v, want 10: the machine's drift is the same in each round", got)
	}
	if !math.IsNaN(Ratio(slow, nil)) {
		t.Error("a program that was not run has a ratio")
	}
}
