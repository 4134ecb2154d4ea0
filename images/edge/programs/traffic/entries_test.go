package traffic

import (
	"encoding/json"
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
	"tidegate/edge/ledger"
)

// startWithLedger starts an edge whose ledger is empty.
func startWithLedger(t *testing.T) Edge {
	t.Helper()
	edge, _ := start(t)
	if err := os.Mkdir(edge.Ledger, 0o700); err != nil {
		t.Fatal(err)
	}
	return edge
}

// to is a switch with an entry.
func to(expected int64, color string, generation int, purpose string) Switch {
	return Switch{
		Expected: expected, Active: fmt.Appendf(nil, "%q", color), Generation: fmt.Append(nil, generation),
		Sealed: fmt.Appendf(nil, `{"%s":{"hash":"of-%d"}}`, color, generation),
		Facts: fmt.Appendf(nil, `{"kind":"switch","service":"shop","generation":%d,"purpose":%q,"to":{"color":%q,"hash":"of-%d"}}`,
			generation, purpose, color, generation),
	}
}

// kinds returns what the entries are, with the numbers of their switches.
func kinds(t *testing.T, edge Edge) []string {
	t.Helper()
	var kinds []string
	for line := range strings.Lines(read(t, edge.Ledger, "000001.jsonl")) {
		var entry ledger.Entry
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, fmt.Sprintf("%s %d", entry.Kind, entry.Generation))
	}
	return kinds
}

func TestWritesASwitchAheadAndItsGoodEndOnce(t *testing.T) {
	edge := startWithLedger(t)
	switched, err := edge.To(Move{"shop", to(0, "blue", 7, "release")})
	if err != nil || switched.Head == nil || switched.Head.Number != 1 {
		t.Fatalf("got %v, %v", switched, err)
	}
	assertion := to(7, "blue", 7, "")
	assertion.Facts = nil
	if again, err := edge.To(Move{"shop", assertion}); err != nil || again.Head != nil {
		t.Errorf("got %v, %v of what is there already", again, err)
	}
	verified := []byte(`{"kind":"verified","service":"shop","generation":7}`)
	if isOpen, err := edge.IsOpen("shop", 7); err != nil || !isOpen {
		t.Errorf("got %v, %v", isOpen, err)
	}
	if head, err := edge.Note(verified); err != nil || head == nil || head.Number != 2 {
		t.Errorf("got %v, %v", head, err)
	}
	if isOpen, err := edge.IsOpen("shop", 7); err != nil || isOpen {
		t.Errorf("got %v, %v of one that has proved itself", isOpen, err)
	}
	if head, err := edge.Note(verified); err != nil || head != nil {
		t.Errorf("got %v, %v of what is written already", head, err)
	}
	if _, err := edge.Note([]byte(`{"kind":"switch"}`)); err == nil {
		t.Error("noted a switch that nobody made")
	}
	if got := kinds(t, edge); !slices.Equal(got, []string{"switch 7", "verified 7"}) {
		t.Errorf("got %v", got)
	}
}

func TestSaysThatASwitchWasNeverMadeWhereItsProcessDied(t *testing.T) {
	if state := os.Getenv("TEST_STATE"); state != "" {
		folder := filepath.Dir(state)
		Edge{State: state, Ledger: filepath.Join(folder, "ledger"), Run: folder}.To(Move{"shop", to(7, "green", 8, "release")})
		return
	}
	for point, want := range map[string][]string{
		"switch:before-entry":  {"switch 7", "switch 8", "verified 8"},
		"switch:after-entry":   {"switch 7", "switch 8", "undone 8", "switch 8", "verified 8"},
		"switch:before-record": {"switch 7", "switch 8", "undone 8", "switch 8", "verified 8"},
		"switch:after-record":  {"switch 7", "switch 8", "verified 8"},
	} {
		edge := startWithLedger(t)
		edge.To(Move{"shop", to(0, "blue", 7, "release")})
		again := exec.Command(os.Args[0], "-test.run=^TestSaysThatASwitchWasNeverMade")
		again.Env = append(os.Environ(), "TEST_STATE="+edge.State, failpoint.Variable+"="+point)
		again.Run()
		if status, isKnown := again.ProcessState.Sys().(syscall.WaitStatus); !isKnown || status.Signal() != syscall.SIGKILL {
			t.Errorf("%s: ended with %v", point, again.ProcessState)
		}
		// As the next run goes on: it switches, or finds the traffic there.
		_, err := edge.To(Move{"shop", to(7, "green", 8, "release")})
		var conflict ConflictError
		if errors.As(err, &conflict) != (point == "switch:after-record") {
			t.Errorf("%s: %v", point, err)
		}
		edge.Note([]byte(`{"kind":"verified","service":"shop","generation":8}`))
		if got := kinds(t, edge); !slices.Equal(got, want) {
			t.Errorf("%s: got %v", point, got)
		}
	}
}

