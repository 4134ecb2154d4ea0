package ledger

import (
	"fmt"
	"reflect"
	"testing"
)

func TestTellsWhatGatesSaidWhenTheyWereAskedLast(t *testing.T) {
	place := place(t)
	switched := func(service, gates string) string {
		return fmt.Sprintf(`{"kind":"switch","service":%q,"gates":%s}`, service, gates)
	}
	for _, facts := range []string{
		switched("shop", `[{"gate":"window","verdict":"fail","asked":"a"}]`),
		switched("blog", `[{"gate":"host","verdict":"pass"}]`),
		`{"kind":"refused","service":"shop","gates":[{"gate":"window","verdict":"pass"},{"gate":"host","verdict":"inconclusive"}]}`,
		switched("shop", "null"),
		switched("wiki", "null"),
	} {
		place.note(t, facts)
	}
	want := map[string][]Said{
		"shop": {{"window", "pass"}, {"host", "inconclusive"}},
		"blog": {{"host", "pass"}},
	}
	if said, err := Gates(place.ledger); err != nil || !reflect.DeepEqual(said, want) {
		t.Errorf("got %v, %v", said, err)
	}
}

func TestKnowsNoGatesOfALedgerThatIsNotThere(t *testing.T) {
	if said, err := Gates(t.TempDir() + "/none"); err != nil || len(said) > 0 {
		t.Errorf("got %v, %v", said, err)
	}
}
