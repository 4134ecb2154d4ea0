package accesslog

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// origin says which worker and listener of the proxy wrote a line. Each numbers its lines from 0.
type origin struct {
	worker   int
	listener string
}

var (
	listenerKey = []byte(`"listener": "`)
	workerKey   = []byte(`"worker": `)
	sequenceKey = []byte(`"sequence": `)
)

// parseLine finds where a line of the access log comes from, and its number there. A client cannot forge the keys: in what
// it sends, the proxy escapes every quotation mark.
func parseLine(line []byte) (from origin, sequence int, ok bool) {
	if len(line) == 0 || line[0] != '{' {
		return origin{}, 0, false
	}
	worker, hasWorker := numberAfter(line, workerKey)
	sequence, hasSequence := numberAfter(line, sequenceKey)
	at := bytes.LastIndex(line, listenerKey)
	if !hasWorker || !hasSequence || at < 0 {
		return origin{}, 0, false
	}
	name, _, _ := bytes.Cut(line[at+len(listenerKey):], []byte(`"`))
	// The proxy marks a listener's name where the connection is encrypted, and counts its lines all the same.
	return origin{worker, string(bytes.TrimSuffix(name, []byte("~")))}, sequence, true
}

// parseLoss reads a line that this program wrote about lines that are lost.
func parseLoss(line []byte) (from origin, lost int, ok bool) {
	var told struct {
		Lost     int    `json:"lost"`
		Listener string `json:"listener"`
		Worker   int    `json:"worker"`
	}
	if !bytes.Contains(line, []byte(`"lost": `)) || json.Unmarshal(line, &told) != nil || told.Lost == 0 {
		return origin{}, 0, false
	}
	return origin{told.Worker, told.Listener}, told.Lost, true
}

func numberAfter(line, key []byte) (int, bool) {
	at := bytes.LastIndex(line, key)
	if at < 0 {
		return 0, false
	}
	digits := line[at+len(key):]
	end := 0
	for end < len(digits) && digits[end] >= '0' && digits[end] <= '9' {
		end++
	}
	number, err := strconv.Atoi(string(digits[:end]))
	return number, err == nil
}
