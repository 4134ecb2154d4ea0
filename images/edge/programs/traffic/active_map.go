package traffic

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"tidegate/edge/durable"
)

// WriteMaps derives the maps that the workers read when they start from the records: of the active pools, and of those beside which a
// canary is.
func WriteMaps(state string) error {
	files, err := filepath.Glob(filepath.Join(state, "records", "*.json"))
	if err != nil {
		return err
	}
	var active, canaries bytes.Buffer
	for _, file := range files {
		record, err := readRecord(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		pool := record.pool()
		if pool == "" {
			continue
		}
		service := pool[:strings.LastIndex(pool, ".")]
		fmt.Fprintln(&active, service, pool)
		if split := record.split(); split != "" {
			fmt.Fprintln(&canaries, service, split)
		}
	}
	if err := durable.Replace(canaryMap(state), canaries.Bytes()); err != nil {
		return err
	}
	return durable.Replace(activeMap(state), active.Bytes())
}

func activeMap(state string) string { return filepath.Join(state, "active.map") }

// canaryMap has, for each service with a canary, the share of its clients that goes to the active pool, of 10,000, and the pool of the
// others: `shop 500|shop.blue`.
func canaryMap(state string) string { return filepath.Join(state, "canary.map") }
