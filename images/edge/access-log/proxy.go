package main

import (
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

const answerWithin = 5 * time.Second

// proxy is the way to the processes of the proxy: to its master, which knows them all and hands questions on to each, and to
// the worker that takes connections, without that detour.
type proxy struct {
	master string
	newest string
}

// processes returns the ids of the workers: of the one that takes connections, and of those that a reload has replaced.
func (proxy proxy) processes() (newest int, replaced []int, err error) {
	answer, err := ask(proxy.master, "show proc")
	isOld := false
	for line := range strings.Lines(answer) {
		isOld = isOld || strings.HasPrefix(line, "# old")
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[1] != "worker" {
			continue
		}
		pid, parsed := strconv.Atoi(fields[0])
		switch {
		case parsed != nil:
			err = fmt.Errorf("the proxy says %q", line)
		case isOld:
			replaced = append(replaced, pid)
		default:
			newest = pid
		}
	}
	return newest, replaced, err
}

// jobs returns how many connections and requests a worker has not finished, that of the question included.
func (proxy proxy) jobs(pid int) (int, error) {
	answer, err := ask(proxy.master, fmt.Sprintf("@!%d show info", pid))
	values := map[string]int{}
	for line := range strings.Lines(answer) {
		name, value, _ := strings.Cut(line, ": ")
		if number, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
			values[name] = number
		}
	}
	if err == nil && values["Pid"] != pid {
		err = fmt.Errorf("worker %d does not answer", pid)
	}
	return values["Jobs"] - values["Unstoppable Jobs"], err
}

// ask returns the answer to one question.
func ask(socket, question string) (string, error) {
	conn, err := send(socket, question)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.CloseWrite(); err != nil { // the master waits for more
		return "", err
	}
	answer, err := io.ReadAll(conn)
	return string(answer), err
}

// send connects and asks; the answer has to begin, and with ask to end, within some seconds.
func send(socket, question string) (*net.UnixConn, error) {
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return nil, err
	}
	conn.SetDeadline(time.Now().Add(answerWithin))
	if _, err := fmt.Fprintln(conn, question); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}
