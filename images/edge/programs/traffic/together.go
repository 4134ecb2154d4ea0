package traffic

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tidegate/edge/durable"
	"tidegate/edge/failpoint"
)

// planPath is the file that has the records of a switch of several services while they are written. Where it is there, that switch is
// decided, and has not been finished.
func planPath(state string) string { return filepath.Join(state, "switching.json") }

// putTogether writes records, all of them or none: of several, all stand in one file first, from which whoever comes next goes on.
func (edge Edge) putTogether(records []record) error {
	if len(records) == 1 {
		return edge.put(records[0])
	}
	text, err := json.Marshal(records)
	if err != nil {
		return err
	}
	if err := durable.Put(planPath(edge.State), text); err != nil {
		return err
	}
	failpoint.Reach("group:after-plan")
	for _, record := range records {
		if err := edge.put(record); err != nil {
			return err
		}
		failpoint.Reach("group:after-one-record")
	}
	return edge.forgetPlan()
}

func (edge Edge) put(record record) error {
	line, err := record.line()
	if err != nil {
		return err
	}
	return durable.Put(recordPath(edge.State, record.service()), line)
}

// forgetPlan leaves its room to the next one, which a full disk must not keep from being written.
func (edge Edge) forgetPlan() error {
	path := planPath(edge.State)
	if err := os.Rename(path, path+".next"); err != nil {
		return err
	}
	durable.Spare(path)
	return durable.SyncFolder(edge.State)
}

// enter takes the edge's lock, and finishes what whoever had it before was killed in.
func (edge Edge) enter() (*durable.Lock, error) {
	lock, err := durable.Acquire(filepath.Join(edge.Run, "lock"), lockWithin)
	if err != nil {
		return nil, err
	}
	if err := edge.Finish(); err != nil {
		lock.Release()
		return nil, err
	}
	return lock, nil
}

// Finish writes the records of a switch that is decided, where somebody was killed while they did so. Whoever calls it holds the
// edge's lock, or is alone.
func (edge Edge) Finish() error {
	path := planPath(edge.State)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var records []record
	if err := json.Unmarshal(text, &records); err != nil {
		return fmt.Errorf("%s is damaged (%w): remove it there and run `tidegate up`, which proves what is declared again", path, err)
	}
	for _, record := range records {
		before, err := readRecord(recordPath(edge.State, record.service()))
		if err != nil {
			return fmt.Errorf("the record of %s: %w", record.service(), err)
		}
		if before.generation() > record.generation() {
			continue
		}
		if err := edge.put(record); err != nil {
			return err
		}
	}
	return edge.forgetPlan()
}

// Settle is Finish for whoever only looks: it waits no longer than a moment for those who are at work.
func (edge Edge) Settle() error {
	if _, err := os.Stat(planPath(edge.State)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	lock, err := durable.Acquire(filepath.Join(edge.Run, "lock"), lookWithin)
	if err != nil {
		return err
	}
	defer lock.Release()
	return edge.Finish()
}
