package haproxy

import (
	"bufio"
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

func TestKnowsTheReplacedWorkersFromTheNewest(t *testing.T) {
	answer := `#<PID>          <type>          <reloads>       <uptime>        <version>
1               master          2 [failed: 0]   0d00h00m33s     3.2.26-1
# workers
50              worker          0               0d00h00m12s     3.2.26-1
# old workers
8               worker          2               0d00h00m33s     3.2.26-1
31              worker          1               0d00h00m20s     3.2.26-1
# programs

`
	want := []Worker{{8, true}, {31, true}, {50, false}}
	if got := parseWorkers(answer); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if got := parseWorkers("# workers\n"); len(got) != 0 {
		t.Errorf("got %v of none", got)
	}
}

func TestEndsAReplacedWorkerThatAnswersNobody(t *testing.T) {
	t.Parallel()
	process := startProcess(t)
	worker := Worker{process.Process.Pid, true}
	proxy := masterOf(t, worker, func(int32) bool { return false })
	answer, isFound, err := proxy.AskWorker(worker, "show info")
	if answer != "" || isFound || err != nil {
		t.Errorf("got %q, %v, %v", answer, isFound, err)
	}
	process.Wait()
	if status := process.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
		t.Errorf("it ended with %v", process.ProcessState)
	}
}

func TestLeavesAReplacedWorkerThatAnswersLate(t *testing.T) {
	t.Parallel()
	process := startProcess(t)
	worker := Worker{process.Process.Pid, true}
	proxy := masterOf(t, worker, func(asked int32) bool { return asked > 1 })
	answer, isFound, err := proxy.AskWorker(worker, "show info")
	if answer != "Jobs: 1\n" || !isFound || err != nil {
		t.Errorf("got %q, %v, %v", answer, isFound, err)
	}
	if err := process.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("it has ended: %v", err)
	}
}

// startProcess starts what stands for a worker; it ends with the test.
func startProcess(t *testing.T) *exec.Cmd {
	process := exec.Command("sleep", "60")
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		process.Process.Kill()
		process.Wait()
	})
	return process
}

// masterOf answers for itself, and for its replaced worker when `doesAnswer`, by the number of the question to that, says so.
func masterOf(t *testing.T, worker Worker, doesAnswer func(asked int32) bool) Proxy {
	proxy := In(t.TempDir())
	listener, err := net.Listen("unix", proxy.Master)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	var asked atomic.Int32
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				lines := bufio.NewReader(conn)
				line, _ := lines.ReadString('\n')
				switch {
				case strings.TrimSpace(line) == "show proc":
					fmt.Fprintf(conn, "# workers\n# old workers\n%d worker 1 0d00h00m01s 3.2\n", worker.PID)
				case doesAnswer(asked.Add(1)):
					fmt.Fprintln(conn, "Jobs: 1")
				default:
					<-t.Context().Done()
				}
			}()
		}
	}()
	return proxy
}