func TestDoesNotCallASwitchUndoneOfAServiceThatWasTakenAway(t *testing.T) {
	edge := startWithLedger(t)
	edge.To(Move{"shop", to(0, "blue", 7, "release")})
	second := to(7, "green", 8, "release")
	second.Facts = []byte(strings.Replace(string(second.Facts), `"to"`, `"from":{"color":"blue"},"to"`, 1))
	edge.To(Move{"shop", second})
	os.Remove(filepath.Join(edge.State, "records", "shop.json"))
	edge.To(Move{"shop", to(0, "blue", 20, "release")})
	if got := kinds(t, edge); !slices.Equal(got, []string{"switch 7", "switch 8", "switch 20"}) {
		t.Errorf("got %v", got)
	}
}

func TestABrokenLedgerRefusesAReleaseOnly(t *testing.T) {
	edge := startWithLedger(t)
	edge.To(Move{"shop", to(0, "blue", 7, "release")})
	edge.To(Move{"shop", to(7, "green", 8, "release")})
	path := filepath.Join(edge.Ledger, "000001.jsonl")
	os.WriteFile(path, []byte(strings.Replace(read(t, path), `"blue"`, `"grey"`, 1)), 0o600)
	before := read(t, edge.State, "records", "shop.json")
	_, err := edge.To(Move{"shop", to(8, "blue", 9, "release")})
	var unfit UnfitError
	if !errors.As(err, &unfit) || unfit.State.Broken == nil || unfit.State.Broken.Entry != 2 {
		t.Errorf("got %v", err)
	}
	if read(t, edge.State, "records", "shop.json") != before {
		t.Error("changed something")
	}
	for index, purpose := range []string{"rollback", "return", "fallback"} {
		if _, err := edge.To(Move{"shop", to(int64(8+index), "blue", 9+index, purpose)}); err != nil {
			t.Errorf("%s: %v", purpose, err)
		}
	}
	edge.Note([]byte(`{"kind":"accepted","broken":2}`))
	if _, err := edge.To(Move{"shop", to(11, "green", 12, "release")}); err != nil {
		t.Errorf("got %v once a person has accepted it", err)
	}
}

func TestARollbackDoesNotNeedTheLedger(t *testing.T) {
	edge, _ := start(t) // its ledger's folder is not there, as where no disk is
	switched, err := edge.To(Move{"shop", to(0, "blue", 7, "rollback")})
	if err != nil || switched.Head == nil || !switched.Head.Waits {
		t.Errorf("got %v, %v", switched, err)
	}
	os.Mkdir(edge.Ledger, 0o700)
	edge.Note([]byte(`{"kind":"verified","service":"shop","generation":7}`))
	if got := kinds(t, edge); !slices.Equal(got, []string{"switch 7", "verified 7"}) {
		t.Errorf("got %v", got)
	}
}

