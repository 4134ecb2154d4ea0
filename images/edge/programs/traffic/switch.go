package traffic

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"tidegate/edge/failpoint"
	"tidegate/edge/lease"
	"tidegate/edge/ledger"
)

const (
	lockWithin = 120 * time.Second
	// Whoever only looks does not wait for a switch.
	lookWithin = 5 * time.Second
)

// Edge says where things lie.
type Edge struct {
	State  string
	Ledger string
	Run    string
	// Of the lease that whoever asks holds; 0 where they hold none.
	Token int64
}

// Switch is a compare-and-set on the record of a service.
type Switch struct {
	// Generation of the record that is to be there; 0 where there is none.
	Expected int64 `json:"expected"`
	// A color; null sends the traffic to nobody.
	Active     json.RawMessage `json:"active"`
	Generation json.RawMessage `json:"generation"`
	Sealed     json.RawMessage `json:"sealed"`
	// What keeps a release from coming back: put where there is one, taken away where it is null, left where it is left out.
	Hold json.RawMessage `json:"hold"`
	// Emergency releases that nobody has reviewed, by the same rule.
	Reviews json.RawMessage `json:"reviews"`
	// The services that move at the same moment, by the same rule.
	MovedWith json.RawMessage `json:"movedWith"`
	// How it goes over step by step, by the same rule; left out, a move to another color ends the one that there is.
	Canary json.RawMessage `json:"canary"`
	// What the ledger is to say of it; left out where traffic is there already.
	Facts json.RawMessage `json:"facts"`
}

// Switched is the clock before the first worker was told and after the last.
type Switched struct {
	Started, Ended time.Time
	// The entry of this switch; nil where it has none.
	Head *ledger.Head
}

// Move is the switch of one of several services.
type Move struct {
	Service string `json:"service"`
	Switch
}

// ConflictError says that somebody else has switched a service: the generation that is there. Nothing was changed.
type ConflictError struct {
	Service string
	Found   int64
}

func (conflict ConflictError) Error() string {
	return fmt.Sprintf("switch number %d of %s is there already", conflict.Found, conflict.Service)
}

// ExitCode is the one that the control knows a conflict by.
func (ConflictError) ExitCode() int { return 76 }

// To moves the traffic of services, at one moment: of all of them, or of none. The ledger has it first, and is on the disk before
// anything is changed. It ends with a ConflictError where a record is not the expected one, with a durable.BusyError where others hold
// the edge's lock, with a lease.HeldError where another run holds the environment, and with an UnfitError where the ledger does not let
// a release through.
func (edge Edge) To(moves ...Move) (Switched, error) {
	lock, err := edge.enter()
	if err != nil {
		return Switched{}, err
	}
	defer lock.Release()

	var told []json.RawMessage
	for _, move := range moves {
		if move.Facts != nil {
			told = append(told, move.Facts)
		}
	}
	asked, err := readFacts(told)
	if err != nil {
		return Switched{}, err
	}
	if err := edge.assertTurn(asked); err != nil {
		return Switched{}, err
	}
	after := make([]record, len(moves))
	for index, move := range moves {
		if after[index], err = edge.recordAfter(move); err != nil {
			return Switched{}, err
		}
	}

	failpoint.Reach("switch:before-entry")
	head, err := edge.announce(told, asked)
	if err != nil {
		return Switched{}, err
	}
	failpoint.Reach("switch:after-entry")

	failpoint.Reach("switch:before-record")
	if err := edge.putTogether(after); err != nil {
		return Switched{}, err
	}
	failpoint.Reach("switch:after-record")
	return edge.publish(after, head)
}

// publish has the workers follow what the records say.
func (edge Edge) publish(after []record, head *ledger.Head) (Switched, error) {
	if err := WriteMaps(edge.State); err != nil {
		return Switched{}, err
	}
	failpoint.Reach("switch:after-map")
	started := time.Now()
	if err := edge.tellWorkers(after); err != nil {
		return Switched{}, err
	}
	ended := time.Now()
	failpoint.Reach("switch:after-workers")
	return Switched{started, ended, head}, nil
}

// recordAfter returns what the record of a service is to be, where it is what was expected.
func (edge Edge) recordAfter(move Move) (record, error) {
	before, err := readRecord(recordPath(edge.State, move.Service))
	if err != nil {
		return nil, fmt.Errorf("the record of %s: %w", move.Service, err)
	}
	if before.generation() != move.Expected {
		return nil, ConflictError{move.Service, before.generation()}
	}
	if before == nil {
		before = record{"service": quoted(move.Service), "config": json.RawMessage("null")}
	}
	after := before.with(record{"active": move.Active, "generation": move.Generation, "sealed": move.Sealed})
	if string(before["active"]) != string(move.Active) {
		before.leaveCanary(after)
	}
	if move.Facts != nil {
		asked, err := readFacts([]json.RawMessage{move.Facts})
		if err != nil {
			return nil, err
		}
		after["purpose"] = quoted(asked[0].Purpose)
	}
	after.set("canary", move.Canary)
	after.set("hold", move.Hold)
	after.set("reviews", move.Reviews)
	after.set("movedWith", move.MovedWith)
	return after, nil
}

// assertTurn lets a run through that holds the environment, or anybody while nobody does. A rollback waits for nobody, and takes it
// from whoever else has it; so does the way back of whoever watches and is no run.
func (edge Edge) assertTurn(asked []facts) error {
	leases := lease.Place{Folder: edge.Ledger, Run: edge.Run}
	err := leases.Allow(edge.Token)
	command := "tidegate rollback"
	if edge.Token == 0 && len(asked) > 0 && asked[0].Purpose == "fallback" {
		command = "the guard of a release"
	}
	isRollback := slices.ContainsFunc(asked, func(each facts) bool {
		return each.Purpose == "rollback" || each.Purpose == "fallback" && edge.Token == 0
	})
	if !isRollback || err == nil && edge.Token != 0 {
		return err
	}
	if err := leases.Overtake(asked[0].Change.Actor.Name, command); err != nil {
		fmt.Fprintf(os.Stderr, "the lease of whoever holds the environment is not taken over: %v\n", err)
	}
	return nil
}

// Read reads a switch as the control tells it, or several, or a change of a canary.
func Read[Told Switch | []Move | Shift](told string) (Told, error) {
	var change Told
	err := json.Unmarshal([]byte(told), &change)
	return change, err
}
