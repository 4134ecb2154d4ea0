// Command edge is what runs beside the proxy and is more than a short script: the access log, the session of a cutover, the switch, and
// what the proxy loads.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"time"

	"tidegate/edge/accesslog"
	"tidegate/edge/durable"
	"tidegate/edge/lease"
	"tidegate/edge/serve"
	"tidegate/edge/session"
	"tidegate/edge/traffic"
	"tidegate/edge/whole"
)

const (
	stateFolder  = "/var/lib/tidegate"
	ledgerFolder = "/var/lib/tidegate-ledger"
	runFolder    = "/run/tidegate"
	// A disk that takes nothing at all is not mended within a moment.
	tryAgainAfter = 10 * time.Second
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		if exit, hasCode := err.(interface{ ExitCode() int }); hasCode {
			os.Exit(exit.ExitCode())
		}
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "session":
		return session.Run(session.Edge{Service: args[1], State: stateFolder, Ledger: ledgerFolder, Run: runFolder, Token: token(), Complaints: os.Stderr}, os.Stdin, os.Stdout)
	case len(args) == 2 && args[0] == "serve":
		return serveOn(args[1])
	case len(args) == 3 && args[0] == "lease" && args[1] == "hold":
		return holdLease(args[2])
	case len(args) == 1 && args[0] == "enter":
		return enter()
	case len(args) == 2 && args[0] == "lease" && args[1] == "end":
		return leases.End()
	case len(args) == 1 && args[0] == "settle":
		return switches.Settle()
	case len(args) == 1 && args[0] == "leave-unwatched":
		return switches.LeaveUnwatched(time.Now())
	case len(args) == 1 && args[0] == "maps":
		return traffic.WriteMaps(stateFolder)
	case len(args) == 1 && args[0] == "hand-over":
		return switches.HandOver()
	case len(args) == 1 && args[0] == "destinations":
		tellDestinations()
		return nil
	case len(args) == 3 && args[0] == "assemble":
		return whole.Assemble(args[1], args[2])
	case len(args) == 3 && args[0] == "keep-states":
		return whole.KeepStates(stateFolder, args[1], args[2], os.Stdin, os.Stdout)
	case len(args) == 1 && args[0] == "ledger-state":
		return json.NewEncoder(os.Stdout).Encode(switches.LedgerState())
	case len(args) == 2 && args[0] == "put":
		content, err := io.ReadAll(os.Stdin)
		if err != nil {
			return err
		}
		return durable.Put(args[1], content)
	case len(args) == 2 && args[0] == "access-log" && args[1] == "write":
		runtime.GOMAXPROCS(1) // the other cores are for the proxy
		for {
			fmt.Fprintln(os.Stderr, "access log:", accesslog.Write(runFolder, stateFolder+"/log"))
			time.Sleep(tryAgainAfter)
		}
	case len(args) >= 2 && args[0] == "access-log" && args[1] == "read":
		return readLog(args[2:])
	default:
		return fmt.Errorf("want `session SERVICE`, `serve SOCKET`, `enter`, `settle`, `lease hold WHO`, `lease end`, `leave-unwatched`, `maps`, `hand-over`, `destinations`, `assemble FROM TO`, `keep-states LOADED NEXT`, `ledger-state`, `put FILE`, `access-log write` or `access-log read`")
	}
}

var (
	leases   = lease.Place{Folder: ledgerFolder, Run: runFolder}
	switches = traffic.Edge{State: stateFolder, Ledger: ledgerFolder, Run: runFolder}
)

// enter is for whoever has just taken the edge's lock: it finishes what somebody was killed in, and asks whether they may change anything.
func enter() error {
	if err := switches.Finish(); err != nil {
		return err
	}
	return leases.Allow(token())
}

// holdLease holds the environment for whoever `who` names, in JSON, until standard input ends.
func holdLease(who string) error {
	var holder struct{ By, Command string }
	if err := json.Unmarshal([]byte(who), &holder); err != nil {
		return err
	}
	until := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(until)
	}()
	return leases.Hold(holder.By, holder.Command, tellLease, until)
}

func tellLease(held lease.Lease) error { return json.NewEncoder(os.Stdout).Encode(held) }

// tellDestinations says where every worker sends requests: age and process id, then whether it hands over, then its pools by service.
func tellDestinations() {
	for _, worker := range switches.Destinations() {
		fmt.Println("worker", worker.Age(), worker.PID)
		if worker.HandsOver {
			fmt.Println("handover")
		}
		for _, service := range slices.Sorted(maps.Keys(worker.Pools)) {
			fmt.Println("map", service, worker.Pools[service])
		}
	}
}

// token is that of the lease which the caller holds; 0 where they hold none.
func token() int64 {
	token, _ := strconv.ParseInt(os.Getenv("TIDEGATE_LEASE"), 10, 64) // 0 for what is none
	return token
}

// serveOn answers the agent until this process ends. It holds no lease: while a run does, the agent changes nothing.
func serveOn(socket string) error {
	runtime.GOMAXPROCS(1) // the other cores are for the proxy
	for {
		err := serve.On(socket, session.Edge{State: stateFolder, Ledger: ledgerFolder, Run: runFolder})
		fmt.Fprintln(os.Stderr, "agent's socket:", err)
		time.Sleep(tryAgainAfter)
	}
}

func readLog(args []string) error {
	flags := flag.NewFlagSet("read", flag.ContinueOnError)
	tail := flags.Int("tail", 100, "number of lines to begin with")
	follow := flags.Bool("follow", false, "go on with what is written from now on, until standard input ends")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var until io.Reader
	if *follow {
		until = os.Stdin
	}
	return accesslog.Read(stateFolder+"/log", *tail, bufio.NewWriterSize(os.Stdout, 1<<16), until)
}
