package counts

import (
	"encoding/json"
	"os"

	"tidegate/edge/durable"
	"tidegate/edge/haproxy"
)

// More workers than may end while somebody adds up. Of those before, only the sum is kept.
const endedApart = 20

// Kept is a file with what workers had counted when they ended. It goes with the container, as the workers do.
type Kept string

// In returns the file of a run folder.
func In(run string) Kept { return Kept(run + "/counts.json") }

type endedWorker struct {
	// 0 for the sum of several.
	PID    int
	Counts Counts
}

// Keep writes down what a replaced worker has counted that answers no more requests. It is for one process and one worker at a time.
func (kept Kept) Keep(proxy haproxy.Proxy, pid int) error {
	counts, _, err := ask(proxy, haproxy.Worker{PID: pid, IsReplaced: true})
	if err != nil || counts == nil {
		return err
	}
	ended, err := kept.load()
	if err != nil {
		return err
	}
	ended = append(ended, endedWorker{pid, counts})
	if len(ended) > endedApart {
		sum := Counts{}
		sum.add(ended[0].Counts)
		sum.add(ended[1].Counts)
		ended = append([]endedWorker{{0, sum}}, ended[2:]...)
	}
	text, err := json.Marshal(ended)
	if err != nil {
		return err
	}
	return durable.Replace(string(kept), text)
}

func (kept Kept) load() (ended []endedWorker, err error) {
	text, err := os.ReadFile(string(kept))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return ended, json.Unmarshal(text, &ended)
}
