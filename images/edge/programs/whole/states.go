package whole

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	// Ends the name of a pool's twin, which asks for no health.
	twinSuffix = "-open"
	// What a server's state of administration is where its name leads nowhere.
	withoutAddress = "32"
)

// KeepStates copies, of the servers' states that the proxy tells, those that the next worker may take over. A saved state wins over
// a config: a server keeps it only where it leads to the same place and, unless its pool serves already, where the check that it
// passed is the one that is asked for. `loaded` and `next` are files with the config that the proxy has, and that it gets; the maps
// in folder `state` say which pools serve.
func KeepStates(state, loaded, next string, told io.Reader, kept io.Writer) error {
	before, err := readPools(loaded)
	if err != nil {
		return err
	}
	after, err := readPools(next)
	if err != nil {
		return err
	}
	serving, err := servingPools(state)
	if err != nil {
		return err
	}
	states, err := io.ReadAll(told)
	if err != nil {
		return err
	}
	for line := range bytes.Lines(states) {
		if !mayStay(strings.Fields(string(line)), before, after, serving) {
			continue
		}
		if _, err := kept.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// mayStay judges a line of the proxy's `show servers state`: after a version and a heading, a server each, with its pool second, its
// own name fourth and its state of administration seventh.
func mayStay(fields []string, before, after map[string]*pool, serving []string) bool {
	if len(fields) < 3 || fields[0] == "#" {
		return true
	}
	if len(fields) < 4 {
		return false
	}
	name, server := fields[1], fields[3]
	// A slot of a twin, which has no checks, is as good as new while its name leads nowhere.
	if strings.HasSuffix(name, twinSuffix) && len(fields) > 6 && fields[6] == withoutAddress {
		return false
	}
	was, is := before[name], after[name]
	if was == nil || is == nil || was.places[server] == "" || was.places[server] != is.places[server] {
		return false
	}
	return slices.Contains(serving, name) || was.check == is.check
}

// pool is what a config says of one: where its servers are, and how they are checked.
type pool struct {
	places map[string]string
	check  string
}

func readPools(file string) (map[string]*pool, error) {
	config, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pools := map[string]*pool{}
	var current *pool
	for line := range strings.Lines(string(config)) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if line[0] >= 'a' && line[0] <= 'z' { // a section begins
			current = nil
			if fields[0] == "backend" && len(fields) > 1 {
				current = &pool{places: map[string]string{}}
				pools[fields[1]] = current
			}
		}
		if current == nil {
			continue
		}
		switch fields[0] {
		case "http-check", "timeout", "option":
			current.check += line
		case "server":
			if len(fields) > 2 {
				current.places[fields[1]] = fields[2]
			}
		}
	}
	return pools, nil
}

// servingPools returns those that get requests: each active one, and the one beside it where there is a canary.
func servingPools(state string) ([]string, error) {
	var pools []string
	for _, name := range []string{"active.map", "canary.map"} {
		entries, err := os.ReadFile(filepath.Join(state, name))
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		for line := range strings.Lines(string(entries)) {
			line = strings.TrimSpace(line)
			pools = append(pools, line[strings.LastIndexAny(line, " |")+1:])
		}
	}
	return pools, nil
}
