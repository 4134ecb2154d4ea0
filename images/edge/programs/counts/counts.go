// Package counts adds up what the proxy's workers have counted of their answers, those that have ended included.
package counts

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"tidegate/edge/haproxy"
)

// Table is the proxy's table of counters, an entry for each pool. Another meaning of its counters needs another name, because workers
// of both run side by side.
const Table = "edge/counts"

// Counts are the counters of each pool. They start again at 0 after the last number of 32 bits, each worker's and so their sum.
type Counts map[string][]uint32

// Read adds up all workers. It is nothing where the one that takes connections does not count.
func Read(proxy haproxy.Proxy, kept Kept) (Counts, error) {
	running, isCounting, err := askAll(proxy)
	for deadline := time.Now().Add(reloadWithin); errors.Is(err, errNoWorker) && time.Now().Before(deadline); {
		time.Sleep(askAgainAfter)
		running, isCounting, err = askAll(proxy)
	}
	if err != nil || !isCounting {
		return nil, err
	}
	ended, err := kept.load() // after the workers, because one that has ended meanwhile is here
	if err != nil {
		return nil, err
	}
	sum := Counts{}
	for _, worker := range ended {
		if running[worker.PID] == nil {
			sum.add(worker.Counts)
		}
	}
	for _, counts := range running {
		sum.add(counts)
	}
	return sum, nil
}

// The time that a reload takes, in which the master knows of no worker that takes connections.
const (
	reloadWithin  = 5 * time.Second
	askAgainAfter = 50 * time.Millisecond
)

var errNoWorker = errors.New("no worker of the proxy takes connections")

// askAll returns what each worker that counts has counted, and whether the one that takes connections is among them.
func askAll(proxy haproxy.Proxy) (running map[int]Counts, isCounting bool, err error) {
	workers, err := proxy.Workers()
	if err != nil {
		return nil, false, err
	}
	running, hasNewest := map[int]Counts{}, false
	for _, worker := range workers {
		counts, isFound, err := ask(proxy, worker)
		if err != nil {
			return nil, false, err
		}
		if counts != nil {
			running[worker.PID] = counts
		}
		if isFound && !worker.IsReplaced {
			hasNewest, isCounting = true, counts != nil
		}
	}
	if !hasNewest {
		return nil, false, errNoWorker
	}
	return running, isCounting, nil
}

// ask returns what one worker has counted, nil where it does not count. It is not found where it has ended.
func ask(proxy haproxy.Proxy, worker haproxy.Worker) (counts Counts, isFound bool, err error) {
	answer, isFound, err := proxy.AskWorker(worker, "show table "+Table)
	return parse(answer), isFound, err
}

// parse reads the lines of a table: `0x7f00: key=shop.green use=0 exp=0 shard=0 gpc0=7 gpc1=0`. It is nil where there is no table.
func parse(answer string) Counts {
	if !strings.HasPrefix(strings.TrimSpace(answer), "# table: "+Table+",") {
		return nil
	}
	counts := Counts{}
	for line := range strings.Lines(answer) {
		var pool string
		var numbers []uint32
		for _, field := range strings.Fields(line) {
			name, value, _ := strings.Cut(field, "=")
			if name == "key" {
				pool = value
			}
			if number, err := strconv.ParseUint(value, 10, 32); err == nil && strings.HasPrefix(name, "gpc") {
				numbers = append(numbers, uint32(number))
			}
		}
		if pool != "" {
			counts[pool] = numbers
		}
	}
	return counts
}

func (counts Counts) add(more Counts) {
	for pool, numbers := range more {
		sum := slices.Clone(counts[pool])
		sum = append(sum, make([]uint32, max(0, len(numbers)-len(sum)))...)
		for index, number := range numbers {
			sum[index] += number
		}
		counts[pool] = sum
	}
}
