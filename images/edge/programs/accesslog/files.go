package accesslog

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The log's bound on the disk: so many files of so many bytes.
const (
	maxFiles  = 16
	fileBytes = 16 << 20
)

// logFiles is a folder of numbered files, of which the last is written to and the first is removed when there are too many.
// Files are never renamed, so that whoever reads one can go on with the next.
type logFiles struct {
	folder  string
	current *os.File
	number  int
	size    int64
	bound   int64
}

func fileName(folder string, number int) string {
	return filepath.Join(folder, fmt.Sprintf("access-%06d.log", number))
}

// fileNumbers returns the numbers of the files that are there, in order.
func fileNumbers(folder string) ([]int, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, entry := range entries {
		text, isLog := strings.CutPrefix(entry.Name(), "access-")
		if number, err := strconv.Atoi(strings.TrimSuffix(text, ".log")); isLog && err == nil {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers) // names sort otherwise once a number is longer than its place
	return numbers, nil
}

// openFiles goes on with the last file of a folder, which it makes when it is missing.
func openFiles(folder string, bound int64) (*logFiles, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	numbers, err := fileNumbers(folder)
	if err != nil {
		return nil, err
	}
	files := &logFiles{folder: folder, number: 1, bound: bound}
	if len(numbers) > 0 {
		files.number = numbers[len(numbers)-1]
	}
	return files, files.open()
}

func (files *logFiles) open() error {
	file, err := os.OpenFile(fileName(files.folder, files.number), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	size, err := endOfLines(file)
	if err == nil {
		err = file.Truncate(size) // half a line, from a writer that was killed in the middle of it
	}
	if err != nil {
		file.Close()
		return err
	}
	files.current, files.size = file, size
	return nil
}

// endOfLines returns the offset after the last whole line.
func endOfLines(file *os.File) (int64, error) {
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	buffer := make([]byte, 1<<16)
	for end := info.Size(); end > 0; {
		start := max(0, end-int64(len(buffer)))
		part := buffer[:end-start]
		if _, err := file.ReadAt(part, start); err != nil {
			return 0, err
		}
		if at := bytes.LastIndexByte(part, '\n'); at >= 0 {
			return start + int64(at) + 1, nil
		}
		end = start
	}
	return 0, nil
}

// Write appends whole lines: all of them or, when the disk takes no more, none.
func (files *logFiles) Write(lines []byte) (int, error) {
	if files.size > 0 && files.size+int64(len(lines)) > files.bound {
		if err := files.rotate(); err != nil {
			return 0, err
		}
	}
	if _, err := files.current.WriteAt(lines, files.size); err != nil {
		files.current.Truncate(files.size)
		return 0, err
	}
	files.size += int64(len(lines))
	return len(lines), nil
}

// rotate begins the next file. Room is made first, because a full disk may be the reason for nothing else to work.
func (files *logFiles) rotate() error {
	numbers, err := fileNumbers(files.folder)
	if err != nil {
		return err
	}
	for len(numbers) >= maxFiles {
		if err := os.Remove(fileName(files.folder, numbers[0])); err != nil {
			return err
		}
		numbers = numbers[1:]
	}
	full := files.current
	files.number++
	if err := files.open(); err != nil {
		files.number--
		return err
	}
	return full.Close()
}

// place is an offset in one of the files.
type place struct {
	number int
	offset int64
}

// since returns what was written after a place, or the last so many bytes of it and a little more; isWhole says which.
func (files *logFiles) since(start place, length int64) (text []byte, isWhole bool, err error) {
	first, missing := files.number, length-files.size
	for ; first > start.number && missing > 0; missing -= files.bound {
		first--
	}
	for number := first; number <= files.number; number++ {
		part, err := os.ReadFile(fileName(files.folder, number))
		if err != nil && !os.IsNotExist(err) {
			return nil, false, err
		}
		if number == start.number {
			part = part[min(start.offset, int64(len(part))):]
		}
		text = append(text, part...)
	}
	return text, first == start.number, nil
}
