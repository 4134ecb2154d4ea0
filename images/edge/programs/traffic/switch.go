package traffic

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tidegate/edge/durable"
	"tidegate/edge/failpoint"
	"tidegate/edge/haproxy"
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
	// What the ledger is to say of it; left out where traffic is there already.
	Facts json.RawMessage `json:"facts"`
}

// Switched is the clock before the first worker was told and after the last.
type Switched struct {
	Started, Ended time.Time
	// The entry of this switch; nil where it has none.
	Head *ledger.Head
}

// ConflictError says that somebody else has switched: the generation that is there. Nothing was changed.
type ConflictError struct{ Found int64 }

func (conflict ConflictError) Error() string {
	return fmt.Sprintf("switch number %d is there already", conflict.Found)
}

// ExitCode is the one that the control knows a conflict by.
func (ConflictError) ExitCode() int { return 76 }

// To moves the traffic of a service. The ledger has it first, and is on the disk before anything is changed. It ends with a
// ConflictError where the record is not the expected one, with a durable.BusyError where others hold the edge's lock, with a
// lease.HeldError where another run holds the environment, and with an UnfitError where the ledger does not let a release through.
func (edge Edge) To(service string, change Switch) (Switched, error) {
	lock, err := durable.Acquire(filepath.Join(edge.Run, "lock"), lockWithin)
	if err != nil {
		return Switched{}, err
	}
	defer lock.Release()

	if err := edge.assertTurn(change.Facts); err != nil {
		return Switched{}, err
	}
	path := recordPath(edge.State, service)
	before, err := readRecord(path)
	if err != nil {
		return Switched{}, fmt.Errorf("the record of %s: %w", service, err)
	}
	if before.generation() != change.Expected {
		return Switched{}, ConflictError{before.generation()}
	}
	if before == nil {
		before = record{"service": quoted(service), "config": json.RawMessage("null")}
	}
	after := before.with(record{"active": change.Active, "generation": change.Generation, "sealed": change.Sealed})
	after.set("hold", change.Hold)
	after.set("reviews", change.Reviews)
	line, err := after.line()
	if err != nil {
		return Switched{}, err
	}

	failpoint.Reach("switch:before-entry")
	head, err := edge.announce(change.Facts)
	if err != nil {
		return Switched{}, err
	}
	failpoint.Reach("switch:after-entry")

	failpoint.Reach("switch:before-record")
	if err := durable.Put(path, line); err != nil {
		return Switched{}, err
	}
	failpoint.Reach("switch:after-record")
	if err := WriteActiveMap(edge.State); err != nil {
		return Switched{}, err
	}
	failpoint.Reach("switch:after-map")
	started := time.Now()
	if err := edge.tellWorkers(service, after.pool()); err != nil {
		return Switched{}, err
	}
	ended := time.Now()
	failpoint.Reach("switch:after-workers")
	return Switched{started, ended, head}, nil
}

// assertTurn lets a run through that holds the environment, or anybody while nobody does. A rollback waits for nobody, and takes it
// from whoever else has it.
func (edge Edge) assertTurn(told json.RawMessage) error {
	var asked facts
	if told != nil {
		if err := json.Unmarshal(told, &asked); err != nil {
			return fmt.Errorf("facts for the ledger: %w", err)
		}
	}
	leases := lease.Place{Folder: edge.Ledger, Run: edge.Run}
	err := leases.Allow(edge.Token)
	if asked.Purpose != "rollback" || err == nil && edge.Token != 0 {
		return err
	}
	if err := leases.Overtake(asked.Change.Actor.Name, "tidegate rollback"); err != nil {
		fmt.Fprintf(os.Stderr, "the lease of whoever holds the environment is not taken over: %v\n", err)
	}
	return nil
}

// tellWorkers points every worker at a pool, or at nobody. Replaced ones come first: from then on they ask the newest, so that its
// switch is everybody's, at one moment.
func (edge Edge) tellWorkers(service, pool string) error {
	proxy := haproxy.In(edge.Run)
	workers, err := proxy.Workers()
	if err != nil {
		return err
	}
	for _, worker := range workers {
		if worker.IsReplaced {
			if err := edge.handOver(proxy, worker.PID); err != nil {
				return err
			}
			failpoint.Reach("switch:after-old-worker")
		}
		if err := edge.pointAt(proxy, worker.PID, service, pool); err != nil {
			return err
		}
	}
	return nil
}

// handOver tells a worker that a reload has replaced to hand what it still gets to the newest one.
func (edge Edge) handOver(proxy haproxy.Proxy, pid int) error {
	handover := filepath.Join(edge.Run, "handover.map")
	_, _, err := proxy.AskWorker(pid, "clear map "+handover, "add map "+handover+" replaced yes")
	return err
}

func (edge Edge) pointAt(proxy haproxy.Proxy, pid int, service, pool string) error {
	entry := activeMap(edge.State) + " " + service
	if pool == "" {
		_, _, err := proxy.AskWorker(pid, "del map "+entry)
		return err
	}
	answer, _, err := proxy.AskWorker(pid, "set map "+entry+" "+pool)
	if err == nil && strings.Contains(answer, "not found") {
		_, _, err = proxy.AskWorker(pid, "add map "+entry+" "+pool)
	}
	return err
}

// Read reads a switch as the control tells it.
func Read(told string) (Switch, error) {
	var change Switch
	err := json.Unmarshal([]byte(told), &change)
	return change, err
}
