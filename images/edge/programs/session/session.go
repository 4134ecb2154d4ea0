// Package session answers what a cutover asks of the edge, one line a question, in one process: starting one costs more than
// all it has to do.
package session

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tidegate/edge/certificates"
	"tidegate/edge/counts"
	"tidegate/edge/haproxy"
	"tidegate/edge/ledger"
	"tidegate/edge/traffic"
)

// Edge says whom the questions are about, and where things lie.
type Edge struct {
	Service string
	State   string
	Ledger  string
	Run     string
	// Of the lease that whoever asks holds; 0 where they hold none.
	Token int64
	// What may be asked; anything where it is nil. Where it is not, requests are sent to the service's own pools alone, and to the public
	// listener with a mark that they are not users'.
	Allowed []string
	// Where it is said what went wrong; among the answers where it is nil.
	Complaints io.Writer
}

// endOfAnswer stands in the last line of each answer, before the exit code.
const endOfAnswer = "\x1e"

// Exit codes that the control tells apart.
const (
	unknownQuestion = 64
	countsNothing   = 66
	silentProxy     = 69
)

const (
	startWithin = 10 * time.Second
	knockWithin = 500 * time.Millisecond
)

type silentError struct{}

func (silentError) Error() string { return "the proxy has not started within 10 s" }
func (silentError) ExitCode() int { return silentProxy }

// Run answers until there are no more questions. It ends with an error where the proxy does not answer.
func Run(edge Edge, questions io.Reader, answers io.Writer) error {
	session := &session{
		edge:    edge,
		proxy:   haproxy.In(edge.Run),
		traffic: traffic.Edge{State: edge.State, Ledger: edge.Ledger, Run: edge.Run, Token: edge.Token},
		out:     bufio.NewWriter(answers),
	}
	if !session.proxy.Await(startWithin) {
		return silentError{}
	}
	lines := bufio.NewReader(questions)
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			return nil // a question that was cut off came from somebody who is gone
		}
		if err != nil {
			return err
		}
		verb, arguments, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		code, err := session.answer(verb, arguments)
		if err != nil {
			session.out.Flush()
			return err
		}
		fmt.Fprintf(session.out, "%s%d\n", endOfAnswer, code)
		if err := session.out.Flush(); err != nil {
			return err
		}
	}
}

type session struct {
	edge    Edge
	proxy   haproxy.Proxy
	traffic traffic.Edge
	out     *bufio.Writer
}

func (session *session) answer(verb, arguments string) (exitCode int, err error) {
	if allowed := session.edge.Allowed; allowed != nil && !slices.Contains(allowed, verb) {
		return unknownQuestion, nil
	}
	switch verb {
	case "open":
		return session.open()
	case "services":
		return 0, session.services()
	case "look":
		session.look()
	case "routing":
		session.routing()
	case "slots":
		return 0, session.slots(arguments)
	case "doubt":
		return 0, session.doubt(arguments)
	case "ask":
		return 0, session.ask(arguments)
	case "request":
		return session.request(arguments)
	case "knock":
		session.knock(arguments)
	case "switch", "switch-part":
		return session.switchOne(arguments)
	case "shift":
		return session.shift(arguments)
	case "switch-all":
		return session.switchAll(arguments)
	case "counts":
		return session.counts()
	case "ledger":
		return 0, session.ledger()
	case "gates":
		return 0, session.gates()
	case "certificates":
		session.certificates()
	case "is-open":
		return 0, session.isOpen(arguments)
	case "beat":
		return 0, session.beat(arguments)
	case "note":
		return session.tellHead(session.traffic.Note([]byte(arguments)))
	case "clear-hold":
		return session.tellHead(session.traffic.ClearHold(session.edge.Service, []byte(arguments)))
	case "review":
		return session.tellHead(session.traffic.Review(session.edge.Service, []byte(arguments)))
	default:
		return unknownQuestion, nil
	}
	return 0, nil
}

// open tells record, part, the ledger's state, and the names of what runs.
func (session *session) open() (exitCode int, err error) {
	if err := session.traffic.Settle(); err != nil {
		return session.explain(err)
	}
	session.look()
	state, _ := json.Marshal(session.traffic.LedgerState()) // nothing in it cannot be told
	fmt.Fprintf(session.out, "ledger %s\n", state)
	session.routing()
	return 0, nil
}

// look tells record and part; null where there is none.
func (session *session) look() {
	for _, folder := range []string{"records", "parts"} {
		text, err := os.ReadFile(filepath.Join(session.edge.State, folder, session.edge.Service+".json"))
		if err != nil {
			text = []byte("null")
		}
		fmt.Fprintf(session.out, "%s\n", strings.TrimSpace(string(text)))
	}
}

