// Package ledger writes down what happens to traffic: lines of JSON of which each names the hash of the one before. Whoever
// writes holds the edge's lock.
package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func segmentPath(folder string, number int) string {
	return filepath.Join(folder, fmt.Sprintf("%06d.jsonl", number))
}

// segmentNumbers returns those that are there, in order; none where there is no folder.
func segmentNumbers(folder string) ([]int, error) {
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, file := range files {
		text, isSegment := strings.CutSuffix(file.Name(), ".jsonl")
		if number, err := strconv.Atoi(text); isSegment && err == nil {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// readLines returns the whole lines of a file, and what stands after the last of them. One that is not there has none.
func readLines(path string) (lines [][]byte, torn []byte, err error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	end := bytes.LastIndexByte(text, '\n') + 1
	for line := range bytes.Lines(text[:end]) {
		lines = append(lines, bytes.TrimSuffix(line, []byte("\n")))
	}
	return lines, text[end:], nil
}

func sizeOf(lines [][]byte) int64 {
	size := int64(len(lines)) // an end each
	for _, line := range lines {
		size += int64(len(line))
	}
	return size
}
