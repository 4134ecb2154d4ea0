package ledger

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Said is what a gate said: pass, fail or inconclusive.
type Said struct {
	Gate    string `json:"gate"`
	Verdict string `json:"verdict"`
}

// Segments that are looked through, the newest first: what was said longer ago is of no release that anybody still asks about.
const gatesWithin = 8

// Gates returns, by service, what the gates said when they were asked last.
func Gates(folder string) (map[string][]Said, error) {
	numbers, err := segmentNumbers(folder)
	if err != nil {
		return nil, err
	}
	said := map[string][]Said{}
	for _, number := range slices.Backward(numbers[max(0, len(numbers)-gatesWithin):]) {
		lines, _, err := readLines(segmentPath(folder, number))
		if err != nil {
			return nil, err
		}
		for _, line := range slices.Backward(lines) {
			if !bytes.Contains(line, []byte(`"gates":[`)) {
				continue
			}
			var entry struct {
				Service string `json:"service"`
				Gates   []Said `json:"gates"`
			}
			if json.Unmarshal(line, &entry) != nil || entry.Gates == nil || said[entry.Service] != nil {
				continue
			}
			said[entry.Service] = entry.Gates
		}
	}
	return said, nil
}
