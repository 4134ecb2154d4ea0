// Package traffic moves the traffic of a service: the record says who serves, the map of every worker follows it.
package traffic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// record is what the edge remembers of a service. What this program does not know of it stays as it is.
type record map[string]json.RawMessage

func recordPath(state, service string) string {
	return filepath.Join(state, "records", service+".json")
}

// readRecord returns nil where there is none.
func readRecord(path string) (record, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var read record
	err = json.Unmarshal(text, &read)
	return read, err
}

func (record record) generation() int64 {
	var generation int64
	json.Unmarshal(record["generation"], &generation) // 0 where there is none
	return generation
}

func (record record) service() string {
	var service string
	json.Unmarshal(record["service"], &service)
	return service
}

// pool is who serves; empty is nobody.
func (record record) pool() string {
	var color string
	json.Unmarshal(record["active"], &color) // null leaves it empty
	if color == "" {
		return ""
	}
	return record.service() + "." + color
}

// canary is as much of a release that gets its traffic step by step as is gone by here.
type canary struct {
	// The color that serves whoever has not gone over.
	From string `json:"from"`
	// Of 10,000 clients, those that have.
	Share int `json:"share"`
	// Counts its changes.
	Revision int64 `json:"revision"`
	// `stable` where clients go back while nothing watches.
	IfSilent string `json:"ifSilent"`
}

// canary returns nil where the active pool has all the traffic.
func (record record) canary() *canary {
	var read *canary
	json.Unmarshal(record["canary"], &read) // nil where there is none
	return read
}

// leaveCanary takes the canary out of the record that follows, and remembers the release whose canary did not come to its end.
func (before record) leaveCanary(after record) {
	delete(after, "canary")
	if hash := before.hash(); before.canary() != nil && hash != "" {
		after["unproved"] = quoted(hash)
	}
}

// hash is that of the release that the active color is sealed with; empty where there is none.
func (record record) hash() string {
	if sealed := record.serving(); sealed != nil {
		return sealed.Hash
	}
	return ""
}

// version is that of the active color; empty where nobody serves.
func (record record) version() string {
	if sealed := record.serving(); sealed != nil {
		return sealed.Release.Version
	}
	return ""
}

// sealed is as much of a sealed release as is gone by here.
type sealed struct {
	Hash    string
	Release struct{ Version string }
}

func (record record) serving() *sealed {
	var active string
	json.Unmarshal(record["active"], &active) // null leaves it empty
	var all map[string]*sealed
	json.Unmarshal(record["sealed"], &all) // none where there is none
	return all[active]
}

// split is the record's entry in the map of canaries; empty where it has none.
func (record record) split() string {
	canary := record.canary()
	if canary == nil {
		return ""
	}
	return fmt.Sprintf("%d|%s.%s", canary.Share, record.service(), canary.From)
}

// with returns the record with some keys replaced.
func (before record) with(changes record) record {
	after := record{}
	for _, part := range []record{before, changes} {
		for key, value := range part {
			after[key] = value
		}
	}
	return after
}

// set puts a value where there is one, takes it away where it is null, and leaves it where nothing is said.
func (record record) set(key string, value json.RawMessage) {
	switch {
	case string(value) == "null":
		delete(record, key)
	case value != nil:
		record[key] = value
	}
}

func (record record) line() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(record)
	return text.Bytes(), err
}

func quoted(text string) json.RawMessage {
	quoted, _ := json.Marshal(text) // no text has none
	return quoted
}

// serviceOf is empty for a file that is no record.
func serviceOf(file string) string {
	service, isRecord := strings.CutSuffix(filepath.Base(file), ".json")
	if !isRecord {
		return ""
	}
	return service
}
