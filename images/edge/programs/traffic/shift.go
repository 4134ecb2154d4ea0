package traffic

import (
	"encoding/json"
	"fmt"

	"tidegate/edge/failpoint"
	"tidegate/edge/ledger"
)

// Shift is a compare-and-set on the canary of a service: another share of its clients, a pause, or its end.
type Shift struct {
	// Number of the switch that it belongs to.
	Generation int64 `json:"generation"`
	// Number of the canary's last change that is to be there.
	Expected int64 `json:"expected"`
	// What it is from now on; null where the active color has all the traffic.
	Canary json.RawMessage `json:"canary"`
	// What the ledger is to say of it; left out where the workers are told again what the record says.
	Facts json.RawMessage `json:"facts"`
}

// ShiftedError says that a canary is not the one that was expected: it has ended, or somebody else has changed it. Nothing was changed.
type ShiftedError struct {
	Service string
	// Of the record; a canary's 0 where there is none.
	Generation, Revision int64
}

func (shifted ShiftedError) Error() string {
	return fmt.Sprintf("the canary of %s is at change %d of switch number %d", shifted.Service, shifted.Revision, shifted.Generation)
}

// ExitCode is the same as that of a ConflictError.
func (ShiftedError) ExitCode() int { return 76 }

// Shift moves clients of a service from or to a canary. The ledger has it first, once, and is on the disk before anything is changed.
// It ends with a ShiftedError where the canary is not the expected one, and with a durable.BusyError or a lease.HeldError as a switch
// does.
func (edge Edge) Shift(service string, shift Shift) (Switched, error) {
	lock, err := edge.enter()
	if err != nil {
		return Switched{}, err
	}
	defer lock.Release()

	before, err := readRecord(recordPath(edge.State, service))
	if err != nil {
		return Switched{}, fmt.Errorf("the record of %s: %w", service, err)
	}
	found := before.canary()
	if found == nil {
		return Switched{}, ShiftedError{service, before.generation(), 0}
	}
	if before.generation() != shift.Generation || found.Revision != shift.Expected {
		return Switched{}, ShiftedError{service, before.generation(), found.Revision}
	}
	if err := edge.assertTurn(nil); err != nil {
		return Switched{}, err
	}
	after := before.with(nil)
	after.set("canary", shift.Canary)
	if after["canary"] == nil && string(after["unproved"]) == string(quoted(before.hash())) {
		delete(after, "unproved")
	}

	failpoint.Reach("shift:before-entry")
	var head *ledger.Head
	if shift.Facts != nil {
		if head, err = edge.noteOnce(service, shift.Facts); err != nil {
			return Switched{}, err
		}
	}
	failpoint.Reach("shift:after-entry")
	if err := edge.put(after); err != nil {
		return Switched{}, err
	}
	failpoint.Reach("shift:after-record")
	return edge.publish([]record{after}, head)
}
