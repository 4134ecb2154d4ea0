// Package lease lets one run at a time change what an environment is. It is a file beside the ledger; the token in it grows with every
// holder, so that whoever has lost it cannot write any more.
package lease

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"tidegate/edge/durable"
)

const (
	beatEvery = 5 * time.Second
	// Three beats may fail to come in time before a holder counts as dead.
	aliveFor   = 20 * time.Second
	lockWithin = 120 * time.Second
)

// Lease says who holds an environment, or held it last.
type Lease struct {
	// 0 before anybody held it.
	Token int64 `json:"token"`
	// Who, and with which command.
	By      string `json:"by"`
	Command string `json:"command"`
	// Unix time in ms.
	Since int64 `json:"since"`
	// Last sign of life, Unix time in ms; 0 where it was given back.
	Beat int64 `json:"beat"`
}

// HeldError says that somebody else may change the environment, and not this run.
type HeldError struct {
	Lease Lease
	// This run held it before.
	IsLost bool
}

func (held HeldError) Error() string {
	since := time.UnixMilli(held.Lease.Since).UTC().Format(time.RFC3339)
	if held.IsLost {
		return fmt.Sprintf("%s has taken this environment over since this run began, with `%s` at %s", held.Lease.By, held.Lease.Command, since)
	}
	return fmt.Sprintf("%s has held this environment since %s, with `%s`", held.Lease.By, since, held.Lease.Command)
}

// ExitCode is the one that the control knows it by.
func (HeldError) ExitCode() int { return 75 }

// Place is where leases of an environment are kept.
type Place struct {
	// On the disk, kept over a restart.
	Folder string
	// Where the edge's lock is.
	Run string
}

// Hold takes the lease, calls begun, and keeps it until `until` is closed; then it gives it back. It ends with a HeldError
// where a living holder has it, and where somebody takes it over.
func (place Place) Hold(by, command string, begun func(Lease) error, until <-chan struct{}) error {
	held, err := place.take(by, command)
	if err != nil {
		return err
	}
	if err := begun(held); err != nil {
		place.change(held.Token, 0)
		return err
	}
	beats := time.NewTicker(beatEvery)
	defer beats.Stop()
	for {
		select {
		case <-until:
			return place.change(held.Token, 0)
		case now := <-beats.C:
			if err := place.change(held.Token, now.UnixMilli()); err != nil {
				return err
			}
		}
	}
}

// Allow tells whether a run may write: one with a token as long as nobody has taken the lease since, one without while nobody
// holds it. The edge's lock is held by whoever calls.
func (place Place) Allow(token int64) error {
	lease := place.read()
	switch {
	case token == 0 && lease.isHeld(time.Now()):
		return HeldError{Lease: lease}
	case token != 0 && token != lease.Token:
		return HeldError{lease, true}
	}
	return nil
}

// Overtake has every holder so far have lost the lease, and holds nothing itself: a rollback does not wait for whoever releases. The
// edge's lock is held by whoever calls.
func (place Place) Overtake(by, command string) error {
	return place.put(Lease{Token: place.read().Token + 1, By: by, Command: command, Since: time.Now().UnixMilli()})
}

// End has whoever holds the lease have given it back: with the edge's processes, the one that kept it has ended. Their token stays
// the newest, so that a run which has the edge made anew goes on.
func (place Place) End() error {
	lock, err := place.lock()
	if err != nil {
		return err
	}
	defer lock.Release()
	lease := place.read()
	if lease.Beat == 0 {
		return nil
	}
	lease.Beat = 0
	return place.put(lease)
}

func (place Place) take(by, command string) (Lease, error) {
	lock, err := place.lock()
	if err != nil {
		return Lease{}, err
	}
	defer lock.Release()
	now := time.Now()
	before := place.read()
	if before.isHeld(now) {
		return Lease{}, HeldError{Lease: before}
	}
	held := Lease{Token: before.Token + 1, By: by, Command: command, Since: now.UnixMilli(), Beat: now.UnixMilli()}
	return held, place.put(held)
}

// change notes a beat of the holder, or that it has given the lease back.
func (place Place) change(token, beat int64) error {
	lock, err := place.lock()
	if err != nil {
		return err
	}
	defer lock.Release()
	lease := place.read()
	if lease.Token != token {
		return HeldError{lease, true}
	}
	lease.Beat = beat
	return place.put(lease)
}

// isHeld goes by the clock, which may be moved: a beat far ahead of it is none.
func (lease Lease) isHeld(now time.Time) bool {
	age := now.Sub(time.UnixMilli(lease.Beat))
	return age < aliveFor && age > -aliveFor
}

// read returns an empty lease where there is none that can be read: nobody can hold that.
func (place Place) read() Lease {
	text, err := os.ReadFile(place.path())
	if err != nil {
		return Lease{}
	}
	var lease Lease
	if err := json.Unmarshal(text, &lease); err != nil {
		return Lease{}
	}
	return lease
}

func (place Place) put(lease Lease) error {
	text, err := json.Marshal(lease)
	if err != nil {
		return err
	}
	return durable.Put(place.path(), append(text, '\n'))
}

func (place Place) path() string { return filepath.Join(place.Folder, "lease.json") }

func (place Place) lock() (*durable.Lock, error) {
	return durable.Acquire(filepath.Join(place.Run, "lock"), lockWithin)
}
