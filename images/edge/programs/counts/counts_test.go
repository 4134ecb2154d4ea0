package counts

import (
	"fmt"
	"maps"
	"net"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"tidegate/edge/haproxy"
)

// proxyWith is one whose workers have these tables; those that a reload has replaced come first, the last one takes connections.
func proxyWith(t *testing.T, tables map[int]string, pids ...int) haproxy.Proxy {
	t.Helper()
	return proxyThat(t, func(pid int) string { return tables[pid] }, pids...)
}

// proxyThat is one whose workers answer so.
func proxyThat(t *testing.T, answerOf func(pid int) string, pids ...int) haproxy.Proxy {
	t.Helper()
	master := filepath.Join(t.TempDir(), "master.sock")
	listener, err := net.Listen("unix", master)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	processes := fmt.Sprintf("# workers\n%d worker 0\n# old workers\n", pids[len(pids)-1])
	for _, pid := range pids[:len(pids)-1] {
		processes += fmt.Sprintf("%d worker 1\n", pid)
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			question := make([]byte, 4096)
			read, _ := conn.Read(question)
			answer := processes
			if asked := string(question[:read]); strings.HasPrefix(asked, "@!") {
				var pid int
				fmt.Sscanf(asked, "@!%d", &pid)
				answer = answerOf(pid)
			}
			conn.Write([]byte(answer))
			conn.Close()
		}
	}()
	return haproxy.Proxy{Master: master}
}

func table(pool string, first, second uint32) string {
	return fmt.Sprintf("# table: edge/counts, type: string, size:4096, used:1\n0x7f00: key=%s use=0 exp=0 shard=0 gpc0=%d gpc1=%d\n\n", pool, first, second)
}

const ended = "Can't find the target PID matching the prefix '@!7'.\n"

func expect(t *testing.T, proxy haproxy.Proxy, kept Kept, want string) {
	t.Helper()
	read, err := Read(proxy, kept)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimPrefix(fmt.Sprint(map[string][]uint32(maps.Clone(read))), "map"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAddsUpWorkersThatRunAndThoseThatHaveEnded(t *testing.T) {
	kept := In(t.TempDir())
	tables := map[int]string{7: table("shop.blue", 5, 2), 9: table("shop.green", 1, 0)}
	both := proxyWith(t, tables, 7, 9)
	expect(t, both, kept, "[shop.blue:[5 2] shop.green:[1 0]]")
	if err := kept.Keep(both, 7); err != nil {
		t.Fatal(err)
	}
	expect(t, both, kept, "[shop.blue:[5 2] shop.green:[1 0]]") // and not twice while it still answers
	tables = map[int]string{7: ended, 9: table("shop.blue", 10, 1)}
	expect(t, proxyWith(t, tables, 7, 9), kept, "[shop.blue:[15 3]]")
	expect(t, proxyWith(t, tables, 9), kept, "[shop.blue:[15 3]]")
}

func TestKeepsTheSumOfManyWorkers(t *testing.T) {
	kept := In(t.TempDir())
	for pid := 1; pid <= 3*endedApart; pid++ {
		if err := kept.Keep(proxyWith(t, map[int]string{pid: table("shop.blue", 1, 2)}, pid), pid); err != nil {
			t.Fatal(err)
		}
	}
	if workers, _ := kept.load(); len(workers) != endedApart {
		t.Errorf("keeps %d of them apart", len(workers))
	}
	expect(t, proxyWith(t, map[int]string{99: table("shop.blue", 0, 1)}, 99), kept, "[shop.blue:[60 121]]")
}

func TestStartsAgainAfterTheLastNumber(t *testing.T) {
	tables := map[int]string{7: table("shop.blue", 4294967295, 0), 9: table("shop.blue", 3, 0)}
	expect(t, proxyWith(t, tables, 7, 9), In(t.TempDir()), "[shop.blue:[2 0]]")
}

func TestIsNothingWhereTheNewestWorkerDoesNotCount(t *testing.T) {
	tables := map[int]string{7: table("shop.blue", 1, 1), 9: "No such table\n"}
	read, err := Read(proxyWith(t, tables, 7, 9), In(t.TempDir()))
	if read != nil || err != nil {
		t.Errorf("got %v, %v", read, err)
	}
}

func TestIsEmptyBeforeTheFirstAnswer(t *testing.T) {
	tables := map[int]string{9: "# table: edge/counts, type: string, size:4096, used:0\n\n"}
	expect(t, proxyWith(t, tables, 9), In(t.TempDir()), "[]")
}

func TestWaitsForAWorkerThatTakesConnections(t *testing.T) {
	reloading := &atomic.Bool{}
	reloading.Store(true)
	tables := map[int]string{7: table("shop.blue", 1, 0), 9: table("shop.blue", 2, 0)}
	proxy := proxyThat(t, func(pid int) string {
		if pid == 9 && reloading.Swap(false) {
			return "Can't connect to the target CLI!\n"
		}
		return tables[pid]
	}, 7, 9)
	expect(t, proxy, In(t.TempDir()), "[shop.blue:[3 0]]")
}
