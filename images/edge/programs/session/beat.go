package session

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"tidegate/edge/durable"
)

const maxBeatBytes = 16 << 10

// beats come from one process alone, and in it one after the other.
var beats sync.Mutex

// beat keeps what the agent says of itself, a JSON object, with the edge's clock in ms as its `at`. A beat that a crash takes along is
// followed by another, so nobody waits for the disk.
func (session *session) beat(told string) error {
	if len(told) > maxBeatBytes {
		return fmt.Errorf("a beat of more than %d bytes", maxBeatBytes)
	}
	var beat map[string]json.RawMessage
	if err := json.Unmarshal([]byte(told), &beat); err != nil || beat == nil {
		return fmt.Errorf("a beat that is no JSON object: %.100q", told)
	}
	beat["at"] = json.RawMessage(strconv.FormatInt(time.Now().UnixMilli(), 10))
	text, err := json.Marshal(beat)
	if err != nil {
		return err
	}
	beats.Lock()
	defer beats.Unlock()
	return durable.Replace(filepath.Join(session.edge.State, "agent.json"), append(text, '\n'))
}
