package main

import "testing"

func TestDoctorJudgesTheKernel(t *testing.T) {
	for release, want := range map[string]level{
		"5.5.19": warning, "5.6.0": fine, "5.7": fine, "4.19.0-27-amd64": warning, "6.1.0-49-cloud-amd64": fine, "unknown": warning, "": warning,
	} {
		if got := judgeKernel(release); got.Level != want {
			t.Errorf("%q: %+v", release, got)
		}
	}
}

func TestClockStepIsMeasured(t *testing.T) {
	if step := clockStep(); step <= 0 {
		t.Errorf("the clock steps by %v", step)
	}
}
