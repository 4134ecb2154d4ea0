package serve

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tidegate/edge/session"
)

const aMoment = 10 * time.Second

// start serves an edge with one record, whose proxy has no workers, and returns its socket and its folder.
func start(t *testing.T) (socket, folder string) {
	t.Helper()
	folder = t.TempDir()
	socket = filepath.Join(folder, "edge.sock")
	os.MkdirAll(filepath.Join(folder, "records"), 0o700)
	os.WriteFile(filepath.Join(folder, "records", "shop.json"), []byte("{\"generation\":7}\n"), 0o600)
	os.WriteFile(socket, nil, 0o600) // left by one that is gone
	master, err := net.Listen("unix", filepath.Join(folder, "master.sock"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close() })
	go func() {
		for {
			conn, err := master.Accept()
			if err != nil {
				return
			}
			conn.Read(make([]byte, 4096))
			conn.Write([]byte("# workers\n"))
			conn.Close()
		}
	}()
	stats, err := net.Listen("unix", filepath.Join(folder, "stats.sock"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stats.Close() })
	listener, err := listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go accept(listener, session.Edge{State: folder, Ledger: folder, Run: folder})
	return socket, folder
}

type client struct {
	net.Conn
	t       *testing.T
	answers *bufio.Reader
}

func connect(t *testing.T, socket string) client {
	t.Helper()
	conn, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(aMoment))
	return client{conn, t, bufio.NewReader(conn)}
}

func (client client) say(text string) {
	client.t.Helper()
	if _, err := client.Write([]byte(text)); err != nil {
		client.t.Fatal(err)
	}
}

// hear returns the next line.
func (client client) hear() string {
	client.t.Helper()
	line, err := client.answers.ReadString('\n')
	if err != nil {
		client.t.Fatalf("heard %q, then %v", line, err)
	}
	return line
}

func TestAnswersSeveralAboutTheirServicesAtOnce(t *testing.T) {
	socket, _ := start(t)
	shop, blog := connect(t, socket), connect(t, socket)
	shop.say("service shop\n")
	blog.say("service blog\nopen\n")
	if got := blog.hear(); got != "null\n" {
		t.Errorf("got %q for a service without a record", got)
	}
	shop.say("open\n")
	if got := shop.hear(); got != "{\"generation\":7}\n" {
		t.Errorf("got %q", got)
	}
}

func TestGoesOnAfterAClientThatDies(t *testing.T) {
	socket, _ := start(t)
	dying := connect(t, socket)
	dying.say("service shop\nopen\nop")
	dying.Close()
	next := connect(t, socket)
	next.say("service shop\nopen\n")
	if got := next.hear(); got != "{\"generation\":7}\n" {
		t.Errorf("got %q", got)
	}
}

func TestLetsOnlyItsOwnUserConnect(t *testing.T) {
	socket, _ := start(t)
	info, err := os.Stat(socket)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
}

func TestKnowsNoQuestionThatAnAgentNeedNotAsk(t *testing.T) {
	socket, _ := start(t)
	agent := connect(t, socket)
	agent.say("service shop\n")
	for _, question := range []string{"ask 1 - a /", "knock 127.0.0.1 1", "doubt blue 0", "switch-all []", "clear-hold {}", "review {}", "nonsense"} {
		agent.say(question + "\n")
		if got := agent.hear(); got != "\x1e64\n" {
			t.Errorf("%s: got %q", question, got)
		}
	}
}

func TestSendsRequestsToTheTwoPoolsOfTheServiceAlone(t *testing.T) {
	socket, folder := start(t)
	pool, err := net.Listen("unix", filepath.Join(folder, "shop.green.sock"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	go http.Serve(pool, http.HandlerFunc(func(answer http.ResponseWriter, asked *http.Request) {
		answer.WriteHeader(http.StatusTeapot)
	}))
	agent := connect(t, socket)
	agent.say("service shop\n")
	request := `request {"within":5,"to":"%s","host":"a","path":"/","method":"GET"}` + "\n"
	others := []string{"", "127.0.0.1:8404", "stats.sock", "blog.green.sock", "shop.red.sock", "../x/shop.green.sock"}
	for _, other := range others {
		if strings.HasSuffix(other, ".sock") {
			other = folder + "/" + other
		}
		agent.say(fmt.Sprintf(request, other))
		if got := agent.hear(); got != "\x1e64\n" {
			t.Errorf("%s: got %q", other, got)
		}
	}
	agent.say(fmt.Sprintf(request, folder+"/shop.green.sock"))
	if got := agent.hear(); !strings.Contains(got, `"status":418`) {
		t.Errorf("got %q", got)
	}
}

func TestMarksWhatItSendsToThePublicListener(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:8080")
	if err != nil {
		t.Skip("somebody else has the port of the public listener")
	}
	t.Cleanup(func() { listener.Close() })
	go http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, asked *http.Request) {
		fmt.Fprint(answer, asked.Header["X-Tidegate-Synthetic"])
	}))
	socket, _ := start(t)
	agent := connect(t, socket)
	agent.say("service shop\n")
	for _, headers := range []string{"[]", `[["x-tidegate-synthetic","false"]]`} {
		agent.say(`request {"within":5,"to":"-","host":"a","path":"/","method":"GET","headers":` + headers + "}\n")
		agent.hear()
		body, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(agent.hear()))
		if !strings.Contains(string(body), "true") {
			t.Errorf("%s: got %q", headers, body)
		}
		agent.hear()
	}
}

func TestKeepsTheLastBeatWithTheClockOfTheEdge(t *testing.T) {
	socket, folder := start(t)
	agent := connect(t, socket)
	before := time.Now().UnixMilli()
	agent.say("service -\nbeat {\"version\": \"0.0.9\"}\nbeat {\"version\": \"0.1.0\", \"at\": 5}\n")
	for range 2 {
		if got := agent.hear(); got != "\x1e0\n" {
			t.Errorf("got %q", got)
		}
	}
	text, _ := os.ReadFile(filepath.Join(folder, "agent.json"))
	var beat struct {
		Version string
		At      int64
	}
	if err := json.Unmarshal(text, &beat); err != nil || beat.Version != "0.1.0" || beat.At < before || beat.At > time.Now().UnixMilli() {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestSaysAmongTheAnswersWhyItEndsAConversation(t *testing.T) {
	for said, want := range map[string]string{
		"open\n":                             "\x1fwant `service NAME` first, got \"open\"\n",
		"service ../shop\n":                  "\x1fwant `service NAME` first, got \"service ../shop\"\n",
		"service -\nbeat []\n":               "\x1fa beat that is no JSON object: \"[]\"\n",
		"service -\n" + longer(maxLineBytes): "\x1fa line of more than 1048576 bytes\n",
	} {
		socket, _ := start(t)
		client := connect(t, socket)
		go client.Write([]byte(said)) // the rest of a long line is not taken
		if got := client.hear(); got != want {
			t.Errorf("%.30q: got %q", said, got)
		}
	}
}

func longer(bytes int) string { return strings.Repeat("x", bytes+1) }
