package traffic

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"tidegate/edge/lease"
)

// Any order of taking, giving back, overtaking and switching: a token that is not the newest changes no file.
func TestAStaleTokenWritesNothing(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 0))
		edge, _ := start(t)
		if err := os.Mkdir(edge.Ledger, 0o700); err != nil {
			t.Fatal(err)
		}
		leases := lease.Place{Folder: edge.Ledger, Run: edge.Run}
		var tokens []int64 // of everybody who has ever held it
		var newest, generation int64
		for range 12 {
			switch random.IntN(4) {
			case 0: // taken, and given back: whoever had it may go on
				given := make(chan struct{})
				close(given)
				begun := func(held lease.Lease) error { newest = held.Token; return nil }
				if err := leases.Hold("jane", "tidegate up", begun, given); err != nil {
					t.Fatal(err)
				}
				tokens = append(tokens, newest)
			case 1:
				if err := leases.Overtake("bob", "tidegate rollback"); err != nil {
					t.Fatal(err)
				}
				newest = 0
			default:
				if len(tokens) == 0 {
					continue
				}
				edge.Token = tokens[random.IntN(len(tokens))]
				before := filesOf(t, edge)
				next := change(generation, `"blue"`, int(generation)+1)
				next.Facts = fmt.Appendf(nil, `{"kind":"switch","service":"shop","generation":%d,"purpose":"return","change":{"actor":{"name":"jane"}}}`, generation+1)
				_, err := edge.To(Move{"shop", next})
				var held lease.HeldError
				switch {
				case edge.Token == newest && err != nil:
					t.Fatalf("seed %d: the newest token: %v", seed, err)
				case edge.Token == newest:
					generation++
				case !errors.As(err, &held) || !held.IsLost:
					t.Fatalf("seed %d: token %d of %d: got %v", seed, edge.Token, newest, err)
				case filesOf(t, edge) != before:
					t.Fatalf("seed %d: token %d of %d has written", seed, edge.Token, newest)
				}
			}
		}
	}
}

// filesOf returns all that is kept on the disk, as one text.
func filesOf(t *testing.T, edge Edge) string {
	t.Helper()
	var all string
	for _, folder := range []string{edge.State, edge.Ledger} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			all += fmt.Sprintf("%s\n%s\n", path, text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}
