package traffic

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"tidegate/edge/durable"
)

// WriteActiveMap derives the map of active pools, which the workers read when they start, from the records.
func WriteActiveMap(state string) error {
	files, err := filepath.Glob(filepath.Join(state, "records", "*.json"))
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	for _, file := range files {
		record, err := readRecord(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if pool := record.pool(); pool != "" {
			fmt.Fprintln(&lines, pool[:strings.LastIndex(pool, ".")], pool)
		}
	}
	return durable.Replace(activeMap(state), lines.Bytes())
}

func activeMap(state string) string { return filepath.Join(state, "active.map") }
