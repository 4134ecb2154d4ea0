package traffic

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"tidegate/edge/durable"
	"tidegate/edge/failpoint"
	"tidegate/edge/ledger"
)

// UnfitError says why no release may begin.
type UnfitError struct{ State ledger.State }

func (UnfitError) Error() string { return "the ledger lets no release through" }

// ExitCode is the one that the control knows it by.
func (UnfitError) ExitCode() int { return 77 }

// facts is as much of them as is gone by here.
type facts struct {
	Kind       string `json:"kind"`
	Service    string `json:"service"`
	Generation int64  `json:"generation"`
	Purpose    string `json:"purpose"`
	Change     struct {
		Actor struct {
			Name string `json:"name"`
		} `json:"actor"`
	} `json:"change"`
}

func readFacts(told []json.RawMessage) ([]facts, error) {
	all := make([]facts, len(told))
	for index, each := range told {
		if err := json.Unmarshal(each, &all[index]); err != nil {
			return nil, fmt.Errorf("facts for the ledger: %w", err)
		}
	}
	return all, nil
}

// announce writes down switches before they are made: what was told of them, and what was read in that. Only a release waits for a
// ledger that is whole and for a disk with room.
func (edge Edge) announce(told []json.RawMessage, asked []facts) (*ledger.Head, error) {
	if len(told) == 0 {
		return nil, nil
	}
	isRelease := slices.ContainsFunc(asked, func(each facts) bool { return each.Purpose == "release" })
	written, err := ledger.Open(edge.Ledger, edge.Run)
	if err != nil && !isRelease {
		fmt.Fprintf(os.Stderr, "the ledger cannot be read, this switch is not in it: %v\n", err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if state := edge.stateOf(written); isRelease && (state.Broken != nil || !state.HasRoom) {
		return nil, UnfitError{state}
	}
	return edge.append(written, !isRelease, told...)
}

// Note writes down what belongs to no switch, or comes after one. A word that a switch has proved itself is written once; nil where
// it was not.
func (edge Edge) Note(told json.RawMessage) (*ledger.Head, error) {
	lock, err := edge.enter()
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	return edge.note(told)
}

func (edge Edge) note(told json.RawMessage) (*ledger.Head, error) {
	var asked facts
	if err := json.Unmarshal(told, &asked); err != nil {
		return nil, fmt.Errorf("facts for the ledger: %w", err)
	}
	written, err := ledger.Open(edge.Ledger, edge.Run)
	if err != nil {
		return nil, err
	}
	switch asked.Kind {
	case "verified":
		isOpen, err := written.HasOpenSwitch(asked.Service, asked.Generation)
		if err != nil || !isOpen {
			return nil, err
		}
	case "refused", "hold-cleared", "reviewed", "accepted", "canary":
	default:
		return nil, fmt.Errorf("facts for the ledger: nobody notes a %q", asked.Kind)
	}
	return edge.append(written, true, told)
}

// append writes entries, after one for each switch that was announced last and never made: whoever was to make it died in between.
func (edge Edge) append(written *ledger.Ledger, mayWait bool, told ...json.RawMessage) (*ledger.Head, error) {
	var all [][]byte
	for _, announced := range written.Announced() {
		isMade, err := edge.isMade(announced)
		if err != nil {
			return nil, err
		}
		if isMade {
			continue
		}
		undone, err := json.Marshal(map[string]any{"kind": "undone", "service": announced.Service, "generation": announced.Generation})
		if err != nil {
			return nil, err
		}
		all = append(all, undone)
	}
	for _, each := range told {
		all = append(all, each)
	}
	if err := written.Append(mayWait, all...); err != nil {
		return nil, err
	}
	head := written.Head()
	return &head, nil
}

// isMade tells whether the record has had a switch, or says by itself that it has lost its memory since: a service that was taken
// away and comes back begins anew.
func (edge Edge) isMade(announced ledger.Entry) (bool, error) {
	record, err := readRecord(recordPath(edge.State, announced.Service))
	if err != nil {
		return false, err
	}
	var sealed map[string]*ledger.Side
	json.Unmarshal(record["sealed"], &sealed) // none where there is none
	switch generation := record.generation(); {
	case generation > announced.Generation:
		return true, nil
	case generation == announced.Generation:
		to := announced.To
		return to == nil || sealed[to.Color] != nil && sealed[to.Color].Hash == to.Hash, nil
	default:
		return generation == 0 && announced.From != nil, nil
	}
}

// noteOnce writes nothing where the last entry says it already: of somebody who was killed before the record said it, too.
func (edge Edge) noteOnce(service string, told json.RawMessage) (*ledger.Head, error) {
	var asked ledger.Entry
	if err := json.Unmarshal(told, &asked); err != nil {
		return nil, fmt.Errorf("facts for the ledger: %w", err)
	}
	written, err := ledger.Open(edge.Ledger, edge.Run)
	if err != nil {
		return nil, err
	}
	last := written.Last()
	isSame := last.Kind == asked.Kind && last.Service == service && last.Version == asked.Version && last.Hash == asked.Hash
	isSame = isSame && last.Generation == asked.Generation && last.Revision == asked.Revision
	if isSame && last.Action == asked.Action && last.By == asked.By {
		head := written.Head()
		return &head, nil
	}
	return edge.note(told)
}

// IsOpen tells whether a switch of a service is its last one and has not come to its good end, as far as the ledger knows.
func (edge Edge) IsOpen(service string, generation int64) (bool, error) {
	written, err := ledger.Open(edge.Ledger, edge.Run)
	if err != nil {
		return false, err
	}
	return written.HasOpenSwitch(service, generation)
}

// ClearHold takes away what keeps a release of a service from coming back. The ledger has it first.
func (edge Edge) ClearHold(service string, told json.RawMessage) (*ledger.Head, error) {
	return edge.noteAndChange(service, told, func(record record) error {
		if record["hold"] == nil {
			return errors.New("there is no hold")
		}
		delete(record, "hold")
		return nil
	})
}

// Review takes an emergency release of a service from those that nobody has reviewed. The ledger has it first.
func (edge Edge) Review(service string, told json.RawMessage) (*ledger.Head, error) {
	var asked struct{ Hash string }
	if err := json.Unmarshal(told, &asked); err != nil {
		return nil, fmt.Errorf("facts for the ledger: %w", err)
	}
	return edge.noteAndChange(service, told, func(record record) error {
		var awaited []json.RawMessage
		json.Unmarshal(record["reviews"], &awaited) // none where there is none
		left := slices.DeleteFunc(slices.Clone(awaited), func(each json.RawMessage) bool {
			var one struct{ Hash string }
			return json.Unmarshal(each, &one) == nil && one.Hash == asked.Hash
		})
		if len(left) == len(awaited) {
			return errors.New("no review of it is awaited")
		}
		delete(record, "reviews")
		if len(left) == 0 {
			return nil
		}
		text, err := json.Marshal(left)
		record.set("reviews", text)
		return err
	})
}

// noteAndChange changes a service's record beside its traffic, once the ledger says so.
func (edge Edge) noteAndChange(service string, told json.RawMessage, change func(record) error) (*ledger.Head, error) {
	lock, err := edge.enter()
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	record, err := readRecord(recordPath(edge.State, service))
	if err != nil {
		return nil, err
	}
	if err := change(record); err != nil {
		return nil, err
	}
	head, err := edge.noteOnce(service, told)
	if err != nil {
		return nil, err
	}
	failpoint.Reach("note:after-entry")
	return head, edge.put(record)
}

// LedgerState tells what the ledger's last entry is, and whether a release may begin.
func (edge Edge) LedgerState() ledger.State {
	written, err := ledger.Open(edge.Ledger, edge.Run)
	if err == nil && written.Break() != nil {
		// Read while somebody wrote, perhaps.
		if lock, failed := durable.Acquire(filepath.Join(edge.Run, "lock"), lookWithin); failed == nil {
			defer lock.Release()
			written, err = ledger.Open(edge.Ledger, edge.Run)
		}
	}
	if err != nil {
		return ledger.State{Broken: &ledger.Break{Text: "it cannot be read: " + err.Error()}, HasRoom: true}
	}
	return edge.stateOf(written)
}

func (edge Edge) stateOf(written *ledger.Ledger) ledger.State {
	state := ledger.State{Broken: written.Break(), HasRoom: durable.HasRoom(edge.State) && durable.HasRoom(edge.Ledger)}
	if head := written.Head(); head.Number > 0 {
		state.Head, state.At = &head, written.Last().At
	}
	return state
}
