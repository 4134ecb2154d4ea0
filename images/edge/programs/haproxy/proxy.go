// Package haproxy asks the processes of the proxy.
package haproxy

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// A master that reloads may take its time.
	answerWithin = 60 * time.Second
	// Everybody waits for a worker that a reload has replaced, also whoever takes traffic back.
	replacedWithin = 2 * time.Second
)

// A command line of the proxy ends at 16 KiB.
const linesAtOnce = 50

// Proxy is the way to the processes of the proxy: to its master, which knows them all and hands questions on to each, and to
// the worker that takes connections, without that detour.
type Proxy struct {
	Master string
	Newest string
}

// In returns the proxy whose sockets are in a folder.
func In(run string) Proxy {
	return Proxy{Master: run + "/master.sock", Newest: run + "/stats.sock"}
}

// Worker is a process that answers requests.
type Worker struct {
	PID int
	// A reload has put another in its place; it only ends what it began.
	IsReplaced bool
}

// Age is `old` of one that a reload has replaced, and `new` of the one that takes connections.
func (worker Worker) Age() string {
	if worker.IsReplaced {
		return "old"
	}
	return "new"
}

// Workers returns those that a reload has replaced, then the one that takes connections.
func (proxy Proxy) Workers() ([]Worker, error) {
	answer, err := Ask(proxy.Master, "show proc")
	if err != nil {
		return nil, err
	}
	return parseWorkers(answer), nil
}

func parseWorkers(answer string) []Worker {
	var replaced, newest []Worker
	isReplaced := false
	for line := range strings.Lines(answer) {
		isReplaced = isReplaced || strings.HasPrefix(line, "# old")
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[1] != "worker" {
			continue
		}
		pid, err := strconv.Atoi(fields[0])
		if err != nil {
			continue
		}
		if isReplaced {
			replaced = append(replaced, Worker{pid, true})
		} else {
			newest = []Worker{{pid, false}}
		}
	}
	return append(replaced, newest...)
}

// AskWorker hands commands to one worker. It is not found where that has just ended. One that a reload has replaced and that answers
// nobody is ended, and not found either: it serves nobody any more, holds up whoever asks all workers, and each question that is
// given up takes one of the few places at the master for good (HAProxy issue 3351). Commands may be handed to it twice.
func (proxy Proxy) AskWorker(worker Worker, commands ...string) (answer string, isFound bool, err error) {
	if !worker.IsReplaced {
		return proxy.askWorker(worker.PID, answerWithin, commands)
	}
	answer, isFound, err = proxy.askWorker(worker.PID, replacedWithin, commands)
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return answer, isFound, err
	}
	// It may be the master that was silent, for a reload, or everything, on a host that slept.
	workers, err := proxy.Workers()
	if err != nil || !slices.Contains(workers, worker) {
		return "", false, err
	}
	answer, isFound, err = proxy.askWorker(worker.PID, replacedWithin, commands)
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return answer, isFound, err
	}
	fmt.Fprintf(os.Stderr, "proxy: worker %d, which a reload has replaced, answers nobody; it is ended\n", worker.PID)
	if err := syscall.Kill(worker.PID, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
		return "", false, fmt.Errorf("worker %d, which a reload has replaced, answers nobody and cannot be ended: %w", worker.PID, err)
	}
	return "", false, nil
}

func (proxy Proxy) askWorker(pid int, within time.Duration, commands []string) (answer string, isFound bool, err error) {
	addressed := make([]string, len(commands))
	for index, command := range commands {
		addressed[index] = fmt.Sprintf("@!%d %s", pid, command)
	}
	answer, err = askWithin(within, proxy.Master, strings.Join(addressed, "; "))
	for line := range strings.Lines(answer) {
		// Where its end of the line is closed already and the master has not noticed yet, the master says `socketpair: Cannot
		// transfer the fd` in the log as well.
		if strings.HasPrefix(line, "Can't find the target") || strings.HasPrefix(line, "Can't connect to the target") {
			return "", false, err
		}
	}
	return answer, err == nil, err
}

// ReplaceMap has a worker go over to other lines of a map, to all of them at one moment. One that has just ended needs none.
func (proxy Proxy) ReplaceMap(worker Worker, path string, lines []string) error {
	answer, isFound, err := proxy.AskWorker(worker, "prepare map "+path)
	if err != nil || !isFound || answer == "" { // one that ends while it is asked says nothing
		return err
	}
	version, isPrepared := strings.CutPrefix(strings.TrimSpace(answer), "New version created: ")
	if !isPrepared {
		return fmt.Errorf("the proxy said %q", strings.TrimSpace(answer))
	}
	place := fmt.Sprintf("@%s %s", version, path)
	for chunk := range slices.Chunk(lines, linesAtOnce) {
		added := make([]string, len(chunk))
		for index, line := range chunk {
			added[index] = "add map " + place + " " + line
		}
		if answer, _, err := proxy.AskWorker(worker, added...); err != nil || strings.TrimSpace(answer) != "" {
			return errors.Join(err, fmt.Errorf("the proxy said %q", strings.TrimSpace(answer)))
		}
	}
	answer, _, err = proxy.AskWorker(worker, "commit map "+place)
	if said := strings.TrimSpace(answer); said != "" {
		return errors.Join(err, fmt.Errorf("the proxy said %q", said))
	}
	return err
}

// Jobs returns how many connections and requests a worker has not finished.
func (proxy Proxy) Jobs(worker Worker) (int, error) {
	answer, isFound, err := proxy.AskWorker(worker, "show info")
	if err != nil {
		return 0, err
	}
	if !isFound {
		return 0, os.ErrProcessDone
	}
	values := map[string]int{}
	for line := range strings.Lines(answer) {
		name, value, _ := strings.Cut(line, ": ")
		if number, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
			values[name] = number
		}
	}
	return values["Jobs"] - values["Unstoppable Jobs"], nil
}

// Await waits until the proxy can be asked: one that has just been started needs a moment.
func (proxy Proxy) Await(within time.Duration) bool {
	for deadline := time.Now().Add(within); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if isSocket(proxy.Master) && isSocket(proxy.Newest) {
			return true
		}
	}
	return false
}

func isSocket(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().Type() == os.ModeSocket
}

// Ask returns the answer to commands.
func Ask(socket, commands string) (string, error) {
	return askWithin(answerWithin, socket, commands)
}

func askWithin(within time.Duration, socket, commands string) (string, error) {
	conn, err := Send(socket, commands)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(within))
	if err := conn.CloseWrite(); err != nil { // the master waits for more
		return "", err
	}
	answer, err := io.ReadAll(conn)
	return string(answer), err
}

// Send connects and asks; the answer has to come within a minute, unless whoever reads it says otherwise.
func Send(socket, commands string) (*net.UnixConn, error) {
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return nil, err
	}
	conn.SetDeadline(time.Now().Add(answerWithin))
	if _, err := fmt.Fprintln(conn, commands); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}
