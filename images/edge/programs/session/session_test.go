package session

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// start makes the folders of an edge whose proxy says of its workers and maps what is given.
func start(t *testing.T, answers map[string]string) Edge {
	t.Helper()
	folder := t.TempDir()
	edge := Edge{Service: "shop", State: filepath.Join(folder, "state"), Ledger: folder, Run: folder}
	for _, below := range []string{"records", "parts"} {
		if err := os.MkdirAll(filepath.Join(edge.State, below), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"master.sock", "stats.sock"} {
		listener, err := net.Listen("unix", filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				question := make([]byte, 4096)
				read, _ := conn.Read(question)
				for asked, answer := range answers {
					if strings.HasPrefix(string(question[:read]), asked) {
						conn.Write([]byte(answer))
					}
				}
				conn.Close()
			}
		}()
	}
	return edge
}

func ask(t *testing.T, edge Edge, questions string) string {
	t.Helper()
	var answers bytes.Buffer
	if err := Run(edge, strings.NewReader(questions), &answers); err != nil {
		t.Fatal(err)
	}
	return answers.String()
}

func TestTellsRecordPartAndWhereWorkersSendTraffic(t *testing.T) {
	edge := start(t, map[string]string{
		"show proc": "# workers\n9 worker 0\n# old workers\n7 worker 1\n8 worker 1\n",
		"@!7":       "0x1 replaced yes\n\n0x2 shop shop.blue\n",
		"@!8":       "Can't find the target PID matching the prefix '@!8'.\n",
		"@!9":       "\n0x2 blog blog.green\n0x3 shop shop.green\n",
	})
	os.WriteFile(filepath.Join(edge.State, "records", "shop.json"), []byte("{\"generation\":1}\n"), 0o600)
	want := "{\"generation\":1}\nnull\nledger {\"head\":null,\"broken\":null,\"hasRoom\":true}\nold 7 handover\nnew 9 shop.green\n\x1e0\n"
	if got := ask(t, edge, "open\n"); got != want {
		t.Errorf("got %q", got)
	}
}

func TestTellsWhatTheProxyHasCounted(t *testing.T) {
	table := "# table: edge/counts, type: string, size:4096, used:2\n0x1: key=shop.green use=0 gpc0=2 gpc1=0\n0x2: key=blog.blue use=0 gpc0=1 gpc1=7\n\n"
	edge := start(t, map[string]string{"show proc": "# workers\n9 worker 0\n", "@!9": table})
	if got := ask(t, edge, "counts\n"); got != "blog.blue 1 7\nshop.green 2 0\n\x1e0\n" {
		t.Errorf("got %q", got)
	}
	older := start(t, map[string]string{"show proc": "# workers\n9 worker 0\n", "@!9": "No such table\n"})
	if got := ask(t, older, "counts\n"); got != "\x1e66\n" {
		t.Errorf("got %q", got)
	}
}

func TestTellsHowOldTheLedgersLastEntryIs(t *testing.T) {
	edge := start(t, map[string]string{"show proc": "# workers\n"})
	if got, want := ask(t, edge, "ledger\n"), "{\"head\":null,\"broken\":null,\"hasRoom\":true,\"at\":null}\n\x1e0\n"; got != want {
		t.Errorf("got %q of a ledger without entries", got)
	}
	before := time.Now().UnixMilli()
	ask(t, edge, "switch "+`{"expected":0,"active":"blue","generation":7,"sealed":{},"facts":{"kind":"switch","service":"shop"}}`+"\n")
	var told struct {
		Head struct{ Number int64 }
		At   int64
	}
	line, _, _ := strings.Cut(ask(t, edge, "ledger\n"), "\n")
	if err := json.Unmarshal([]byte(line), &told); err != nil || told.Head.Number != 1 || told.At < before {
		t.Errorf("got %q", line)
	}
}

