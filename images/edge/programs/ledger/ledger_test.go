package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type folders struct{ ledger, run string }

func place(t *testing.T) folders {
	t.Helper()
	place := folders{filepath.Join(t.TempDir(), "ledger"), t.TempDir()}
	if err := os.Mkdir(place.ledger, 0o700); err != nil {
		t.Fatal(err)
	}
	return place
}

func (place folders) open(t *testing.T) *Ledger {
	t.Helper()
	ledger, err := Open(place.ledger, place.run)
	if err != nil {
		t.Fatal(err)
	}
	return ledger
}

// note appends as somebody does who has just come.
func (place folders) note(t *testing.T, facts string) Head {
	t.Helper()
	ledger := place.open(t)
	if err := ledger.Append(true, []byte(facts)); err != nil {
		t.Fatal(err)
	}
	return ledger.Head()
}

func (place folders) lines(t *testing.T, segment int) [][]byte {
	t.Helper()
	lines, torn, err := readLines(segmentPath(place.ledger, segment))
	if err != nil || len(torn) > 0 {
		t.Fatalf("%v, torn %q", err, torn)
	}
	return lines
}

func (place folders) edit(t *testing.T, segment int, change func(text []byte) []byte) {
	t.Helper()
	path := segmentPath(place.ledger, segment)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// assertWhole follows every line of every segment.
func (place folders) assertWhole(t *testing.T) {
	t.Helper()
	whole := chain{hash: noEntry}
	numbers, _ := segmentNumbers(place.ledger)
	for _, segment := range numbers {
		for _, line := range place.lines(t, segment) {
			whole.take(line, "")
		}
	}
	if whole.broken != nil {
		t.Errorf("broken: %v", whole.broken)
	}
}

func TestChainsLinesAndTellsTheHead(t *testing.T) {
	place := place(t)
	place.note(t, "{\"kind\": \"refused\",\n \"problem\": \"<&>\\n\"}")
	head := place.note(t, `{"kind":"verified","generation":7}`)
	lines := place.lines(t, 1)
	first := string(lines[0])
	if !strings.HasPrefix(first, `{"number":1,"previous":"`+noEntry+`","at":1`) || !strings.HasSuffix(first, `,"kind":"refused","problem":"<&>\n"}`) {
		t.Errorf("got %s", first)
	}
	if head != (Head{Number: 2, Hash: hashOf(lines[1])}) {
		t.Errorf("got %v", head)
	}
	place.assertWhole(t)
}

func TestRepairsATornLineAndSaysWhatStoodThere(t *testing.T) {
	for _, torn := range []string{`{"number":2,"previous":"ab`, "\x00\xff\x00", strings.Repeat("long ", 2000)} {
		place := place(t)
		place.note(t, `{"kind":"verified"}`)
		place.edit(t, 1, func(text []byte) []byte { return append(text, torn...) })
		if broken := place.open(t).Break(); broken != nil {
			t.Errorf("broken: %v", broken)
		}
		place.note(t, `{"kind":"refused"}`)
		lines := place.lines(t, 1)
		var repaired struct{ Kind, Torn string }
		if err := json.Unmarshal(lines[1], &repaired); err != nil {
			t.Fatal(err)
		}
		if len(lines) != 3 || repaired.Kind != "repaired" || repaired.Torn != strings.ToValidUTF8(torn, "\ufffd") {
			t.Errorf("got %d lines, %v", len(lines), repaired)
		}
		place.assertWhole(t)
	}
}

func TestFindsEveryChangedByteUntilAPersonAccepts(t *testing.T) {
	place := place(t)
	for number := range 4 {
		place.note(t, fmt.Sprintf(`{"kind":"refused","problem":"p%d"}`, number))
	}
	text, _ := os.ReadFile(segmentPath(place.ledger, 1))
	last := bytes.LastIndexByte(text[:len(text)-1], '\n') + 1
	for at := range last {
		place.edit(t, 1, func([]byte) []byte {
			changed := bytes.Clone(text)
			changed[at] ^= 1
			return changed
		})
		if place.open(t).Break() == nil {
			t.Errorf("byte %d: nothing is found", at)
		}
	}
	place.edit(t, 1, func([]byte) []byte { return bytes.Replace(text, []byte("p2"), []byte("p9"), 1) })
	head := place.note(t, `{"kind":"refused"}`)
	if broken := place.open(t).Break(); broken == nil || broken.Entry != 4 {
		t.Errorf("got %v", broken)
	}
	accepted := place.note(t, `{"kind":"accepted"}`)
	place.note(t, `{"kind":"refused"}`)
	if broken := place.open(t).Break(); broken != nil || accepted.Number != head.Number+1 {
		t.Errorf("got %v, %v after %v", broken, accepted, head)
	}
	place.edit(t, 1, func(text []byte) []byte { return bytes.Replace(text, []byte(`"accepted"`), []byte(`"accEpted"`), 1) })
	if place.open(t).Break() == nil {
		t.Error("nothing is found any more")
	}
}

func TestGoesOnInTheNextSegmentAndFindsABrokenLinkToTheOneBefore(t *testing.T) {
	place := place(t)
	facts := `{"kind":"refused","problem":"` + strings.Repeat("x", segmentBytes/4) + `"}`
	for range 5 {
		place.note(t, facts)
	}
	if first, second := len(place.lines(t, 1)), len(place.lines(t, 2)); first != 3 || second != 2 {
		t.Errorf("got %d and %d lines", first, second)
	}
	place.assertWhole(t)
	place.edit(t, 1, func(text []byte) []byte { return append(text[:len(text)-3], "y\"}\n"...) })
	if broken := place.open(t).Break(); broken == nil || broken.Entry != 4 {
		t.Errorf("got %v", broken)
	}
	if head := place.note(t, facts); head.Number != 6 {
		t.Errorf("got %v", head)
	}
	place.edit(t, 1, func(text []byte) []byte { return []byte("{\n") })
	if head := place.open(t).Head(); head.Number != 6 {
		t.Errorf("got %v", head)
	}
}

func TestBeginsWithTheSegmentBeforeWhereTheLastIsEmpty(t *testing.T) {
	place := place(t)
	place.note(t, `{"kind":"switch","service":"shop","generation":7}`)
	os.WriteFile(segmentPath(place.ledger, 2), nil, 0o600)
	if last := place.open(t).Announced(); len(last) != 1 || last[0].Generation != 7 {
		t.Errorf("got %v", last)
	}
	if isOpen, err := place.open(t).HasOpenSwitch("shop", 7); !isOpen || err != nil {
		t.Errorf("got %v, %v", isOpen, err)
	}
	place.note(t, `{"kind":"verified","service":"shop","generation":7}`)
	if isOpen, _ := place.open(t).HasOpenSwitch("shop", 7); isOpen {
		t.Error("verified, and open")
	}
	place.assertWhole(t)
}

func TestKeepsWhatCannotBeWrittenAndWritesItInItsTurn(t *testing.T) {
	place := place(t)
	place.note(t, `{"kind":"verified"}`)
	place.edit(t, 1, func(text []byte) []byte { return append(text, "torn"...) })
	away := place.ledger + ".away"
	os.Rename(place.ledger, away) // as a disk that takes nothing
	full := folders{place.ledger, place.run}
	ledger, err := Open(away, place.run)
	if err != nil {
		t.Fatal(err)
	}
	ledger.folder = full.ledger
	if err := ledger.Append(false, []byte(`{"kind":"refused"}`)); err == nil {
		t.Error("written nowhere")
	}
	if err := ledger.Append(true, []byte(`{"kind":"switch","generation":7}`)); err != nil || !ledger.Head().Waits {
		t.Errorf("got %v, %v", err, ledger.Head())
	}
	os.Rename(away, place.ledger)
	waiting, _ := os.ReadFile(filepath.Join(place.run, "ledger.waiting"))
	if last := place.open(t).Announced(); len(last) != 1 || last[0].Generation != 7 {
		t.Errorf("got %v", last)
	}
	if head := place.note(t, `{"kind":"undone"}`); head.Number != 4 || head.Waits {
		t.Errorf("got %v", head)
	}
	// Killed before what waited was forgotten.
	os.WriteFile(filepath.Join(place.run, "ledger.waiting"), waiting, 0o600)
	if head := place.note(t, `{"kind":"verified"}`); head.Number != 5 {
		t.Errorf("got %v", head)
	}
	place.assertWhole(t)
}
