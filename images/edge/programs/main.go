// Command edge is what runs beside the proxy and is more than a short script: the access log, the session of a cutover, and the switch.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"tidegate/edge/accesslog"
	"tidegate/edge/durable"
	"tidegate/edge/session"
	"tidegate/edge/traffic"
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
		return session.Run(session.Edge{Service: args[1], State: stateFolder, Ledger: ledgerFolder, Run: runFolder}, os.Stdin, os.Stdout)
	case len(args) == 1 && args[0] == "active-map":
		return traffic.WriteActiveMap(stateFolder)
	case len(args) == 1 && args[0] == "ledger-state":
		return json.NewEncoder(os.Stdout).Encode(traffic.Edge{State: stateFolder, Ledger: ledgerFolder, Run: runFolder}.LedgerState())
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
		return fmt.Errorf("want `session SERVICE`, `active-map`, `ledger-state`, `put FILE`, `access-log write` or `access-log read`")
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