func TestSwitchesAndTellsHowThatEnds(t *testing.T) {
	edge := start(t, map[string]string{"show proc": "# workers\n"})
	change := `{"expected":0,"active":"blue","generation":7,"sealed":{}}`
	lines := strings.Split(ask(t, edge, "switch "+change+"\nswitch "+change+"\nnonsense\n"), "\n")
	if clock := strings.Fields(lines[0]); len(clock) != 2 || clock[0] >= clock[1] {
		t.Errorf("got %q for the clock before and after", lines[0])
	}
	if got, want := lines[1:], []string{"null", "\x1e0", "7", "shop", "\x1e76", "\x1e64", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestSwitchesSeveralServices(t *testing.T) {
	edge := start(t, map[string]string{"show proc": "# workers\n"})
	changes := `[{"service":"shop","expected":0,"active":"blue","generation":7},{"service":"blog","expected":0,"active":"green","generation":7}]`
	lines := strings.Split(ask(t, edge, "switch-all "+changes+"\n"), "\n")
	if got, want := lines[1:], []string{"null", "\x1e0", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got, _ := os.ReadFile(filepath.Join(edge.State, "active.map")); string(got) != "blog blog.green\nshop shop.blue\n" {
		t.Errorf("got %q", got)
	}
}

func TestDropsAQuestionThatWasCutOff(t *testing.T) {
	edge := start(t, nil)
	if got := ask(t, edge, `nonsense`+"\n"+`switch {"expected":0,"active":"blue","generation":7}`); got != "\x1e64\n" {
		t.Errorf("got %q", got)
	}
	if _, err := os.Stat(filepath.Join(edge.State, "records", "shop.json")); err == nil {
		t.Error("switched")
	}
}

func TestTellsWhichPortsAnswer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	if got := ask(t, start(t, nil), "knock 127.0.0.1 1,"+port+"\n"); got != port+"\n\x1e0\n" {
		t.Errorf("got %q", got)
	}
}

func TestSendsARequestWholeAndTellsItsAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		w.WriteHeader(201)
		fmt.Fprintf(w, "%s %s %s %q %s", r.Method, r.Host, r.URL, r.Header["X-Quoted"], body)
	}))
	defer server.Close()
	asked := map[string]any{
		"within": 2.5, "to": strings.TrimPrefix(server.URL, "http://"), "host": "shop.test", "path": "/a/../b?c={d}", "method": "PUT",
		"headers": [][2]string{{"X-Quoted", `say "\t" \n`}}, "body": "@etc\n\"passwd\"\\",
	}
	told, _ := json.Marshal(asked)
	lines := strings.Split(ask(t, start(t, nil), "request "+string(told)+"\n"), "\n")
	var answer response
	if err := json.Unmarshal([]byte(lines[0]), &answer); err != nil {
		t.Fatal(err)
	}
	if cookies := answer.Headers["set-cookie"]; answer.Status != 201 || answer.Problem != "" || len(cookies) != 2 {
		t.Errorf("got %s", lines[0])
	}
	body, _ := base64.StdEncoding.DecodeString(lines[1])
	if want := "PUT shop.test /a/../b?c={d} [\"say \\\"\\\\t\\\" \\\\n\"] @etc\n\"passwd\"\\"; string(body) != want {
		t.Errorf("got  %s\nwant %s", body, want)
	}
}

func TestTellsOfARequestThatNobodyAnswers(t *testing.T) {
	told := ask(t, start(t, nil), `request {"within":2,"to":"127.0.0.1:1","host":"a","path":"/","method":"GET"}`+"\n")
	if !strings.Contains(told, `"status":0`) || !strings.Contains(told, "onnect") {
		t.Errorf("got %s", told)
	}
}

func TestTellsOfAHeadWithoutABody(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	to := strings.TrimPrefix(server.URL, "http://")
	lines := strings.Split(ask(t, start(t, nil), `request {"within":2,"to":"`+to+`","host":"a","path":"/","method":"HEAD"}`+"\n"), "\n")
	if !strings.Contains(lines[0], `"status":404`) || lines[1] != "" {
		t.Errorf("got %q", lines)
	}
}

func TestAnswersThePlainQuestionOfOlderVersions(t *testing.T) {
	server := httptest.NewServer(http.RedirectHandler("/login", 302))
	defer server.Close()
	to := strings.TrimPrefix(server.URL, "http://")
	lines := strings.Split(ask(t, start(t, nil), "ask 2 "+to+" shop.test /\n"), "\n")
	words := strings.Split(lines[0], " ")
	if words[0] != "302" || words[2] != "" || words[3] != server.URL+"/login" || lines[1] == "" {
		t.Errorf("got %q", lines)
	}
}

func TestTakesASwitchForOpenWhereTheLedgerCannotBeRead(t *testing.T) {
	edge := start(t, nil)
	if got := ask(t, edge, "is-open 7\n"); got != "false\n\x1e0\n" {
		t.Errorf("got %q of a ledger without entries", got)
	}
	os.MkdirAll(filepath.Join(edge.Ledger, "000001.jsonl"), 0o700) // a folder, where its file should be
	if got := ask(t, edge, "is-open 7\nnonsense\n"); got != "true\n\x1e0\n\x1e64\n" {
		t.Errorf("got %q", got)
	}
}

func TestTellsWhatGatesSaidAndWhenCertificatesEnd(t *testing.T) {
	edge := start(t, map[string]string{"show proc": "# workers\n9 worker 0\n"})
	entry := `{"number":1,"kind":"switch","service":"shop","gates":[{"gate":"window","verdict":"pass","asked":"x"}]}`
	os.WriteFile(filepath.Join(edge.Ledger, "000001.jsonl"), []byte(entry+"\n"), 0o600)
	want := "{\"shop\":[{\"gate\":\"window\",\"verdict\":\"pass\"}]}\n\x1e0\n\x1e0\n"
	if got := ask(t, edge, "gates\ncertificates\n"); got != want {
		t.Errorf("got %q", got)
	}
}
