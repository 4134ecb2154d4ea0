package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// Ledger is one that has been read, as far as somebody who goes on with it has to know it.
type Ledger struct {
	folder  string
	segment int
	// Bytes of the whole lines in the last segment.
	size int64
	// What stands after them: of a line that was not written to its end.
	torn []byte
	// File, in memory, with entries that the disk had no room for.
	waitingPath string
	waiting     [][]byte
	chain       chain
}

// Open reads the last segment, its link to the one before, and what waits in memory for room on the disk.
func Open(folder, run string) (*Ledger, error) {
	numbers, err := segmentNumbers(folder)
	if err != nil {
		return nil, err
	}
	ledger := &Ledger{folder: folder, segment: 1, waitingPath: filepath.Join(run, "ledger.waiting"), chain: chain{hash: noEntry}}
	if len(numbers) > 1 {
		if err := ledger.followFrom(numbers[len(numbers)-2]); err != nil {
			return nil, err
		}
	}
	if len(numbers) > 0 {
		ledger.segment = numbers[len(numbers)-1]
	}
	lines, torn, err := readLines(segmentPath(folder, ledger.segment))
	if err != nil {
		return nil, err
	}
	for index, line := range lines {
		ledger.chain.take(line, fmt.Sprintf("line %d of %06d.jsonl", index+1, ledger.segment))
	}
	ledger.size, ledger.torn = sizeOf(lines), torn
	return ledger, ledger.readWaiting()
}

// followFrom begins with the last line of the segment before the last.
func (ledger *Ledger) followFrom(segment int) error {
	lines, _, err := readLines(segmentPath(ledger.folder, segment))
	if err != nil || len(lines) == 0 {
		return err
	}
	// Those that were announced together stand at its end.
	var tail []Entry
	for index := len(lines) - 1; index >= 0; index-- {
		var entry Entry
		if err := json.Unmarshal(lines[index], &entry); err != nil && len(tail) == 0 {
			ledger.chain.breakAt(0, fmt.Sprintf("the last line of %06d.jsonl is no JSON", segment))
		}
		tail = append(tail, entry)
		if entry.Kind != "switch" || entry.Group == nil {
			break
		}
	}
	for index := len(tail) - 1; index >= 0; index-- {
		ledger.chain.end(tail[index].Number, lines[len(lines)-1-index], tail[index])
	}
	return nil
}

func (ledger *Ledger) readWaiting() error {
	lines, _, err := readLines(ledger.waitingPath)
	if err != nil {
		return err
	}
	for _, line := range lines {
		var entry Entry
		// Those that came to the disk already stay until the file goes, when whoever wrote them was killed before.
		if err := json.Unmarshal(line, &entry); err != nil || entry.Number <= ledger.chain.number {
			continue
		}
		ledger.chain.take(line, "in memory")
		ledger.waiting = append(ledger.waiting, line)
	}
	return nil
}

// Head returns the last entry.
func (ledger *Ledger) Head() Head {
	return Head{ledger.chain.number, ledger.chain.hash, len(ledger.waiting) > 0}
}

// Last returns the last entry; without a kind where there is none.
func (ledger *Ledger) Last() Entry { return ledger.chain.last }

// Announced returns the switches that were written down last, all at once; none where the last entry is no switch.
func (ledger *Ledger) Announced() []Entry { return ledger.chain.announced }

// Break returns where the ledger is not what was written; nil where nothing is known of that.
func (ledger *Ledger) Break() *Break { return ledger.chain.broken }

// HasOpenSwitch tells whether the last switch of a service that the ledger knows has not come to an end. It may have been made again since,
// up to a number, for workers that had not heard of it: that has no entry of its own.
func (ledger *Ledger) HasOpenSwitch(service string, generation int64) (bool, error) {
	last := ledger.waiting
	for segment := ledger.segment; ; segment-- {
		for index := len(last) - 1; index >= 0; index-- {
			var entry Entry
			if json.Unmarshal(last[index], &entry) != nil || entry.Service != service {
				continue
			}
			switch entry.Kind {
			case "switch":
				return entry.Generation <= generation, nil
			case "verified", "undone":
				return false, nil
			}
		}
		if segment == 0 {
			return false, nil
		}
		var err error
		if last, _, err = readLines(segmentPath(ledger.folder, segment)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
	}
}
