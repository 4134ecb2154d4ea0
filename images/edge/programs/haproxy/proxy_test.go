package haproxy

import (
	"slices"
	"testing"
)

func TestKnowsTheReplacedWorkersFromTheNewest(t *testing.T) {
	answer := `#<PID>          <type>          <reloads>       <uptime>        <version>
1               master          2 [failed: 0]   0d00h00m33s     3.2.26-1
# workers
50              worker          0               0d00h00m12s     3.2.26-1
# old workers
8               worker          2               0d00h00m33s     3.2.26-1
31              worker          1               0d00h00m20s     3.2.26-1
# programs

`
	want := []Worker{{8, true}, {31, true}, {50, false}}
	if got := parseWorkers(answer); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if got := parseWorkers("# workers\n"); len(got) != 0 {
		t.Errorf("got %v of none", got)
	}
}
