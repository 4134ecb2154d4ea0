// Package accesslog keeps the edge's access log: it takes the lines from the proxy's workers and puts them into files that are
// rotated, and prints the last of them.
package accesslog

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"tidegate/edge/counts"
	"tidegate/edge/haproxy"
)

const (
	// A worker may live for no longer than a second, between two reloads, and has to be found in it.
	retryEvery = 20 * time.Millisecond
	// How long the proxy may be about to start, to reload or to end before a word is said of it.
	silentFor = 2 * time.Second
	// More than a worker's ring can hold, and so more than it can repeat.
	replayBytes = 8 << 20
)

// accessLog puts the lines of all workers into the files.
type accessLog struct {
	lock  sync.Mutex
	files *logFiles
	// Where the log began in this life of the container. Before it, the same numbers stand for other workers.
	start place
	// Why the disk took no more, while it does not.
	trouble string
}

// Write goes on for ever: from the worker that takes connections to the one that takes its place. It returns where it cannot begin.
func Write(run, folder string) error {
	files, err := openFiles(folder, fileBytes)
	if err != nil {
		return err
	}
	followed := run + "/access-log.followed"
	if err := os.RemoveAll(followed); err != nil { // nobody follows whom the last one followed
		return err
	}
	start, err := keepStart(run, place{files.number, files.size})
	if err != nil {
		return err
	}
	log := &accessLog{files: files, start: start}
	followers := followers{
		log:     log,
		proxy:   haproxy.In(run),
		kept:    counts.In(run),
		changed: make(chan struct{}, 1),
		told:    followed,
	}
	failing, said := time.Time{}, ""
	for {
		if err := followers.attach(); err == nil {
			failing, said = time.Time{}, ""
		} else {
			if failing.IsZero() {
				failing = time.Now()
			}
			if said != err.Error() && time.Since(failing) > silentFor {
				said = err.Error()
				fmt.Fprintf(os.Stderr, "access log: %s; trying again\n", said)
			}
			followers.change()
		}
		select {
		case <-followers.changed:
			time.Sleep(retryEvery)
		case <-time.After(lookEvery):
		}
	}
}

// followers are the workers whose lines are being written.
type followers struct {
	log   *accessLog
	proxy haproxy.Proxy
	// By process id.
	followed sync.Map
	// What they had counted when they ended; one at a time writes it.
	kept    counts.Kept
	keeping sync.Mutex
	// Says that there may be workers that nobody follows.
	changed chan struct{}
	// The file that names the last one followed: a reload waits for that, because nobody can begin to follow one that is replaced.
	told string
}

// attach follows the worker that takes connections, unless it is followed already.
func (followers *followers) attach() error {
	workers, err := followers.proxy.Workers()
	newest := 0
	for _, running := range workers {
		known, isFollowed := followers.followed.Load(running.PID)
		switch {
		case !running.IsReplaced:
			newest = running.PID
		case isFollowed:
			known.(*worker).isReplaced.Store(true) // where its own word of that was lost
		}
	}
	if err == nil && newest == 0 {
		err = errors.New("the proxy has no worker")
	}
	if err != nil {
		return err
	}
	if _, isFollowed := followers.followed.Load(newest); isFollowed {
		return nil
	}
	worker, err := attach(followers.proxy, newest)
	if err != nil {
		return err
	}
	if err := followers.log.recall(worker); err != nil {
		worker.events.Close()
		return err
	}
	followers.followed.Store(newest, worker)
	if err := os.WriteFile(followers.told, fmt.Appendln(nil, newest), 0o600); err != nil {
		fmt.Fprintf(os.Stderr, "access log: %s; a reload waits in vain\n", err)
	}
	go func() {
		worker.follow(followers.log, followers.change, func() { followers.keepCounts(newest) })
		followers.followed.Delete(newest)
		followers.change()
	}()
	return nil
}

// keepCounts writes down what a worker has counted, which is gone with it.
func (followers *followers) keepCounts(pid int) {
	followers.keeping.Lock()
	defer followers.keeping.Unlock()
	if err := followers.kept.Keep(followers.proxy, pid); err != nil {
		fmt.Fprintf(os.Stderr, "counts of worker %d are lost: %s\n", pid, err)
	}
}

func (followers *followers) change() {
	select {
	case followers.changed <- struct{}{}:
	default:
	}
}

// keepStart returns the place that was kept at the first call since the container started.
func keepStart(run string, now place) (place, error) {
	path := run + "/access-log.start"
	text, err := os.ReadFile(path)
	var kept place
	if err == nil {
		_, err = fmt.Sscan(string(text), &kept.number, &kept.offset)
	}
	if err != nil { // there is none yet, or only half of one
		return now, os.WriteFile(path, fmt.Appendf(nil, "%d %d\n", now.number, now.offset), 0o600)
	}
	return kept, nil
}

// recall reads what the log has of a worker already, which its ring is going to repeat.
func (log *accessLog) recall(worker *worker) error {
	log.lock.Lock()
	defer log.lock.Unlock()
	text, isWhole, err := log.files.since(log.start, replayBytes)
	if err != nil {
		return err
	}
	worker.tally.isCut = !isWhole
	worker.replayed = map[string]map[int]int{}
	for line := range bytes.Lines(text) {
		if from, lost, ok := parseLoss(line); ok && from.worker == worker.pid {
			worker.tally.told(from.listener, lost)
			continue
		}
		from, sequence, ok := parseLine(line)
		if !ok || from.worker != worker.pid {
			continue
		}
		if worker.replayed[from.listener] == nil {
			worker.replayed[from.listener] = map[int]int{}
		}
		worker.replayed[from.listener][sequence]++
		worker.tally.add(from.listener, sequence, true)
	}
	return nil
}

// take writes those of a worker's lines that are requests and not in the log yet.
func (log *accessLog) take(worker *worker, lines []byte) {
	log.lock.Lock()
	defer log.lock.Unlock()
	type number struct {
		listener string
		sequence int
	}
	var numbers []number
	kept := make([]byte, 0, len(lines))
	for line := range bytes.Lines(lines) {
		from, sequence, ok := parseLine(line)
		if !ok {
			worker.hear(line)
			continue
		}
		if worker.replayed[from.listener][sequence] > 0 {
			worker.replayed[from.listener][sequence]--
			continue
		}
		kept = append(kept, line...)
		numbers = append(numbers, number{from.listener, sequence})
	}
	isWritten := log.put(kept)
	for _, one := range numbers {
		worker.tally.add(one.listener, one.sequence, isWritten)
	}
}

// put appends lines. What the disk does not take is left out, and counted like all that is missing: the proxy waits for nobody.
func (log *accessLog) put(lines []byte) bool {
	_, err := log.files.Write(lines)
	if err == nil {
		log.trouble = ""
		return true
	}
	if said := err.Error(); said != log.trouble {
		log.trouble = said
		fmt.Fprintf(os.Stderr, "access log: %s; requests go on without it\n", said)
	}
	return false
}

// tell writes down how many lines of a worker are lost, as a line of the log itself.
func (log *accessLog) tell(worker *worker, isLast bool) {
	log.lock.Lock()
	defer log.lock.Unlock()
	for listener, lost := range worker.tally.losses(isLast) {
		now := time.Now().UTC().Format("2006-01-02T15:04:05.000-0700")
		fmt.Fprintf(os.Stderr, "access log: %d lines of %s are lost\n", lost, listener)
		log.put(fmt.Appendf(nil, `{"time": "%s", "lost": %d, "listener": "%s", "worker": %d}`+"\n", now, lost, listener, worker.pid))
	}
}
