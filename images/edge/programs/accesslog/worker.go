package accesslog

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"tidegate/edge/haproxy"
)

const (
	ring = "access"
	// A pause lets lines come together, so that the log costs the proxy a wake-up for hundreds of them and not for each. At 30,000
	// requests a second they are a sixth of what the ring holds.
	pause = 50 * time.Millisecond
	// The proxy hands on pieces of this size while its ring holds more; time it needs to get to the next one.
	pieceBytes = 16_000
	nextPiece  = 300 * time.Microsecond
	// How often losses are looked for; how long a worker has said nothing when it is quiet.
	lookEvery  = time.Second
	quietAfter = 100 * time.Millisecond
	quietAgain = 20 * time.Millisecond
	readBytes  = 1 << 20
	// How many looks in a row have to find nothing to do and nothing to read before a worker is let go. After one alone its last
	// lines may be on their way still, where the machine gives its threads no time.
	looksAtEnd = 5
	// What a worker is left with that has finished everything: our connection, and the master's.
	ownJobs = 2
)

// worker is one of the proxy's processes, and what it has said so far. The proxy keeps its lines in a ring in memory, from where
// this reads them, also while the worker finishes its last requests.
type worker struct {
	pid    int
	proxy  haproxy.Proxy
	events net.Conn
	stream *bufio.Reader
	tally  tally
	// Lines that stand in the log already, by listener: a ring is read from its beginning.
	// How often each number is to come, because threads may share one.
	replayed map[string]map[int]int
	// A reload has put another in its place.
	isReplaced atomic.Bool
}

// attach asks the worker that takes connections for its lines. It does not end while it is asked, also when a reload replaces it.
// One that is replaced already cannot be asked any more: its master ends an answer that is to go on.
func attach(proxy haproxy.Proxy, pid int) (*worker, error) {
	events, err := haproxy.Send(proxy.Newest, "show info; show events "+ring+" -w")
	if err != nil {
		return nil, err
	}
	attached := &worker{pid: pid, proxy: proxy, events: events, stream: bufio.NewReaderSize(events, readBytes), tally: newTally()}
	for {
		line, err := attached.stream.ReadString('\n')
		said, isPid := strings.CutPrefix(strings.TrimSpace(line), "Pid: ")
		if err == nil && isPid && said != strconv.Itoa(pid) {
			err = errors.New("another worker took its place")
		}
		if err != nil {
			events.Close()
			return nil, err
		}
		if isPid {
			return attached, nil
		}
	}
}

// follow writes the worker's lines until it has ended, or has nothing more to say. A worker that a reload has replaced lives for
// as long as somebody is connected to it, so this lets go of it as soon as it has finished its requests. It calls `replaced`
// when it learns of the one, and `finished` before it does the other.
func (worker *worker) follow(log *accessLog, replaced, finished func()) {
	defer worker.events.Close()
	var rest []byte
	buffer := make([]byte, readBytes)
	nextLook, done, waited := time.Now().Add(lookEvery), 0, false
	for {
		quiet := quietAfter
		if done > 0 {
			quiet = quietAgain
		}
		worker.events.SetReadDeadline(time.Now().Add(quiet))
		read, err := worker.stream.Read(buffer)
		wasReplaced := worker.isReplaced.Load()
		rest = worker.take(log, append(rest, buffer[:read]...))
		if worker.isReplaced.Load() && !wasReplaced {
			replaced()
		}
		isQuiet := errors.Is(err, os.ErrDeadlineExceeded)
		if !isQuiet {
			done = 0
		}
		hasFinished := done >= looksAtEnd
		if hasFinished {
			finished()
		}
		if hasFinished || (err != nil && !isQuiet) {
			log.tell(worker, true)
			return
		}
		if worker.isReplaced.Load() {
			jobs, err := worker.proxy.Jobs(haproxy.Worker{PID: worker.pid, IsReplaced: true})
			if err == nil && jobs <= ownJobs { // during a reload the master does not answer
				done++
			} else {
				done = 0
			}
		}
		if now := time.Now(); now.After(nextLook) {
			log.tell(worker, false)
			nextLook = now.Add(lookEvery)
		}
		switch {
		case read >= pieceBytes:
			waited = false
		case !waited:
			time.Sleep(nextPiece)
			waited = true
		case !isQuiet:
			time.Sleep(pause)
			waited = false
		}
	}
}

// take hands on the whole lines and returns the beginning of one that has not ended yet.
func (worker *worker) take(log *accessLog, text []byte) []byte {
	end := bytes.LastIndexByte(text, '\n') + 1
	if end > 0 {
		log.take(worker, text[:end])
	}
	return append(text[:0], text[end:]...)
}

// hear takes what the proxy says beside the requests: that this worker is replaced, or why it is in trouble.
func (worker *worker) hear(line []byte) {
	switch {
	case bytes.Contains(line, []byte(" stopped (cumulated conns")): // a word per listener and pool
		worker.isReplaced.Store(true)
	case len(bytes.TrimSpace(line)) > 0 && bytes.Contains(line, []byte("limit")):
		fmt.Fprintf(os.Stderr, "proxy: %s", line)
	}
}
