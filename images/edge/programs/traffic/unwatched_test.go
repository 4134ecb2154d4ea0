package traffic

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSendsClientsBackThatNothingWatches(t *testing.T) {
	now := time.UnixMilli(1_800_000_000_000)
	for name, one := range map[string]struct {
		ifSilent string
		silent   time.Duration
		goesBack bool
	}{
		"stable, long silent": {"stable", 6 * time.Minute, true},
		"stable, just seen":   {"stable", 4 * time.Minute, false},
		"hold, long silent":   {"hold", time.Hour, false},
		"stable, never seen":  {"stable", -1, true},
	} {
		edge, _ := begin(t)
		path := filepath.Join(edge.State, "records", "shop.json")
		text := strings.Replace(read(t, path), `"share":500`, `"share":500,"more":[1],"ifSilent":"`+one.ifSilent+`"`, 1)
		os.WriteFile(path, []byte(text), 0o600)
		if one.silent >= 0 {
			beat := fmt.Sprintf(`{"version":"1","at":%d}`, now.Add(-one.silent).UnixMilli())
			os.WriteFile(filepath.Join(edge.State, "agent.json"), []byte(beat), 0o600)
		}
		for range 2 { // an edge that starts twice
			if err := edge.LeaveUnwatched(now); err != nil {
				t.Fatal(err)
			}
		}
		record := read(t, path)
		if got := strings.Contains(record, `"share":0`); got != one.goesBack {
			t.Errorf("%s: got %s", name, record)
		}
		if one.goesBack && (!strings.Contains(record, `"more":[1]`) || !strings.Contains(record, `"revision":2`)) {
			t.Errorf("%s: got %s", name, record)
		}
		written, _ := os.ReadFile(filepath.Join(edge.Ledger, "000001.jsonl"))
		if got := strings.Count(string(written), `"action":"silent"`) == 1; got != one.goesBack {
			t.Errorf("%s: got %s", name, written)
		}
	}
}
