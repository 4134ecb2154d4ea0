package traffic

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"tidegate/edge/failpoint"
	"tidegate/edge/haproxy"
)

// Destination is where a worker of the proxy sends requests.
type Destination struct {
	haproxy.Worker
	// It leaves everything to the one that takes connections.
	HandsOver bool
	// Pools by service; a service that is not there goes to nobody.
	Pools map[string]string
}

// Destinations returns where every worker sends requests. A worker that has just ended is left out, and one that does not answer
// sends them to nobody as far as anyone can tell; a master that reloads and does not answer knows none for that moment.
func (edge Edge) Destinations() []Destination {
	proxy := haproxy.In(edge.Run)
	workers, _ := proxy.Workers()
	var found []Destination
	for _, worker := range workers {
		answer, isFound, err := proxy.AskWorker(worker, "show map "+edge.handoverMap(), "show map "+activeMap(edge.State))
		if err == nil && !isFound {
			continue
		}
		found = append(found, parseDestination(worker, answer))
	}
	return found
}

func parseDestination(worker haproxy.Worker, maps string) Destination {
	destination := Destination{Worker: worker, Pools: map[string]string{}}
	for line := range strings.Lines(maps) {
		fields := strings.Fields(line) // address in memory, key, value
		if len(fields) != 3 {
			continue
		}
		if fields[1] == "replaced" && fields[2] == "yes" {
			destination.HandsOver = true
		} else {
			destination.Pools[fields[1]] = fields[2]
		}
	}
	return destination
}

// HandOver tells all workers that a reload has replaced to hand what they still get to the newest one.
func (edge Edge) HandOver() error {
	proxy := haproxy.In(edge.Run)
	workers, err := proxy.Workers()
	failed := []error{err}
	for _, worker := range workers {
		if worker.IsReplaced {
			failed = append(failed, edge.handOver(proxy, worker))
		}
	}
	return errors.Join(failed...)
}

// handoverMap says, to a worker, that a reload has replaced it.
func (edge Edge) handoverMap() string { return filepath.Join(edge.Run, "handover.map") }

// tellWorkers points every worker at pools, or at nobody. Replaced ones come first: from then on they ask the newest, so that its
// switch is everybody's, at one moment.
func (edge Edge) tellWorkers(after []record) error {
	proxy := haproxy.In(edge.Run)
	workers, err := proxy.Workers()
	if err != nil {
		return err
	}
	var failed []error // one worker's failure is no reason to leave the others out
	for _, worker := range workers {
		if worker.IsReplaced {
			failed = append(failed, edge.handOver(proxy, worker))
			failpoint.Reach("switch:after-old-worker")
		}
		if len(after) == 1 {
			failed = append(failed, edge.pointAt(proxy, worker, after[0]))
		} else {
			failed = append(failed, edge.pointAtAll(proxy, worker))
		}
	}
	return errors.Join(failed...)
}

// handOver tells a worker that a reload has replaced to hand what it still gets to the newest one.
func (edge Edge) handOver(proxy haproxy.Proxy, worker haproxy.Worker) error {
	_, _, err := proxy.AskWorker(worker, "clear map "+edge.handoverMap(), "add map "+edge.handoverMap()+" replaced yes")
	return err
}

// pointAt tells a worker where one service's traffic goes. The entry of a canary is there before its color is the active one, and goes
// after it is not any more, so that at no moment all clients meet what is meant for a share of them.
func (edge Edge) pointAt(proxy haproxy.Proxy, worker haproxy.Worker, after record) error {
	service := after.service()
	setActive := func() error { return setEntry(proxy, worker, activeMap(edge.State)+" "+service, after.pool()) }
	setCanary := func() error { return setEntry(proxy, worker, canaryMap(edge.State)+" "+service, after.split()) }
	if after.canary() == nil {
		return errors.Join(setActive(), setCanary())
	}
	if err := setCanary(); err != nil {
		return err
	}
	return setActive()
}

// setEntry puts a value into a worker's map, or takes it out where it is empty. A map that a worker of an older edge does not have
// needs none.
func setEntry(proxy haproxy.Proxy, worker haproxy.Worker, entry, value string) error {
	if value == "" {
		_, _, err := proxy.AskWorker(worker, "del map "+entry)
		return err
	}
	answer, _, err := proxy.AskWorker(worker, "set map "+entry+" "+value)
	if err == nil && strings.Contains(answer, "not found") {
		_, _, err = proxy.AskWorker(worker, "add map "+entry+" "+value)
	}
	return err
}

// pointAtAll has a worker go over to all of the map at one moment: it is read anew beside the one that counts, and then counts. What
// moves together has no canary any more.
func (edge Edge) pointAtAll(proxy haproxy.Proxy, worker haproxy.Worker) error {
	if err := replaceMap(proxy, worker, activeMap(edge.State)); err != nil {
		return err
	}
	return replaceMap(proxy, worker, canaryMap(edge.State))
}

func replaceMap(proxy haproxy.Proxy, worker haproxy.Worker, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var lines []string // none where nobody serves any more
	for line := range strings.Lines(string(text)) {
		lines = append(lines, strings.TrimSpace(line))
	}
	return proxy.ReplaceMap(worker, path, lines)
}
