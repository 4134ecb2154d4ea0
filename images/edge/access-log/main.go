// Command access-log keeps the edge's access log: `write` takes the lines from the proxy's workers and puts them into files
// that are rotated, `read` prints the last of them.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
)

const (
	logFolder = "/var/lib/tidegate/log"
	runFolder = "/run/tidegate"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "access-log: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("want `write` or `read`")
	}
	switch args[0] {
	case "write":
		runtime.GOMAXPROCS(1) // the other cores are for the proxy
		return write(runFolder, logFolder)
	case "read":
		flags := flag.NewFlagSet("read", flag.ContinueOnError)
		tail := flags.Int("tail", 100, "number of lines to begin with")
		follow := flags.Bool("follow", false, "go on with what is written from now on, until standard input ends")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		out := bufio.NewWriterSize(os.Stdout, 1<<16)
		var until io.Reader
		if *follow {
			until = os.Stdin
		}
		return read(logFolder, *tail, out, until)
	default:
		return fmt.Errorf("no command %q: want `write` or `read`", args[0])
	}
}
