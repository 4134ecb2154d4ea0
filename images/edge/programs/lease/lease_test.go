package lease

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func place(t *testing.T) Place {
	t.Helper()
	return Place{Folder: t.TempDir(), Run: t.TempDir()}
}

// hold begins to hold, and returns the token and what ends it.
func hold(t *testing.T, place Place, by string) (int64, func() error) {
	t.Helper()
	until, begun, ended := make(chan struct{}), make(chan Lease, 1), make(chan error, 1)
	go func() {
		ended <- place.Hold(by, "tidegate up", func(lease Lease) error { begun <- lease; return nil }, until)
	}()
	select {
	case lease := <-begun:
		return lease.Token, func() error { close(until); return <-ended }
	case err := <-ended:
		t.Fatal(err)
	case <-time.After(10 * time.Second):
		t.Fatal("does not begin")
	}
	return 0, nil
}

func assertHeld(t *testing.T, err error, words string) {
	t.Helper()
	var held HeldError
	if !errors.As(err, &held) || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want %s", err, words)
	}
}

func TestIsHeldByOneAtATime(t *testing.T) {
	place := place(t)
	first, end := hold(t, place, "jane@laptop")
	assertHeld(t, place.Hold("bob@laptop", "tidegate up", nil, nil), "jane@laptop has held this environment since")
	assertHeld(t, place.Allow(0), "jane@laptop has held")
	if err := place.Allow(first); err != nil {
		t.Error(err)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
	if err := place.Allow(0); err != nil {
		t.Error(err)
	}
	second, end := hold(t, place, "bob@laptop")
	defer end()
	if second <= first {
		t.Errorf("token %d after %d", second, first)
	}
	assertHeld(t, place.Allow(first), "bob@laptop has taken this environment over since this run began")
}

func TestIsLostToARollback(t *testing.T) {
	place := place(t)
	token, end := hold(t, place, "jane@laptop")
	if err := place.Overtake("bob@laptop", "tidegate rollback"); err != nil {
		t.Fatal(err)
	}
	assertHeld(t, place.Allow(token), "bob@laptop has taken this environment over since this run began, with `tidegate rollback`")
	if err := place.Allow(0); err != nil {
		t.Error(err)
	}
	assertHeld(t, end(), "bob@laptop has taken")
	next, end := hold(t, place, "eve@laptop")
	defer end()
	if next <= token+1 {
		t.Errorf("token %d after %d", next, token+1)
	}
}

func TestEndsWithItsHolder(t *testing.T) {
	for name, beat := range map[string]time.Duration{"dead": -aliveFor, "of a clock that was moved": 2 * time.Hour} {
		place := place(t)
		dead := Lease{Token: 7, By: "jane@laptop", Command: "tidegate up", Beat: time.Now().Add(beat).UnixMilli()}
		if err := place.put(dead); err != nil {
			t.Fatal(err)
		}
		if err := place.Allow(0); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := place.Allow(7); err != nil {
			t.Errorf("%s: nobody has taken it since: %v", name, err)
		}
		token, end := hold(t, place, "bob@laptop")
		if token != 8 {
			t.Errorf("%s: token %d", name, token)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	}
}

func TestEndsWithTheEdge(t *testing.T) {
	place := place(t)
	if err := place.End(); err != nil { // nobody ever held it
		t.Error(err)
	}
	token, end := hold(t, place, "jane@laptop")
	if err := place.End(); err != nil {
		t.Fatal(err)
	}
	if err := place.Allow(0); err != nil {
		t.Error(err)
	}
	if err := place.Allow(token); err != nil {
		t.Errorf("a run that had the edge made anew: %v", err)
	}
	end()
}

func TestIsNobodysWhereItCannotBeRead(t *testing.T) {
	place := place(t)
	os.WriteFile(filepath.Join(place.Folder, "lease.json"), []byte("{\"tok"), 0o600)
	if err := place.Allow(0); err != nil {
		t.Error(err)
	}
	if _, end := hold(t, place, "jane@laptop"); end() != nil {
		t.Error("cannot be taken")
	}
}

func TestIsGivenBackWhereNobodyListens(t *testing.T) {
	place := place(t)
	gone := errors.New("nobody listens")
	if err := place.Hold("jane@laptop", "tidegate up", func(Lease) error { return gone }, nil); err != gone {
		t.Errorf("got %v", err)
	}
	if err := place.Allow(0); err != nil {
		t.Error(err)
	}
}
