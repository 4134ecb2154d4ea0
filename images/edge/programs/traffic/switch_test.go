package traffic

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"tidegate/edge/failpoint"
	"tidegate/edge/lease"
)

// proxy plays a master with one replaced worker and a newest one, and keeps what it was asked.
type proxy struct {
	mutex sync.Mutex
	asked []string
}

func (proxy *proxy) questions() string {
	proxy.mutex.Lock()
	defer proxy.mutex.Unlock()
	return strings.Join(proxy.asked, "\n")
}

// start makes the folders of an edge whose workers do not know the service yet.
func start(t *testing.T) (Edge, *proxy) {
	t.Helper()
	folder := t.TempDir()
	edge := Edge{State: filepath.Join(folder, "state"), Ledger: filepath.Join(folder, "ledger"), Run: folder}
	if err := os.MkdirAll(filepath.Join(edge.State, "records"), 0o700); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(folder, "master.sock"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	proxy := &proxy{}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			text := make([]byte, 4096)
			read, _ := conn.Read(text)
			question := strings.ReplaceAll(strings.TrimSpace(string(text[:read])), folder, "")
			proxy.mutex.Lock()
			proxy.asked = append(proxy.asked, question)
			proxy.mutex.Unlock()
			switch {
			case question == "show proc":
				fmt.Fprint(conn, "# workers\n9 worker 0\n# old workers\n7 worker 1\n")
			case strings.Contains(question, "prepare map"):
				fmt.Fprint(conn, "New version created: 4\n")
			case strings.Contains(question, "add map @") && len(strings.Fields(question))%7 != 0:
				fmt.Fprint(conn, "'add map' expects three parameters\n")
			case strings.Contains(question, "set map"):
				fmt.Fprint(conn, "entry not found.\n")
			}
			conn.Close()
		}
	}()
	return edge, proxy
}

func change(expected int64, active string, generation int) Switch {
	return Switch{Expected: expected, Active: []byte(active), Generation: fmt.Append(nil, generation), Sealed: []byte(`{"blue":"<&>"}`)}
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWritesRecordAndMapThenTellsReplacedWorkersFirst(t *testing.T) {
	edge, proxy := start(t)
	os.WriteFile(filepath.Join(edge.State, "records", "blog.json"), []byte(`{"service":"blog","active":"green","generation":3}`), 0o600)
	if _, err := edge.To(Move{"shop", change(0, `"blue"`, 7)}); err != nil {
		t.Fatal(err)
	}
	want := `{"active":"blue","config":null,"generation":7,"sealed":{"blue":"<&>"},"service":"shop"}` + "\n"
	if got := read(t, edge.State, "records", "shop.json"); got != want {
		t.Errorf("got %s", got)
	}
	if got := read(t, edge.State, "active.map"); got != "blog blog.green\nshop shop.blue\n" {
		t.Errorf("got %q", got)
	}
	asked := `show proc
@!7 clear map /handover.map; @!7 add map /handover.map replaced yes
@!7 set map /state/active.map shop shop.blue
@!7 add map /state/active.map shop shop.blue
@!7 del map /state/canary.map shop
@!9 set map /state/active.map shop shop.blue
@!9 add map /state/active.map shop shop.blue
@!9 del map /state/canary.map shop`
	if got := proxy.questions(); got != asked {
		t.Errorf("got %s", got)
	}
}

func TestLeavesWhatItDoesNotKnowOfARecordAndSendsToNobody(t *testing.T) {
	edge, proxy := start(t)
	path := filepath.Join(edge.State, "records", "shop.json")
	os.WriteFile(path, []byte(`{"service":"shop","active":"blue","generation":7,"config":{"hash":"a"},"more":[1]}`), 0o600)
	if _, err := edge.To(Move{"shop", change(7, "null", 8)}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path); !strings.Contains(got, `"config":{"hash":"a"}`) || !strings.Contains(got, `"more":[1]`) {
		t.Errorf("got %s", got)
	}
	if read(t, edge.State, "active.map") != "" || !strings.HasSuffix(proxy.questions(), "@!9 del map /state/active.map shop\n@!9 del map /state/canary.map shop") {
		t.Errorf("got %s", proxy.questions())
	}
}

func TestRefusesWhereSomebodyElseHasSwitched(t *testing.T) {
	edge, proxy := start(t)
	edge.To(Move{"shop", change(0, `"blue"`, 7)})
	before := read(t, edge.State, "records", "shop.json")
	asked := proxy.questions()
	_, err := edge.To(Move{"shop", change(0, `"green"`, 8)})
	var conflict ConflictError
	if !errors.As(err, &conflict) || conflict.Found != 7 {
		t.Errorf("got %v", err)
	}
	if read(t, edge.State, "records", "shop.json") != before || proxy.questions() != asked {
		t.Error("changed something")
	}
}

func TestDiesAtAFailPointAndLeavesAllOrNothing(t *testing.T) {
	if state := os.Getenv("TEST_STATE"); state != "" {
		Edge{State: state, Run: filepath.Dir(state)}.To(Move{"shop", change(0, `"blue"`, 7)})
		return
	}
	for point, isWritten := range map[string]bool{"switch:before-record": false, "switch:after-record": true, "switch:after-old-worker": true} {
		edge, _ := start(t)
		again := exec.Command(os.Args[0], "-test.run=^TestDiesAtAFailPoint")
		again.Env = append(os.Environ(), "TEST_STATE="+edge.State, failpoint.Variable+"="+point)
		again.Run()
		if status, isKnown := again.ProcessState.Sys().(syscall.WaitStatus); !isKnown || status.Signal() != syscall.SIGKILL {
			t.Errorf("%s: ended with %v", point, again.ProcessState)
		}
		if _, err := os.Stat(filepath.Join(edge.State, "records", "shop.json")); (err == nil) != isWritten {
			t.Errorf("%s: %v", point, err)
		}
	}
}

func TestIsRefusedToWhoeverHasLostTheLeaseButToNoRollback(t *testing.T) {
	edge, _ := start(t)
	if err := os.Mkdir(edge.Ledger, 0o700); err != nil {
		t.Fatal(err)
	}
	leases := lease.Place{Folder: edge.Ledger, Run: edge.Run}
	if err := leases.Overtake("bob", "tidegate up"); err != nil { // token 1, held by nobody
		t.Fatal(err)
	}
	told := func(purpose string, expected int64) Switch {
		change := change(expected, `"blue"`, int(expected)+1)
		change.Facts = fmt.Appendf(nil, `{"kind":"switch","service":"shop","generation":%d,"purpose":%q,"change":{"actor":{"name":"jane"}}}`, expected+1, purpose)
		return change
	}
	edge.Token = 7
	var held lease.HeldError
	if _, err := edge.To(Move{"shop", told("return", 0)}); !errors.As(err, &held) {
		t.Errorf("got %v", err)
	}
	edge.Token = 1
	if _, err := edge.To(Move{"shop", told("return", 0)}); err != nil {
		t.Error(err)
	}
	if _, err := edge.To(Move{"shop", told("rollback", 1)}); err != nil {
		t.Error(err)
	}
	if _, err := edge.To(Move{"shop", told("return", 2)}); err != nil {
		t.Errorf("a rollback by whoever holds it takes it from nobody: %v", err)
	}
	edge.Token = 0
	if _, err := edge.To(Move{"shop", told("rollback", 3)}); err != nil {
		t.Error(err)
	}
	edge.Token = 1
	if _, err := edge.To(Move{"shop", told("return", 4)}); !errors.As(err, &held) || held.Lease.By != "jane" {
		t.Errorf("got %v", err)
	}
}