// services tells the names of those that the edge has a record of.
func (session *session) services() error {
	files, err := filepath.Glob(filepath.Join(session.edge.State, "records", "*.json"))
	for _, file := range files {
		fmt.Fprintln(session.out, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	return err
}

// routing tells where every worker sends the service's traffic: age, process id, pool. `-` is nobody; `handover` leaves it to
// the newest.
func (session *session) routing() {
	for _, worker := range session.traffic.Destinations() {
		pool, isKnown := worker.Pools[session.edge.Service]
		switch {
		case worker.HandsOver:
			pool = "handover"
		case !isKnown:
			pool = "-"
		}
		fmt.Fprintln(session.out, worker.Age(), worker.PID, pool)
	}
}

// slots tells the clock in ms, then what the proxy says of the slots of a color.
func (session *session) slots(color string) error {
	now := time.Now().UnixMilli()
	answer, err := haproxy.Ask(session.proxy.Newest, fmt.Sprintf("show stat %s.%s 4 -1", session.edge.Service, color))
	fmt.Fprintf(session.out, "%d\n%s", now, answer)
	return err
}

// doubt makes a slot of a color prove itself anew.
func (session *session) doubt(arguments string) error {
	color, slot, _ := strings.Cut(arguments, " ")
	command := fmt.Sprintf("set server %s.%s/slot%s health down", session.edge.Service, color, slot)
	answer, err := haproxy.Ask(session.proxy.Newest, command)
	fmt.Fprint(session.out, answer)
	return err
}

// knock tells which TCP ports of a container, of a list, answer from here.
func (session *session) knock(arguments string) {
	address, ports, _ := strings.Cut(arguments, " ")
	for port := range strings.SplitSeq(ports, ",") {
		conn, err := net.DialTimeout("tcp", net.JoinHostPort(address, port), knockWithin)
		if err == nil {
			conn.Close()
			fmt.Fprintln(session.out, port)
		}
	}
}

// switchOne moves the traffic, or, as its canary says, a part of it; an edge that knows no canary must not take the second question for
// the first. It tells the clock in ms before and after; where somebody else has done so, the generation that is there.
func (session *session) switchOne(told string) (exitCode int, err error) {
	change, err := traffic.Read[traffic.Switch](told)
	if err != nil {
		return 0, err
	}
	return session.move(traffic.Move{Service: session.edge.Service, Switch: change})
}

// switchAll does the same for several services at one moment; where somebody else has switched one, its name is told as well.
func (session *session) switchAll(told string) (exitCode int, err error) {
	moves, err := traffic.Read[[]traffic.Move](told)
	if err != nil {
		return 0, err
	}
	return session.move(moves...)
}

func (session *session) move(moves ...traffic.Move) (exitCode int, err error) {
	return session.tellSwitched(session.traffic.To(moves...))
}

// shift changes the service's canary, and tells what a switch tells; where it is another one, the number of its switch and of its last
// change.
func (session *session) shift(told string) (exitCode int, err error) {
	change, err := traffic.Read[traffic.Shift](told)
	if err != nil {
		return 0, err
	}
	return session.tellSwitched(session.traffic.Shift(session.edge.Service, change))
}

func (session *session) tellSwitched(switched traffic.Switched, err error) (exitCode int, _ error) {
	var conflict traffic.ConflictError
	var shifted traffic.ShiftedError
	var unfit traffic.UnfitError
	switch {
	case errors.As(err, &shifted):
		fmt.Fprintf(session.out, "%d\n%d\n", shifted.Generation, shifted.Revision)
		return shifted.ExitCode(), nil
	case errors.As(err, &conflict):
		fmt.Fprintf(session.out, "%d\n%s\n", conflict.Found, conflict.Service)
		return conflict.ExitCode(), nil
	case errors.As(err, &unfit):
		return unfit.ExitCode(), session.tell(unfit.State)
	case err != nil:
		return session.explain(err)
	}
	fmt.Fprintf(session.out, "%.3f %.3f\n", ms(switched.Started), ms(switched.Ended))
	return 0, session.tell(switched.Head)
}

// counts tells what all workers have counted of the answers of each pool, of all services: its name and its counters.
func (session *session) counts() (exitCode int, err error) {
	read, err := counts.Read(session.proxy, counts.In(session.edge.Run))
	if err != nil {
		return 0, err
	}
	if read == nil {
		return countsNothing, nil
	}
	for _, pool := range slices.Sorted(maps.Keys(read)) {
		fmt.Fprintln(session.out, pool, strings.Trim(fmt.Sprint(read[pool]), "[]"))
	}
	return 0, nil
}

// ledger tells the ledger's state, and when its last entry was written, in ms; null where there is none.
func (session *session) ledger() error {
	state := session.traffic.LedgerState()
	told := struct {
		ledger.State
		At *int64 `json:"at"`
	}{State: state}
	if state.Head != nil {
		told.At = &state.At
	}
	return session.tell(told)
}

// gates tells, by service, what the gates said when they were asked last. Figures are made of it and nothing else: a ledger that cannot be
// read, which `ledger` tells, ends no conversation.
func (session *session) gates() error {
	said, err := ledger.Gates(session.edge.Ledger)
	if err != nil {
		session.complain(err)
		said = map[string][]ledger.Said{}
	}
	return session.tell(said)
}

// certificates tells when each certificate of the edge ends: its name, and Unix time in ms.
func (session *session) certificates() {
	ends := certificates.Ends(filepath.Join(session.edge.State, "certificates"))
	for _, name := range slices.Sorted(maps.Keys(ends)) {
		fmt.Fprintln(session.out, name, ends[name].UnixMilli())
	}
}

// isOpen tells whether a switch, by its number, is the service's last one and has not come to its good end. Of a ledger that cannot be
// read nobody knows that it has.
func (session *session) isOpen(number string) error {
	generation, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return err
	}
	isOpen, err := session.traffic.IsOpen(session.edge.Service, generation)
	return session.tell(isOpen || err != nil)
}

// ms is the clock in ms; a switch may take less than one.
func ms(clock time.Time) float64 { return float64(clock.UnixMicro()) / 1000 }

// tellHead tells the entry that was written; null where none was.
func (session *session) tellHead(head *ledger.Head, err error) (exitCode int, _ error) {
	if err != nil {
		return session.explain(err)
	}
	return 0, session.tell(head)
}

func (session *session) tell(value any) error {
	text, err := json.Marshal(value)
	fmt.Fprintf(session.out, "%s\n", text)
	return err
}

// explain says what went wrong where the complaints go. The session goes on where the control knows what that means.
func (session *session) explain(err error) (exitCode int, _ error) {
	var known interface{ ExitCode() int }
	if !errors.As(err, &known) {
		return 0, err
	}
	session.complain(err)
	return known.ExitCode(), nil
}
