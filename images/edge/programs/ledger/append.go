package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"tidegate/edge/durable"
)

const (
	segmentBytes = 1 << 20
	// Room on the disk for dozens of entries that must not wait until somebody tidies up.
	reserveBytes = 256 << 10
)

// Append writes entries, of facts that are a JSON object each, all of them or none: after what has waited for room and after a word
// on a torn line. Number, hash of the entry before and time are added. Where they may wait and cannot be written, they are kept in
// memory and are written, in their turn, with the next that can.
func (ledger *Ledger) Append(mayWait bool, facts ...[]byte) error {
	lines := ledger.waiting
	chain := ledger.chain
	// Where something waits, the word on it waits as well, or it is a part of what waits.
	if len(ledger.torn) > 0 && len(lines) == 0 {
		told, err := json.Marshal(map[string]string{"kind": "repaired", "torn": string(ledger.torn)})
		if err != nil {
			return err
		}
		if lines, err = chain.add(lines, told); err != nil {
			return err
		}
	}
	for _, each := range facts {
		var err error
		if lines, err = chain.add(lines, each); err != nil {
			return err
		}
	}
	if err := ledger.write(lines); err != nil {
		if !mayWait {
			return fmt.Errorf("the ledger: %w", err)
		}
		if err := os.WriteFile(ledger.waitingPath, join(lines), 0o600); err != nil {
			return err
		}
		ledger.waiting = lines
	}
	ledger.chain = chain
	return nil
}

// add makes a line of facts, which ends the chain from then on.
func (chain *chain) add(lines [][]byte, facts []byte) ([][]byte, error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, facts); err != nil {
		return nil, fmt.Errorf("facts for the ledger: %w", err)
	}
	text := compact.Bytes()
	if len(text) < 3 || text[0] != '{' {
		return nil, errors.New("facts for the ledger: no object")
	}
	head := fmt.Sprintf(`{"number":%d,"previous":"%s","at":%d,`, chain.number+1, chain.hash, time.Now().UnixMilli())
	line := append([]byte(head), text[1:]...)
	chain.take(line, "")
	return append(lines[:len(lines):len(lines)], line), nil
}

// write brings lines to the disk, all of them or none. They stand over what a torn line has left, which is shorter than the word
// on it.
func (ledger *Ledger) write(lines [][]byte) error {
	text := join(lines)
	if ledger.size > 0 && ledger.size+int64(len(text)) > segmentBytes && len(ledger.torn) == 0 {
		ledger.rotate() // without room for another segment it goes on with this one
	}
	path := segmentPath(ledger.folder, ledger.segment)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err = file.WriteAt(text, ledger.size); err == nil {
		err = file.Sync()
	}
	if err == nil && ledger.size == 0 {
		err = durable.SyncFolder(ledger.folder)
	}
	if err != nil {
		file.WriteAt(ledger.torn, ledger.size)
		file.Truncate(ledger.size + int64(len(ledger.torn)))
		return err
	}
	ledger.size += int64(len(text))
	ledger.torn, ledger.waiting = nil, nil
	os.Remove(ledger.waitingPath)
	durable.Reserve(file, ledger.size, reserveBytes)
	return nil
}

// rotate begins the next segment, and gives back what this one has in reserve.
func (ledger *Ledger) rotate() {
	next := segmentPath(ledger.folder, ledger.segment+1)
	file, err := os.OpenFile(next, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	if !durable.HasRoom(ledger.folder) {
		os.Remove(next)
		return
	}
	os.Truncate(segmentPath(ledger.folder, ledger.segment), ledger.size)
	ledger.segment, ledger.size = ledger.segment+1, 0
}

func join(lines [][]byte) []byte {
	return append(bytes.Join(lines, []byte("\n")), '\n')
}