func TestPutsAndClearsAHold(t *testing.T) {
	edge := startWithLedger(t)
	path := recordPath(edge.State, "shop")
	change := to(0, "blue", 7, "rollback")
	change.Hold = []byte(`{"version":"2"}`)
	edge.To(Move{"shop", change})
	edge.To(Move{"shop", to(7, "green", 8, "return")})
	if got := read(t, path); !strings.Contains(got, `"hold":{"version":"2"}`) {
		t.Errorf("got %s", got)
	}
	cleared := []byte(`{"kind":"hold-cleared","service":"shop","version":"2"}`)
	if head, err := edge.ClearHold("shop", cleared); err != nil || head == nil || head.Number != 3 {
		t.Errorf("got %v, %v", head, err)
	}
	if got := read(t, path); strings.Contains(got, "hold") || !strings.Contains(got, `"generation":8`) {
		t.Errorf("got %s", got)
	}
	if _, err := edge.ClearHold("shop", cleared); err == nil {
		t.Error("cleared what is not there")
	}
	change = to(8, "blue", 9, "release")
	change.Hold = []byte("null")
	edge.To(Move{"shop", change})
	if got := read(t, path); strings.Contains(got, "hold") {
		t.Errorf("got %s", got)
	}
}

func TestAwaitsReviewsUntilTheLedgerHasThem(t *testing.T) {
	edge := startWithLedger(t)
	change := to(0, "blue", 1, "release")
	change.Reviews = []byte(`[{"version":"1","hash":"h1"},{"version":"2","hash":"h2"}]`)
	if _, err := edge.To(Move{"shop", change}); err != nil {
		t.Fatal(err)
	}
	path := recordPath(edge.State, "shop")
	for _, step := range []struct{ hash, left string }{{"h1", `"reviews":[{"version":"2","hash":"h2"}]`}, {"h2", `"generation":1`}} {
		told := fmt.Appendf(nil, `{"kind":"reviewed","service":"shop","version":"x","hash":%q}`, step.hash)
		if head, err := edge.Review("shop", told); err != nil || head == nil {
			t.Errorf("got %v, %v", head, err)
		}
		if got := read(t, path); strings.Contains(got, step.hash) || !strings.Contains(got, step.left) {
			t.Errorf("got %s", got)
		}
		if _, err := edge.Review("shop", told); err == nil {
			t.Error("reviewed twice")
		}
	}
	if got := read(t, path); strings.Contains(got, "reviews") {
		t.Errorf("got %s", got)
	}
}

func TestSaysAWordOnceAlsoWhereItsProcessDied(t *testing.T) {
	cleared := []byte(`{"kind":"hold-cleared","service":"shop","version":"2"}`)
	reviewed := []byte(`{"kind":"reviewed","service":"shop","version":"1","hash":"h1"}`)
	said := func(edge Edge) (err error) {
		if os.Getenv("TEST_WORD") == "reviewed" {
			_, err = edge.Review("shop", reviewed)
		} else {
			_, err = edge.ClearHold("shop", cleared)
		}
		return err
	}
	if state := os.Getenv("TEST_STATE"); state != "" {
		folder := filepath.Dir(state)
		said(Edge{State: state, Ledger: filepath.Join(folder, "ledger"), Run: folder})
		return
	}
	for _, word := range []string{"hold-cleared", "reviewed"} {
		t.Setenv("TEST_WORD", word)
		edge := startWithLedger(t)
		change := to(0, "blue", 7, "rollback")
		change.Hold, change.Reviews = []byte(`{"version":"2"}`), []byte(`[{"version":"1","hash":"h1"}]`)
		edge.To(Move{"shop", change})
		again := exec.Command(os.Args[0], "-test.run=^TestSaysAWordOnce")
		again.Env = append(os.Environ(), "TEST_STATE="+edge.State, failpoint.Variable+"=note:after-entry")
		again.Run()
		if status, isKnown := again.ProcessState.Sys().(syscall.WaitStatus); !isKnown || status.Signal() != syscall.SIGKILL {
			t.Errorf("%s: ended with %v", word, again.ProcessState)
		}
		if err := said(edge); err != nil {
			t.Errorf("%s: %v", word, err)
		}
		if err := said(edge); err == nil {
			t.Errorf("%s: said twice", word)
		}
		if got := kinds(t, edge); !slices.Equal(got, []string{"switch 7", word + " 0"}) {
			t.Errorf("%s: got %v", word, got)
		}
	}
}
