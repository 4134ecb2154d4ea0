package traffic

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"tidegate/edge/failpoint"
)

// group is a switch of two services from what stands at `expected`, with an entry each.
func group(expected int64, color, purpose string) []Move {
	moves := make([]Move, 2)
	for index, service := range []string{"cart", "pay"} {
		generation := expected + 1
		moves[index] = Move{service, Switch{
			Expected: expected, Active: fmt.Appendf(nil, "%q", color), Generation: fmt.Append(nil, generation),
			Sealed:    fmt.Appendf(nil, `{"%s":{"hash":"of-%d"}}`, color, generation),
			MovedWith: []byte(`{"group":"checkout"}`),
			Facts: fmt.Appendf(nil, `{"kind":"switch","service":%q,"generation":%d,"purpose":%q,"group":{"name":"checkout"},"to":{"color":%q,"hash":"of-%d"}}`,
				service, generation, purpose, color, generation),
		}}
	}
	return moves
}

// generations returns those of both services; 0 where there is no record.
func generations(t *testing.T, edge Edge) []int64 {
	t.Helper()
	var found []int64
	for _, service := range []string{"cart", "pay"} {
		record, err := readRecord(recordPath(edge.State, service))
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, record.generation())
	}
	return found
}

func TestMovesServicesTogetherAndTellsEachWorkerAtOneMoment(t *testing.T) {
	edge, proxy := start(t)
	if err := os.Mkdir(edge.Ledger, 0o700); err != nil {
		t.Fatal(err)
	}
	switched, err := edge.To(group(0, "blue", "release")...)
	if err != nil || switched.Head.Number != 2 {
		t.Fatalf("got %v, %v", switched, err)
	}
	if got := read(t, edge.State, "active.map"); got != "cart cart.blue\npay pay.blue\n" {
		t.Errorf("got %q", got)
	}
	asked := `show proc
@!7 clear map /handover.map; @!7 add map /handover.map replaced yes
@!7 prepare map /state/active.map
@!7 add map @4 /state/active.map cart cart.blue; @!7 add map @4 /state/active.map pay pay.blue
@!7 commit map @4 /state/active.map
@!7 prepare map /state/canary.map
@!7 commit map @4 /state/canary.map
@!9 prepare map /state/active.map
@!9 add map @4 /state/active.map cart cart.blue; @!9 add map @4 /state/active.map pay pay.blue
@!9 commit map @4 /state/active.map
@!9 prepare map /state/canary.map
@!9 commit map @4 /state/canary.map`
	if got := proxy.questions(); got != asked {
		t.Errorf("got %s", got)
	}
	if got := read(t, edge.State, "records", "pay.json"); !strings.Contains(got, `"movedWith":{"group":"checkout"}`) {
		t.Errorf("got %s", got)
	}
	if _, err := os.Stat(planPath(edge.State)); err == nil {
		t.Error("the plan is left")
	}
}

func TestSendsAllToNobodyAsOneOfThem(t *testing.T) {
	edge, proxy := start(t)
	os.Mkdir(edge.Ledger, 0o700)
	edge.To(group(0, "blue", "release")...)
	back := group(1, "blue", "fallback")
	for index := range back {
		back[index].Active = []byte("null")
	}
	if _, err := edge.To(back...); err != nil {
		t.Fatal(err)
	}
	asked := "@!9 prepare map /state/active.map\n@!9 commit map @4 /state/active.map\n@!9 prepare map /state/canary.map\n@!9 commit map @4 /state/canary.map"
	if got := proxy.questions(); !strings.HasSuffix(got, asked) || read(t, edge.State, "active.map") != "" {
		t.Errorf("got %s", got)
	}
}

func TestMovesNoneWhereSomebodyElseHasSwitchedOne(t *testing.T) {
	edge := startWithLedger(t)
	edge.To(group(0, "blue", "release")...)
	edge.To(group(1, "green", "release")[1])
	_, err := edge.To(group(1, "green", "release")...)
	var conflict ConflictError
	if !errors.As(err, &conflict) || conflict != (ConflictError{"pay", 2}) {
		t.Errorf("got %v", err)
	}
	if got := generations(t, edge); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("got %v", got)
	}
}

// Whoever comes next, and however they look, finds all of a switch or none of it; the ledger says which.
func TestLeavesAllOfAGroupOrNothingWhereItsProcessDies(t *testing.T) {
	if state := os.Getenv("TEST_STATE"); state != "" {
		folder := filepath.Dir(state)
		Edge{State: state, Ledger: filepath.Join(folder, "ledger"), Run: folder}.To(group(1, "green", "release")...)
		return
	}
	undone := []string{"switch 1", "switch 1", "switch 2", "switch 2", "undone 2", "undone 2", "switch 2", "switch 2"}
	made := []string{"switch 1", "switch 1", "switch 2", "switch 2"}
	for point, want := range map[string][]string{
		"switch:before-entry":    made,
		"switch:after-entry":     undone,
		"switch:before-record":   undone,
		"group:after-plan":       made,
		"group:after-one-record": made,
		"switch:after-record":    made,
	} {
		for _, comesNext := range []string{"a switch", "a look", "a start"} {
			edge := startWithLedger(t)
			edge.To(group(0, "blue", "release")...)
			again := exec.Command(os.Args[0], "-test.run=^TestLeavesAllOfAGroup")
			again.Env = append(os.Environ(), "TEST_STATE="+edge.State, failpoint.Variable+"="+point)
			again.Run()
			if status, isKnown := again.ProcessState.Sys().(syscall.WaitStatus); !isKnown || status.Signal() != syscall.SIGKILL {
				t.Errorf("%s: ended with %v", point, again.ProcessState)
			}
			var err error
			switch comesNext {
			case "a look":
				err = edge.Settle()
			case "a start":
				err = edge.Finish()
			}
			if got := generations(t, edge); comesNext != "a switch" && (err != nil || got[0] != got[1]) {
				t.Errorf("%s, then %s: got %v, %v", point, comesNext, got, err)
			}
			_, err = edge.To(group(1, "green", "release")...)
			var conflict ConflictError
			isThere := errors.As(err, &conflict)
			isMade := slices.Equal(want, made) && point != "switch:before-entry"
			if isThere != isMade || !slices.Equal(generations(t, edge), []int64{2, 2}) {
				t.Errorf("%s, then %s: got %v, %v", point, comesNext, generations(t, edge), err)
			}
			if got := kinds(t, edge); !slices.Equal(got, want) {
				t.Errorf("%s, then %s: got %v", point, comesNext, got)
			}
		}
	}
}

func TestFinishesNothingThatIsOlderThanWhatIsThere(t *testing.T) {
	edge := startWithLedger(t)
	edge.To(group(0, "blue", "release")...)
	edge.To(group(1, "green", "release")...)
	os.WriteFile(planPath(edge.State), []byte(`[{"service":"cart","active":"green","generation":1}]`), 0o600)
	before := read(t, edge.State, "records", "cart.json")
	if err := edge.Finish(); err != nil || read(t, edge.State, "records", "cart.json") != before {
		t.Errorf("got %v", err)
	}
	edge.Finish()
	os.WriteFile(planPath(edge.State), []byte(`[{"serv`), 0o600)
	if err := edge.Finish(); err == nil || !strings.Contains(err.Error(), "remove it there and run `tidegate up`") {
		t.Errorf("got %v of what is no plan", err)
	}
}
