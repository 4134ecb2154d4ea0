package accesslog

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"slices"
	"time"
)

const followEvery = 200 * time.Millisecond

// Read prints the last lines of the log. Where `until` is given, it goes on with what is written from then on, until that ends.
func Read(folder string, tail int, out *bufio.Writer, until io.Reader) error {
	at, err := printTail(folder, tail, out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil || until == nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, until)
		close(ended)
	}()
	for {
		select {
		case <-ended:
			return nil
		case <-time.After(followEvery):
		}
		if at, err = printSince(folder, at, out); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
}

// printTail returns the place up to which it has printed.
func printTail(folder string, tail int, out io.Writer) (place, error) {
	numbers, err := fileNumbers(folder)
	if err != nil && !os.IsNotExist(err) {
		return place{}, err
	}
	var start place
	for _, number := range slices.Backward(numbers) {
		text, err := os.ReadFile(fileName(folder, number))
		if err != nil && !os.IsNotExist(err) {
			return place{}, err
		}
		text = text[:bytes.LastIndexByte(text, '\n')+1]
		part := lastLines(text, tail)
		start = place{number, int64(len(text) - len(part))}
		if tail -= bytes.Count(part, []byte("\n")); tail == 0 {
			break
		}
	}
	return printSince(folder, start, out)
}

// lastLines returns the end of a text of whole lines.
func lastLines(text []byte, count int) []byte {
	start := len(text)
	for ; count > 0 && start > 0; count-- {
		start = bytes.LastIndexByte(text[:start-1], '\n') + 1
	}
	return text[start:]
}

// printSince prints whole lines that were written after a place, also into files that have begun since.
func printSince(folder string, at place, out io.Writer) (place, error) {
	numbers, err := fileNumbers(folder)
	if err != nil && !os.IsNotExist(err) {
		return at, err
	}
	for _, number := range numbers {
		if number < at.number {
			continue
		}
		if number > at.number {
			at = place{number, 0}
		}
		file, err := os.Open(fileName(folder, number))
		if os.IsNotExist(err) {
			continue // removed meanwhile
		}
		if err != nil {
			return at, err
		}
		text, err := io.ReadAll(io.NewSectionReader(file, at.offset, 1<<62-at.offset))
		file.Close()
		if err != nil {
			return at, err
		}
		text = text[:bytes.LastIndexByte(text, '\n')+1]
		if _, err := out.Write(text); err != nil {
			return at, err
		}
		at.offset += int64(len(text))
	}
	return at, nil
}
