package traffic

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// silentFor is how long nothing may have watched a canary before its clients go back, where it says so.
const silentFor = 5 * time.Minute

// LeaveUnwatched sends the clients of canaries back that nothing has watched for long, where these say so: it writes the records of an
// edge that starts, before any worker reads them. The ledger has it first, where it can be written.
func (edge Edge) LeaveUnwatched(now time.Time) error {
	files, err := filepath.Glob(filepath.Join(edge.State, "records", "*.json"))
	if err != nil || now.Sub(edge.lastBeat()) < silentFor {
		return err
	}
	for _, file := range files {
		record, err := readRecord(file)
		if err != nil {
			return err
		}
		if err := edge.leave(record, now); err != nil {
			return err
		}
	}
	return nil
}

// lastBeat is the last sign of life of what watches; the zero time where there is none.
func (edge Edge) lastBeat() time.Time {
	var beat struct{ At int64 }
	text, err := os.ReadFile(filepath.Join(edge.State, "agent.json"))
	if err != nil || json.Unmarshal(text, &beat) != nil {
		return time.Time{}
	}
	return time.UnixMilli(beat.At)
}

func (edge Edge) leave(before record, now time.Time) error {
	canary := before.canary()
	if canary == nil || canary.IfSilent != "stable" || canary.Share == 0 {
		return nil
	}
	const reason = "nothing watched it for five minutes"
	var kept map[string]any
	if err := json.Unmarshal(before["canary"], &kept); err != nil {
		return err
	}
	kept["share"], kept["revision"] = 0, canary.Revision+1
	kept["paused"] = map[string]any{"by": "edge", "reason": reason, "at": now.UnixMilli()}
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	told, err := json.Marshal(map[string]any{
		"kind": "canary", "service": before.service(), "generation": before.generation(), "version": before.version(),
		"action": "silent", "revision": canary.Revision + 1, "share": map[string]int{"before": canary.Share, "after": 0},
		"by": "edge", "reason": reason,
	})
	if err != nil {
		return err
	}
	if _, err := edge.noteOnce(before.service(), told); err != nil {
		fmt.Fprintf(os.Stderr, "%s: the ledger does not say that its clients went back: %v\n", before.service(), err)
	}
	return edge.put(before.with(record{"canary": text}))
}
