package traffic

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// begin starts an edge and has a service go over from blue to green, 5 % of its clients first.
func begin(t *testing.T) (Edge, *proxy) {
	t.Helper()
	edge, proxy := start(t)
	if err := os.Mkdir(edge.Ledger, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := edge.To(Move{"shop", change(0, `"blue"`, 7)}); err != nil {
		t.Fatal(err)
	}
	release := change(7, `"green"`, 8)
	release.Canary = []byte(`{"from":"blue","share":500,"revision":1}`)
	if _, err := edge.To(Move{"shop", release}); err != nil {
		t.Fatal(err)
	}
	return edge, proxy
}

func step(expected int64, canary string) Shift {
	return Shift{Generation: 8, Expected: expected, Canary: []byte(canary), Facts: []byte(`{"kind":"canary","service":"shop","generation":8,"revision":2}`)}
}

func TestSplitsTheTrafficBeforeTheColorIsActive(t *testing.T) {
	edge, proxy := begin(t)
	if got := read(t, edge.State, "canary.map"); got != "shop 500|shop.blue\n" {
		t.Errorf("got %q", got)
	}
	wanted := `@!9 set map /state/canary.map shop 500|shop.blue
@!9 add map /state/canary.map shop 500|shop.blue
@!9 set map /state/active.map shop shop.green
@!9 add map /state/active.map shop shop.green`
	if got := proxy.questions(); !strings.HasSuffix(got, wanted) {
		t.Errorf("got %s", got)
	}
}

func TestMovesClientsOnAndThenAllOfThem(t *testing.T) {
	edge, proxy := begin(t)
	switched, err := edge.Shift("shop", step(1, `{"from":"blue","share":3000,"revision":2}`))
	if err != nil || switched.Head == nil {
		t.Fatalf("got %v, %v", switched, err)
	}
	if got := read(t, edge.State, "canary.map"); got != "shop 3000|shop.blue\n" {
		t.Errorf("got %q", got)
	}
	all := Shift{Generation: 8, Expected: 2, Canary: []byte("null")}
	if _, err := edge.Shift("shop", all); err != nil {
		t.Fatal(err)
	}
	record := read(t, edge.State, "records", "shop.json")
	if strings.Contains(record, "canary") || !strings.Contains(record, `"active":"green","config":null,"generation":8`) {
		t.Errorf("got %s", record)
	}
	if read(t, edge.State, "canary.map") != "" || !strings.HasSuffix(proxy.questions(), "@!9 del map /state/canary.map shop") {
		t.Errorf("got %s", proxy.questions())
	}
}

func TestRefusesAStepFromAnotherCanary(t *testing.T) {
	edge, _ := begin(t)
	before := read(t, edge.State, "records", "shop.json")
	other := step(1, "null")
	other.Generation = 7
	for _, each := range []Shift{step(0, "null"), step(2, "null"), other} {
		var shifted ShiftedError
		if _, err := edge.Shift("shop", each); !errors.As(err, &shifted) || shifted.Generation != 8 || shifted.Revision != 1 {
			t.Errorf("got %v", err)
		}
	}
	if _, err := edge.Shift("blog", step(1, "null")); err == nil {
		t.Error("there is no blog")
	}
	if got := read(t, edge.State, "records", "shop.json"); got != before {
		t.Errorf("got %s", got)
	}
}

func TestSaysAStepOnceThatWasNotMadeTheFirstTime(t *testing.T) {
	edge, _ := begin(t)
	next := step(1, `{"from":"blue","share":3000,"revision":2}`)
	if _, err := edge.Note(next.Facts); err != nil { // killed before the record said so
		t.Fatal(err)
	}
	if _, err := edge.Shift("shop", next); err != nil {
		t.Fatal(err)
	}
	if written := read(t, edge.Ledger, "000001.jsonl"); strings.Count(written, `"kind":"canary"`) != 1 {
		t.Errorf("got %s", written)
	}
}

func TestSaysAnotherChangeThanTheOneThatWasNotMade(t *testing.T) {
	edge, _ := begin(t)
	if _, err := edge.Note([]byte(`{"kind":"canary","service":"shop","generation":8,"revision":2,"action":"step","by":"agent"}`)); err != nil {
		t.Fatal(err)
	}
	pause := step(1, `{"from":"blue","share":500,"revision":2}`)
	pause.Facts = []byte(`{"kind":"canary","service":"shop","generation":8,"revision":2,"action":"paused","by":"jane"}`)
	if _, err := edge.Shift("shop", pause); err != nil {
		t.Fatal(err)
	}
	if written := read(t, edge.Ledger, "000001.jsonl"); !strings.Contains(written, `"jane"`) {
		t.Errorf("got %s", written)
	}
}

func TestRemembersTheReleaseWhoseCanaryDidNotComeToItsEnd(t *testing.T) {
	edge, _ := begin(t)
	sealed := []byte(`{"blue":{"hash":"b1"},"green":{"hash":"g1"}}`)
	record := filepath.Join(edge.State, "records", "shop.json")
	back := change(8, `"blue"`, 9)
	back.Sealed = sealed
	os.WriteFile(record, []byte(strings.Replace(read(t, record), `{"blue":"<&>"}`, string(sealed), 1)), 0o600)
	if _, err := edge.To(Move{"shop", back}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, record); !strings.Contains(got, `"unproved":"g1"`) {
		t.Errorf("got %s", got)
	}
	again := change(9, `"green"`, 10)
	again.Sealed, again.Canary = sealed, []byte(`{"from":"blue","share":500,"revision":1}`)
	again.Facts = []byte(`{"kind":"switch","service":"shop","generation":10,"purpose":"return","change":{"actor":{"name":"jane"}}}`)
	if _, err := edge.To(Move{"shop", again}); err != nil {
		t.Fatal(err)
	}
	if _, err := edge.Shift("shop", Shift{Generation: 10, Expected: 1, Canary: []byte("null")}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, record); strings.Contains(got, "unproved") || !strings.Contains(got, `"purpose":"return"`) {
		t.Errorf("got %s", got)
	}
}

func TestEndsACanaryWithTheMoveToAnotherColor(t *testing.T) {
	edge, _ := begin(t)
	if _, err := edge.To(Move{"shop", change(8, `"green"`, 9)}); err != nil { // told again
		t.Fatal(err)
	}
	var kept map[string]json.RawMessage
	json.Unmarshal([]byte(read(t, edge.State, "records", "shop.json")), &kept)
	if kept["canary"] == nil {
		t.Error("traffic that stays has lost its canary")
	}
	if _, err := edge.To(Move{"shop", change(9, `"blue"`, 10)}); err != nil {
		t.Fatal(err)
	}
	if read(t, edge.State, "canary.map") != "" || strings.Contains(read(t, filepath.Join(edge.State, "records", "shop.json")), "canary") {
		t.Error("the canary is still there")
	}
}
